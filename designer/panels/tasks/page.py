"""Knows the page of open tasks: list, search, one of them to answer. Must not know any kind."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from designer.assets.icons import icon
from designer.assets.style import look
from designer.document.moment import now
from designer.forms.parts import label
from designer.forms.two_lines import TwoLines
from designer.panels.listing import empty_words
from designer.panels.page import Page
from designer.panels.tasks.answering import Answering
from designer.panels.tasks.open_task import due_words, open_tasks
from designer.run_bridge.inbox import TaskAnswer, answer

if TYPE_CHECKING:
    from collections.abc import Callable

    from designer.panels.tasks.open_task import OpenTask
    from designer.panels.workbench import Workbench
    from designer.run_bridge.replies import Reply

_LIST_WIDTH = 340
_SOON = 400
"""Milliseconds after an answer until the list is asked for again: the case goes on meanwhile."""
_NONE = (
    "Nothing waits for a person. When a case reaches an approval or a form, it is listed here and "
    "you answer it."
)


class TasksPage(Page):
    """The open tasks of all cases on this computer.

    Args:
        bench: what lies on the desk.
        who: tells who the person is, and their roles.

    Attributes:
        run_asked: the person wants to see a case on the canvas: its id and the step.
    """

    run_asked = Signal(str, str)

    def __init__(
        self,
        bench: Workbench,
        who: Callable[[], tuple[str, tuple[str, ...]]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("Tasks", parent)
        self._bench, self._who = bench, who
        self._runs: list[dict[str, Any]] = []
        self._tasks: list[OpenTask] = []
        self._shown: list[OpenTask] = []
        self._asking: list[Reply] = []
        self.answering: Answering | None = None
        self.filter = QLineEdit(placeholderText="Search tasks", clearButtonEnabled=True)
        self.filter.setAccessibleName("Search tasks")
        self.filter.textChanged.connect(self._show)
        self.mine = QCheckBox("Only mine", self)
        self.mine.toggled.connect(self._show)
        self.again = QPushButton("Look again", self)
        self.again.clicked.connect(self.refresh)
        self.list = QListWidget(self)
        self.list.setAccessibleName("Open tasks")
        self._look = TwoLines(bench.theme, self.list)
        self.list.setItemDelegate(self._look)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentRowChanged.connect(self._choose)
        self.said = label("Looking for tasks…", "muted", self)
        self.empty = empty_words(self)
        self.empty.hide()
        self._area = QScrollArea(self)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidgetResizable(True)
        look(self._area, "plain")
        self._lay_out()
        bench.theme_changed.connect(self._show)

    def _lay_out(self) -> None:
        left = QWidget(self)
        left.setFixedWidth(_LIST_WIDTH)
        lines = QVBoxLayout(left)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(10)
        title = QLabel("Tasks", left)
        look(title, "big")
        top = QHBoxLayout()
        top.addWidget(self.mine, 1)
        top.addWidget(self.again)
        lines.addWidget(title)
        lines.addWidget(self.filter)
        lines.addLayout(top)
        lines.addWidget(self.said)
        lines.addWidget(self.list, 1)
        lines.addStretch()  # takes the room of the list where there is none
        outer = QHBoxLayout(self)
        outer.setContentsMargins(32, 28, 32, 20)
        outer.setSpacing(24)
        outer.addWidget(left)
        outer.addWidget(self._area, 1)
        outer.addWidget(self.empty, 1)
        self.setFocusProxy(self.filter)

    # --- asking the engine ------------------------------------------------------------------------

    def refresh(self) -> None:
        """Ask again what waits for people."""
        for reply in self._asking:
            reply.cancel()
        engine = self._bench.services.engine
        runs = engine.runs()
        runs.done.connect(self._take_runs)
        runs.failed.connect(self._fail)
        self._asking = [runs]

    def _take_runs(self, found: list[dict[str, Any]]) -> None:
        self._runs = found
        tasks = self._bench.services.engine.tasks()
        tasks.done.connect(self._take_tasks)
        tasks.failed.connect(self._fail)
        self._asking = [tasks]

    def _take_tasks(self, found: list[dict[str, Any]]) -> None:
        self._tasks = open_tasks(found, self._runs)
        self._show()

    def _fail(self, why: str) -> None:
        self.said.setText(why)
        self.said.show()

    # --- showing ----------------------------------------------------------------------------------

    def _show(self) -> None:
        words = self.filter.text().casefold().split()
        actor, roles = self._who()
        only = self.mine.isChecked()
        self._shown = [
            task
            for task in self._tasks
            if task.has(words) and (not only or task.is_for(actor, roles))
        ]
        before = self.answering.task.key if self.answering is not None else None
        keys = [task.key for task in self._shown]
        at = keys.index(before) if before in keys else 0
        with QSignalBlocker(self.list):
            self.list.clear()
            for task in self._shown:
                self.list.addItem(self._item(task))
            self.list.setCurrentRow(at if keys else -1)
        self._choose(at if keys else -1)
        self.said.hide()
        self.empty.setText(_NONE if not self._tasks else "No task fits.")
        has_some, held = bool(self._shown), self.list.hasFocus()
        self.setFocusProxy(self.list if has_some else self.filter)
        self.empty.setVisible(not has_some)
        for part in (self.list, self._area):
            part.setVisible(has_some)
        if held and not has_some:
            self.filter.setFocus()

    def _item(self, task: OpenTask) -> QListWidgetItem:
        theme = self._bench.theme
        self._look.set_theme(theme)
        due = due_words(task, now())
        more = " · ".join(part for part in (task.case, due, task.sort) if part)
        item = QListWidgetItem(f"{task.title}\n{more}")
        ink = theme.states["failed" if task.is_overdue else "waiting"].ink
        item.setIcon(icon("warning" if task.is_overdue else "user", ink, 20))
        item.setToolTip(f"{task.title}\n{more}")
        return item

    def _choose(self, at: int) -> None:
        task = self._shown[at] if 0 <= at < len(self._shown) else None
        if self.answering is not None and task is not None and task == self.answering.task:
            return  # what was typed meanwhile stays
        self.answering = None
        if task is None:
            self._area.setWidget(QWidget())
            return
        actor, roles = self._who()
        made = Answering(task, actor, self._bench.theme, may=task.is_for(actor, roles))
        made.answered.connect(partial(self._answer, made))
        made.run_asked.connect(partial(self._show_case, made))
        self.answering = made
        self._area.setWidget(made)

    def _show_case(self, shown: Answering) -> None:
        task = shown.task
        if task.definition != self._bench.document.model.graph.get("id"):
            shown.say(f"This case is one of “{task.workflow}”. Open that workflow to see it there.")
            return
        self.run_asked.emit(task.run, task.step)

    # --- answering --------------------------------------------------------------------------------

    def _answer(self, shown: Answering, outcome: str, values: dict[str, Any], reason: str) -> None:
        task = shown.task
        actor, roles = self._who()
        ids = (task.run, task.task, outcome)
        said = TaskAnswer(*ids, values, reason, actor, roles, as_asked=task.is_test)
        reply = answer(self._bench.services.engine, said)
        reply.done.connect(partial(self._answered, task))
        reply.failed.connect(partial(self._refused, task))

    def _answered(self, task: OpenTask, result: object) -> None:
        del result
        self._tasks = [other for other in self._tasks if other.key != task.key]
        self._show()
        QTimer.singleShot(_SOON, self, self.refresh)

    def _refused(self, task: OpenTask, why: str) -> None:
        if self.answering is not None and self.answering.task.key == task.key:
            self.answering.set_busy(is_busy=False)
            self.answering.say(why)
