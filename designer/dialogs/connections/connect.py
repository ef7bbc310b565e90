"""Knows how a person connects a system: its dialog. Must not know any system, or keep a secret."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QWidget,
)

from designer.assets.style import look, open_at
from designer.dialogs.connections import asked
from designer.dialogs.connections.outcome import Outcome
from designer.dialogs.connections.sign_in import SignIn
from designer.dialogs.connections.vault_note import VaultNote
from designer.forms.context import FormContext
from designer.forms.dialog_parts import lines_of
from designer.forms.form import Form
from designer.forms.parts import column, label

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from connectors.manifest import Manifest
    from designer.assets.theme import Theme
    from designer.run_bridge.connecting import Connecting
    from designer.run_bridge.replies import Reply
    from runtime.definition.json_value import JsonObject

_SIZE = (560, 700)
_REFUSED, _LOCKED = "connector.authentication", "vault."


class ConnectSystem(QDialog):
    """Connects a system, or changes a connection.

    Args:
        manifest: of the system's connector.
        connecting: tries and keeps it.
        theme: colours.
        name: what it is called; "" lets the person choose.
        is_named: whether the name is not the person's to choose: a workflow says it.
        shown: what is kept of it, as `Connecting.shown` tells; empty for a new one.
        alike: names of other connections to the same sort of system.
        parent: the window it belongs to.
    """

    def __init__(
        self,
        manifest: Manifest,
        connecting: Connecting,
        theme: Theme,
        *,
        name: str = "",
        is_named: bool = False,
        shown: dict[str, Any] | None = None,
        alike: Sequence[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._manifest, self._connecting, self._theme = manifest, connecting, theme
        self._name, self._is_named = name, is_named
        self._shown: dict[str, Any] = shown or {}
        self._like = ""
        self._alike = alike
        self._works = False
        self._reply: Reply | None = None
        self._save_after = False
        self._was_at: QWidget | None = None
        verb = "Change" if shown else "Connect"
        title = f"{verb} {manifest.title}"
        self.setWindowTitle(title)
        open_at(self, *_SIZE)
        self.schema = asked.form_schema(
            manifest, str(self._shown.get("environment") or ""), with_name=not is_named
        )
        self.outcome = Outcome(theme, self)
        self.outcome.stopped.connect(self.stop)
        self.vault = VaultNote(connecting, self)
        self._body = QWidget(self)
        self._body_lines = column(self._body, 16)
        self._lay_out(title)
        self._fill(self._shown)
        if not self._shown:
            self.form.focus_field("")

    # --- building ---------------------------------------------------------------------------------

    def _lay_out(self, title: str) -> None:
        heading = QLabel(title, self)
        look(heading, "title")
        about = self._manifest.description
        if self._is_named:
            about = f"The workflow calls it “{self._name}”. {about}"
        inner = QWidget(self)
        lines = column(inner, 16)
        lines.setContentsMargins(0, 0, 8, 0)
        if self._alike and not self._shown:
            lines.addWidget(self._copying())
        lines.addWidget(self._body)
        lines.addWidget(self.vault)
        lines.addStretch(1)
        area = self._area = QScrollArea(self)
        area.setWidgetResizable(True)
        look(area, "plain")
        area.setWidget(inner)
        layout = lines_of(self)
        layout.addWidget(heading)
        layout.addWidget(label(about, "muted", self))
        layout.addWidget(area, 1)
        layout.addWidget(self.outcome)
        layout.addLayout(self._buttons())

    def _copying(self) -> QWidget:
        box = QWidget(self)
        lines = column(box, 4)
        lines.addWidget(label("Begin with", "heading", box))
        choice = QComboBox(box)
        choice.setAccessibleName("Begin with")
        choice.addItem("Nothing: a new connection", "")
        for name in self._alike:
            choice.addItem(f"The same as “{name}”", name)
        choice.activated.connect(lambda: self.copy(str(choice.currentData() or "")))
        lines.addWidget(choice)
        return box

    def _buttons(self) -> QHBoxLayout:
        self.test_button = QPushButton("Test", self)
        self.test_button.clicked.connect(self.test)
        self.save_button = QPushButton("Save" if self._shown else "Connect", self)
        self.save_button.setDefault(True)
        look(self.save_button, "primary")
        self.save_button.clicked.connect(self.save)
        self.anyway_button = QPushButton("Save all the same", self)
        self.anyway_button.clicked.connect(lambda: self._keep(is_tried=False))
        self.anyway_button.hide()
        cancel = QPushButton("Cancel", self)
        cancel.clicked.connect(self.reject)
        line = QHBoxLayout()
        line.addWidget(self.test_button)
        line.addStretch(1)
        line.addWidget(self.anyway_button)
        line.addWidget(self.save_button)
        line.addWidget(cancel)
        for button in (self.test_button, self.anyway_button, cancel):
            button.setAutoDefault(False)
        return line

    def _fill(self, shown: dict[str, Any]) -> None:
        """Show a connection in form and sign-in, or nothing yet."""
        while (item := self._body_lines.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self.form = Form(self.schema, FormContext(self._theme), self._body)
        settings: JsonObject = dict(shown.get("settings") or {})
        own = {name: shown[name] for name in ("environment", "expires") if shown.get(name)}
        named: JsonObject = {} if self._is_named else {asked.NAME: self._name}
        self.form.set_value({**settings, **own, **{n: v for n, v in named.items() if v}})
        self.sign_in = SignIn(self._manifest, shown, self._body)
        self._body_lines.addWidget(self.form)
        self._body_lines.addWidget(self.sign_in)
        self.form.edited.connect(self._take_edit)
        self.sign_in.edited.connect(self._take_edit)
        self._show_vault()

    def copy(self, name: str) -> None:
        """Begin with what another connection has, its secrets included; "" begins anew."""
        self._like = name
        if not name:
            self._fill({})
            return
        reply = self._connecting.shown(name)
        reply.done.connect(self._fill)
        reply.failed.connect(lambda: self.outcome.show_trouble(reply))

    def focus_secret(self) -> None:
        """Let the person type a new secret at once."""
        self.sign_in.focus_secret()

    def _show(self, focus: Callable[[], None]) -> None:
        """Let the person type where they can see it."""
        focus()
        layout = self.layout()
        if layout is not None:
            layout.activate()  # what is said below takes some of the room
        self._area.ensureWidgetVisible(self.focusWidget(), 0, 40)

    def _show_vault(self) -> None:
        """Tell where secrets are kept, where there is one to keep."""
        self.vault.setVisible(bool(self.sign_in.scheme.fields))

    def _take_edit(self) -> None:
        self._works = False
        self._show_vault()
        self.anyway_button.hide()
        if self._reply is None:
            self.outcome.clear()

    # --- what is filled in ------------------------------------------------------------------------

    def _draft(self) -> dict[str, Any] | None:
        """Return what is filled in; None where something is missing, which is marked then."""
        value = self.form.value()
        problems = asked.lacking(self.schema, value)
        self.form.set_problems(problems)
        missing = self.sign_in.missing()
        if problems or missing:
            what = "Something is not filled in yet."
            self.outcome.show_words(what, ", ".join(missing), "waiting")
            if problems:
                self.form.focus_field(next(iter(problems)))
            else:
                self._show(self.sign_in.focus_missing)
            return None
        name = self._name if self._is_named else str(value[asked.NAME]).strip()
        return {
            "name": name,
            "connector": self._manifest.id,
            "environment": str(value.get(asked.ENVIRONMENT) or "local"),
            "settings": asked.settings_of(value),
            **self.sign_in.value(),
            "expires": str(value.get(asked.EXPIRES) or ""),
            "old": str(self._shown.get("name") or ""),
            "like": self._like,
        }

    # --- trying and keeping -----------------------------------------------------------------------

    def test(self) -> None:
        """Try what is filled in; nothing is kept."""
        self._save_after = False
        self._try()

    def save(self) -> None:
        """Try it and keep it when it works."""
        self._save_after = True
        if self._works:
            self._keep(is_tried=True)
        else:
            self._try()

    def _try(self) -> None:
        draft = self._draft()
        if draft is None or self._reply is not None:
            return
        self._set_busy(f"Asking {self._manifest.title}…", can_stop=True)
        reply = self._reply = self._connecting.test(draft)
        reply.done.connect(self._take_worked)
        reply.failed.connect(lambda: self._take_failed(reply))

    def _take_worked(self) -> None:
        self._set_ready()
        self._works = True
        more = ", and takes the sign-in" if self.sign_in.scheme.fields else ""
        self.outcome.show_words(f"{self._manifest.title} answers{more}.")
        if self._save_after:
            self._keep(is_tried=True)

    def _take_failed(self, reply: Reply) -> None:
        self._set_ready()
        code = reply.trouble.code if reply.trouble is not None else ""
        is_refused = code == _REFUSED
        self.outcome.show_trouble(reply, self.sign_in.refused() if is_refused else "")
        if is_refused:
            self._show(self.sign_in.focus_secret)
        self.anyway_button.setVisible(self.vault.is_open)
        if code.startswith(_LOCKED):
            self.vault.look()  # it was open until the runtime was started again

    def stop(self) -> None:
        """Wait for the test no longer."""
        if self._reply is not None:
            self._reply.cancel()
            self._connecting.stop()
            self._set_ready()
            self.outcome.show_words("The test was stopped.", tone="waiting")

    def _keep(self, *, is_tried: bool) -> None:
        draft = self._draft()
        if draft is None or self._reply is not None:
            return
        if draft["secrets"] and not self.vault.is_open:
            self.outcome.show_words("Choose first where the secret is kept.", "", "waiting")
            self.vault.passphrase.setFocus()
            return
        self._set_busy("Keeping it…", can_stop=False)
        reply = self._reply = self._connecting.keep(draft, is_tried=is_tried)
        reply.done.connect(self._take_kept)
        reply.failed.connect(lambda: self._take_failed(reply))

    def _take_kept(self) -> None:
        self._set_ready()
        self.accept()

    def _set_busy(self, doing: str, *, can_stop: bool) -> None:
        self._was_at = self.focusWidget()
        self.outcome.show_busy(doing, can_stop=can_stop)
        for button in (self.test_button, self.save_button, self.anyway_button):
            button.setEnabled(False)
        self._body.setEnabled(False)

    def _set_ready(self) -> None:
        self._reply = None
        self.outcome.clear()
        for button in (self.test_button, self.save_button, self.anyway_button):
            button.setEnabled(True)
        self._body.setEnabled(True)
        if self._was_at is not None:
            self._was_at.setFocus()  # Qt went elsewhere while it could not be used

    def done(self, result: int) -> None:
        """Close it; what was typed is forgotten, and a test is given up."""
        if self._reply is not None:
            self._reply.cancel()
            self._connecting.stop()
            self._reply = None
        self.sign_in.wipe()
        super().done(result)
