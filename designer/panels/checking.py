"""Knows when the open workflow is checked: after changes, in the background, never twice at once.

Must not know what a check looks for or how problems are shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from designer.document.history import Command
from runtime.definition.errors import DefinitionError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from designer.panels.workbench import Workbench
    from designer.run_bridge.replies import Reply
    from runtime.plan.problems import Edit, Problem

PAUSE_MS = 150
"""How long changes are gathered before they are checked together."""


class Checking(QObject):
    """Keeps the problems of the workbench true to its workflow.

    Args:
        bench: whose workflow is checked.

    Attributes:
        state_changed: `is_current` or `trouble` is another now.
        trouble: why there is no newer check, in words; "" while all is well.
    """

    state_changed = Signal()

    def __init__(self, bench: Workbench, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bench = bench
        self._reply: Reply | None = None
        self._checked = self._asked = -1
        self.trouble = ""
        self._soon = QTimer(self, singleShot=True)
        self._soon.timeout.connect(self.check_now)
        bench.edited.connect(self._take_change)
        bench.document_changed.connect(self._take_document)
        self._soon.start(0)

    @property
    def is_current(self) -> bool:
        """Whether the problems are those of the workflow as it is now."""
        return self._checked == self._bench.document.revision

    def check_now(self) -> None:
        """Check, unless a check is under way: then again when it has ended."""
        if self._reply is not None:
            return
        document = self._bench.document
        self._asked = document.revision
        path = self._bench.draft.path
        folder = str(path.parent) if path is not None else ""
        whole = document.model.document()
        reply = self._reply = self._bench.services.helper.check(whole, folder)
        reply.done.connect(self._take_problems)  # a method of its own, so that it ends with this
        reply.failed.connect(self._take_failure)

    def mend(self, problems: Iterable[Problem]) -> bool:
        """Make the fixes of problems, as one entry of the history.

        Of fixes that change the same place only the first is made. Nothing is done while the
        problems are those of an older workflow.

        Returns:
            Whether the workflow changed.
        """
        found = [problem for problem in problems if problem.fix is not None]
        edits = _apart(found)
        if not self.is_current or not edits:
            return False
        first = found[0].fix
        title = first.title if first and len(found) == 1 else f"Fix {len(found)} problems"
        try:
            self._bench.document.do(Command(title, edits))
        except DefinitionError as error:
            self.trouble = str(error)
            self.state_changed.emit()
            return False
        return True

    def _take_change(self) -> None:
        if not self._soon.isActive():
            self._soon.start(PAUSE_MS)  # a start at once, for another workflow, is no rule
        self.state_changed.emit()

    def _take_document(self) -> None:
        if self._reply is not None:
            self._reply.cancel()
            self._reply = None
        self._checked = -1
        self._soon.start(0)

    def _take_problems(self, found: list[Problem]) -> None:
        self._reply = None
        self.trouble = ""
        self._checked = self._asked
        self._bench.set_problems(found)
        if not self.is_current and not self._soon.isActive():
            self._soon.start(PAUSE_MS)
        self.state_changed.emit()

    def _take_failure(self, sentence: str) -> None:
        self._reply = None
        self.trouble = sentence
        self.state_changed.emit()


def _apart(problems: list[Problem]) -> tuple[Edit, ...]:
    """Return the edits of all fixes, without those of a fix that touches what one before does."""
    taken: list[Edit] = []
    for problem in problems:
        edits = problem.fix.edits if problem.fix else ()
        if not any(_meet(one.path, other.path) for one in edits for other in taken):
            taken += edits
    return tuple(taken)


def _meet(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    length = min(len(one), len(other))
    return one[:length] == other[:length]
