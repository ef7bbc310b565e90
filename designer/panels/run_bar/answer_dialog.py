"""Knows how a task of the run on the desk is answered. Must not know what becomes of the case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QPushButton, QScrollArea

from designer.assets.style import look, open_at
from designer.forms.parts import column
from designer.panels.tasks.answering import Answering
from designer.run_bridge.inbox import TaskAnswer, answer

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from designer.panels.tasks.open_task import OpenTask
    from designer.panels.workbench import Workbench

_SIZE = (620, 560)


class AnswerDialog(QDialog):
    """One task with its facts and form; closes when the answer was taken.

    Args:
        task: which.
        who: in whose name it is answered where it is no test, and their roles.
        bench: whose run it belongs to.

    Attributes:
        step_asked: the person wants to see the step.
    """

    step_asked = Signal()

    def __init__(
        self,
        task: OpenTask,
        who: tuple[str, tuple[str, ...]],
        bench: Workbench,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._bench, self._who = bench, who
        self.setWindowTitle(f"Answer “{task.title}”")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        open_at(self, *_SIZE)
        self.answering = Answering(task, who[0], bench.theme, may=task.is_for(*who))
        self.answering.answered.connect(self._answer)
        self.answering.run_asked.connect(self._show_step)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        look(area, "plain")
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(self.answering)
        lines = column(self)
        lines.setContentsMargins(0, 16, 0, 0)
        lines.addWidget(area)
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(False)  # Enter in a field must not decide anything
        self.answering.focus_first()

    def _show_step(self) -> None:
        self.step_asked.emit()
        self.reject()

    def _answer(self, outcome: str, values: dict[str, Any], reason: str) -> None:
        task = self.answering.task
        ids = (task.run, task.task, outcome)
        said = TaskAnswer(*ids, values, reason, *self._who, as_asked=task.is_test)
        reply = answer(self._bench.services.engine, said)
        self.finished.connect(reply.cancel)
        reply.done.connect(self._close)
        reply.failed.connect(self._refuse)

    def _close(self, _answer: object) -> None:
        self.accept()

    def _refuse(self, why: str) -> None:
        self.answering.set_busy(is_busy=False)
        self.answering.say(why)
