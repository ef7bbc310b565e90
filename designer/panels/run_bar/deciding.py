"""Knows how a person decides about a step that failed. Must not know what becomes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from designer.panels.run_bar.parts import Note
from designer.panels.run_bar.value_dialog import ValueDialog, Wish

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QPushButton, QWidget

    from designer.assets.theme import Theme
    from designer.panels.run_bar.incident import Incident
    from designer.panels.run_bar.starts import Start
    from designer.run_bridge.replies import Reply
    from designer.run_bridge.session import RunSession


class Deciding(Note):
    """What failed and why, and a button for each way to go on.

    Args:
        incident: what stands.
        session: the run that is told the decision.
        starts: what a result may begin with, asked when it is needed.
        theme: colours.

    Attributes:
        step_asked: the person wants to see the step.
        refused: why a decision was not taken.
    """

    step_asked = Signal()
    refused = Signal(str)

    def __init__(
        self,
        incident: Incident,
        session: RunSession,
        starts: Callable[[], Sequence[Start]],
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        more = f"{incident.more} more waiting for a decision after this one."
        after = (more if incident.more else "",)
        sentences = (incident.again, incident.why, incident.then, *after)
        super().__init__("failed", incident.what, sentences, incident.detail, theme, parent)
        self.incident = incident
        self._session, self._starts, self._theme = session, starts, theme
        self.dialog: ValueDialog | None = None
        first = "primary" if incident.kind == "failed" else "plain"
        self.retry = self._button("Retry", self._retry, first, "Does the step once more")
        self.edit = self._button("Edit the request and retry…", self._edit)
        skip = "Go another way…" if len(incident.ways) > 1 else "Skip with a result…"
        first = "primary" if incident.kind == "expression" else "plain"
        self.skip = self._button(skip, self._skip, first)
        self.route = self._button("Take the error path", self._route)
        self._allow()
        show = self.add("Show the step", "quiet")
        show.clicked.connect(self.step_asked)
        self.close_row()

    def _button(
        self, title: str, act: Callable[[], None], looks: str = "plain", hint: str = ""
    ) -> QPushButton:
        made = self.add(title, looks, hint)
        made.clicked.connect(act)
        return made

    def _allow(self) -> None:
        self.edit.setVisible(self.incident.sent is not None)
        self.edit.setToolTip("Changes what is sent to the system this once, then does the step")
        self.skip.setToolTip("The step counts as done, with a result that you write")
        self.route.setVisible(self.incident.leads_on)
        self.route.setToolTip("The case goes on where “if it fails” leads")

    # --- deciding ---------------------------------------------------------------------------------

    def _retry(self) -> None:
        self._send(self._session.resolve(self.incident.step, "retry"))

    def _route(self) -> None:
        self._send(self._session.resolve(self.incident.step, "route"))

    def _send(self, reply: Reply) -> None:
        """Take no second decision while the first is on its way."""
        self._set_busy(is_busy=True)
        reply.failed.connect(self._refuse)
        reply.done.connect(self._done)

    def _done(self, _answer: object) -> None:
        self._set_busy(is_busy=False)

    def _refuse(self, why: str) -> None:
        self._set_busy(is_busy=False)
        self.refused.emit(why)

    def _set_busy(self, *, is_busy: bool) -> None:
        for button in (self.retry, self.edit, self.skip, self.route):
            button.setEnabled(not is_busy)

    def _edit(self) -> None:
        sent = self.incident.sent
        wish = Wish(
            f"What “{self.incident.name}” sends",
            "What is sent in place of before, this once. The drawing stays as it is.",
            "Send this",
            {},
        )
        dialog = ValueDialog(wish, sent.request if sent else None, self._theme, self.window())
        self._open(dialog)
        dialog.taken.connect(lambda: self._edited(dialog))

    def _edited(self, dialog: ValueDialog) -> None:
        step, request = self.incident.step, dialog.value()
        dialog.settle(self._session.resolve(step, "retry", request=request))

    def _skip(self) -> None:
        wish = Wish(
            f"Skip “{self.incident.name}”",
            "The step counts as done. The next steps see this as its result.",
            "Skip the step",
            {},
            ways=self.incident.ways,
            asks_reason=True,
            starts=tuple(self._starts()),
        )
        dialog = ValueDialog(wish, wish.starts[0].value, self._theme, self.window())
        self._open(dialog)
        dialog.taken.connect(lambda: self._skipped(dialog))

    def _skipped(self, dialog: ValueDialog) -> None:
        port = str(dialog.way.currentData() or "") if len(self.incident.ways) > 1 else ""
        reply = self._session.resolve(
            self.incident.step,
            "skip",
            output=dialog.value(),
            port=port,
            reason=dialog.reason.text().strip(),
        )
        dialog.settle(reply)

    def _open(self, dialog: ValueDialog) -> None:
        self.dialog = dialog
        dialog.finished.connect(self._forget)
        dialog.open()

    def give_up(self) -> None:
        """Close what was opened: the decision is not needed any more."""
        if self.dialog is not None:
            self.dialog.reject()

    def _forget(self) -> None:
        self.dialog = None
