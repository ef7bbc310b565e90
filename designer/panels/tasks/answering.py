"""Knows how one task is shown and answered. Must not know who sends the answer."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

from designer.assets.style import look
from designer.document.moment import now
from designer.forms import schema as reading
from designer.forms.context import FormContext
from designer.forms.form import Form
from designer.forms.parts import column, label, link_button, mark, row
from designer.panels.tasks.open_task import due_words, fact_lines, people_words

if TYPE_CHECKING:
    from designer.assets.theme import Theme
    from designer.panels.tasks.open_task import OpenTask, Outcome

_REASON_HEIGHT = 64
_PREVIEWED = "This is a preview: try the fields and buttons, nothing is answered."
_WIDEST = 800
"""Wider lines are hard to read on a large screen."""


class Answering(QWidget):
    """A task with its facts, its form and a button for each answer.

    Args:
        task: which.
        who: in whose name it is answered.
        may: whether that person is asked.
        theme: colours.
        is_preview: whether it is only looked at: then no answer counts.

    Attributes:
        answered: emitted with the id of the answer, what was filled in, and the reason.
        run_asked: the person wants to see the case.
    """

    answered = Signal(str, object, str)
    run_asked = Signal()

    def __init__(
        self,
        task: OpenTask,
        who: str,
        theme: Theme,
        *,
        may: bool,
        is_preview: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.task, self._is_preview = task, is_preview
        self.setMaximumWidth(_WIDEST)
        self._lines = column(self, 12)
        self._lines.setContentsMargins(20, 4, 20, 20)
        self._lines.addWidget(label(task.title, "title", self))
        self._lines.addLayout(self._about())
        if task.facts:
            self._lines.addWidget(self._facts())
        self.form = Form(task.form, FormContext(theme), self)
        self._lines.addWidget(self.form)
        self.form.begin()
        self.form.setVisible(bool(reading.members(self.form.schema)))
        self.reason = QPlainTextEdit(self)
        self.reason.setAccessibleName("Reason")
        self.reason.setTabChangesFocus(True)
        self.reason.setFixedHeight(_REASON_HEIGHT)
        self.reason.textChanged.connect(self._take_reason)
        reason = column(asked := QWidget(self), 4)
        reason.addWidget(label(self._reason_title(), "heading", asked))
        reason.addWidget(self.reason)
        self._lines.addWidget(asked)
        self.said = label("", "caption", self, "failed")
        self.said.hide()
        self._lines.addWidget(self.said)
        self.buttons: dict[str, QPushButton] = {}
        self._lines.addWidget(self._answers())
        words = _PREVIEWED if is_preview else _name_words(task, who, may=may)
        self._lines.addWidget(label(words, "caption", self))
        self._lines.addStretch(1)

    def _about(self) -> QHBoxLayout:
        task = self.task
        parts = (task.case, f"for {people_words(task.people)}", due_words(task, now()))
        about = label(" · ".join(part for part in parts if part), "muted", self)
        case = link_button("Show the case", self.run_asked.emit)
        case.setVisible(not self._is_preview)
        line = row(about, case)
        line.setStretch(0, 1)
        return line

    def _reason_title(self) -> str:
        needing = [o.title for o in self.task.outcomes if o.needs_reason]
        if not needing:
            return "Reason, if you like"
        return f"Reason (needed for “{'”, “'.join(needing)}”)"

    def _facts(self) -> QFrame:
        frame = QFrame(self)
        look(frame, "card")
        grid = QGridLayout(frame)
        grid.setContentsMargins(12, 10, 12, 10)
        grid.setHorizontalSpacing(16)
        grid.setColumnStretch(1, 1)
        for at, (name, value) in enumerate(fact_lines(self.task)):
            title = QLabel(name, frame)
            title.setTextFormat(Qt.TextFormat.PlainText)
            # Qt puts words that can be selected a pixel lower: both of a line are of one kind.
            title.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            look(title, "muted")
            grid.addWidget(title, at, 0, Qt.AlignmentFlag.AlignTop)
            text = label(value, "", frame)
            text.setAlignment(Qt.AlignmentFlag.AlignTop)
            text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(text, at, 1)
        return frame

    def _answers(self) -> QWidget:
        box = QWidget(self)
        line = row(parent=box, spacing=8)
        for at, outcome in enumerate(self.task.outcomes):
            button = QPushButton(outcome.title, box)
            look(button, "plain" if at else "primary")
            button.clicked.connect(partial(self.answer, outcome))
            self.buttons[outcome.id] = button
            line.addWidget(button)
        line.addStretch(1)
        return box

    # --- answering --------------------------------------------------------------------------------

    def focus_first(self) -> None:
        """Let the person begin with what is asked: the first field, else the reason."""
        if not self.form.focus_field(""):
            self.reason.setFocus()

    def answer(self, outcome: Outcome) -> None:
        """Answer, if all that is needed is there."""
        reason = self.reason.toPlainText().strip()
        if outcome.needs_reason and not reason:
            mark(self.reason, is_wrong=True)
            self.say(f"“{outcome.title}” needs a reason: one sentence for whoever asks later.")
            self.reason.setFocus()
            return
        if not self.form.ready():
            return
        if self._is_preview:
            self.say("All that is needed is there. Nothing is answered in a preview.")
            return
        self.set_busy(is_busy=True)
        self.answered.emit(outcome.id, self.form.value(), reason)

    def _take_reason(self) -> None:
        """What was said about the reason is about an older one."""
        mark(self.reason, is_wrong=False)
        self.say("")

    def say(self, sentence: str) -> None:
        """Say why it was not answered."""
        self.said.setText(sentence)
        self.said.setVisible(bool(sentence))

    def set_busy(self, *, is_busy: bool) -> None:
        """Take no second answer while the first is on its way."""
        for button in self.buttons.values():
            button.setEnabled(not is_busy)


def _name_words(task: OpenTask, who: str, *, may: bool) -> str:
    """Return in whose name one answers, and whether it counts."""
    if task.is_test and task.is_real:
        return (
            "This is a real run: you answer in the name of whoever is asked, and what follows is "
            "done for real."
        )
    if task.is_test:
        return "This is a test: you answer in the name of whoever is asked."
    return f"You answer as {who}." if may else f"{who} is not asked; see “Settings”."
