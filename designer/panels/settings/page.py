"""Knows what every page of the settings is. Must not know what it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from designer.assets.style import look
from designer.document.changes.fixing import fixed
from designer.forms.parts import column, label
from runtime.definition.errors import DefinitionError

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable

    from PySide6.QtGui import QResizeEvent

    from designer.document.history import Command
    from designer.panels.workbench import Workbench
    from runtime.plan.problems import Problem

MARGIN, GAP = 14, 16
_TONES = {"error": "failed", "warning": "waiting", "hint": ""}


class Page(QWidget):
    """One page: of a step, an edge, several steps, or the workflow.

    It is whole once `build` has come to its end, and only then shown or asked.

    Args:
        bench: what lies on the desk.
        parent: the widget it lies in.

    Attributes:
        refused: emitted with a sentence when a change did not fit the drawing any more.
    """

    refused = Signal(str)

    def __init__(self, bench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bench = bench
        self.lines = column(self, GAP, MARGIN)

    def build(self) -> Generator[None]:
        """Make what takes long, and pause wherever the window may look after the person."""
        yield from ()

    def refresh(self) -> None:
        """Show the document as it is now; what is as it was keeps the cursor."""

    def show_problems(self) -> None:
        """Show the problems that are known now."""

    def focus_field(self, path: str) -> bool:
        """Let the person type at an attribute ("params.due"); returns whether it is here."""
        del path
        return False

    def do(self, command: Command) -> None:
        """Make a change; one that no longer fits is told of and changes nothing."""
        try:
            self.bench.document.do(command)
        except DefinitionError as error:
            self.refused.emit(str(error))


class Notices(QWidget):
    """Problems one below the other, each with the button that mends it."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page = page
        self._lines = column(self, 6)
        self._shown: tuple[Problem, ...] = ()
        self.hide()

    def show_problems(self, problems: Iterable[Problem]) -> None:
        """Show problems; the same ones again change nothing."""
        found = tuple(problems)
        if found == self._shown:
            return
        self._shown = found
        while (item := self._lines.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for problem in found:
            self._lines.addWidget(self._notice(problem))
        self.setVisible(bool(found))

    def _notice(self, problem: Problem) -> QFrame:
        frame = _Notice(self, problem.sentence, _TONES[problem.severity])
        if problem.fix is not None:
            fix = problem.fix
            button = QPushButton(fix.title, frame)
            button.setAccessibleName(fix.title)
            button.setToolTip(fix.title)
            button.setMinimumWidth(0)
            button.clicked.connect(lambda: self._page.do(fixed(fix)))
            frame.lines.addWidget(button)
        return frame


class _Notice(QFrame):
    """A sentence on a ground of its own, as high as its lines are."""

    def __init__(self, parent: QWidget, sentence: str, tone: str) -> None:
        super().__init__(parent)
        look(self, "notice", tone)
        self.lines = column(self, 6, 8)
        self._words = label(sentence, "", self, tone)
        self.lines.addWidget(self._words)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the height that the words need at this width."""
        super().resizeEvent(event)
        self._words.setMinimumHeight(self._words.heightForWidth(self._words.width()))
