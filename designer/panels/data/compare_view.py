"""Knows how two steps, or two visits of one, are compared. Must not know how runs are recorded."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from designer.assets.style import look
from designer.document.order import in_order
from designer.forms.formulas.fields import SEPARATOR
from designer.forms.parts import icon_button
from designer.panels.data.compare_model import CompareModel
from designer.panels.data.comparing import MOST, Difference, differences
from designer.panels.data.inspected import OUTPUT, Inspected, inspected, title_under
from designer.panels.data.nodes import Looks, Node
from designer.panels.data.reading import Reading
from designer.panels.data.visits import VisitPicker, visit_words
from designer.panels.listing import Listing, empty_words
from designer.slicer import Slicer

if TYPE_CHECKING:
    from designer.assets.theme import Theme
    from designer.panels.data.known import KnownFields
    from designer.panels.workbench import Workbench
    from runtime.definition.json_value import JsonValue

_OUT, _IN, _CASE = "What came out", "What went in", "The case after it"
_WORD_WIDTH = 110
_FIELD_WIDTH = 240


class CompareView(QWidget):
    """Two steps beside each other, with a word for each difference.

    Args:
        bench: whose run is looked at.
        personal: knows which fields are about a person.

    Attributes:
        closed: the person has seen enough.
    """

    closed = Signal()

    def __init__(self, bench: Workbench, known: KnownFields, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bench, self._known = bench, known
        self._seen = self._other = Inspected()
        self._masks = False
        self._visit: int | None = None
        self._wanted: int | None = None
        self._reading = Reading(bench, self)
        self._shown: object = None
        self._work: Slicer[Difference] = Slicer(self)
        self.model = CompareModel(bench.theme, self)
        widths = (_FIELD_WIDTH, 0, 0, _WORD_WIDTH)
        self.stack = QStackedWidget(self)
        self.list = Listing(self.model, "Differences", widths, self.stack)
        self.what, self.step = QComboBox(self), QComboBox(self)
        self.what.addItems([_OUT, _IN, _CASE])
        self.what.setAccessibleName("What is compared")
        self.step.setAccessibleName("Step to compare with")
        self.step.setMinimumContentsLength(20)
        self.visits = VisitPicker("Which time the case came to that step", self)
        self.only = QCheckBox("Only differences", self)
        self.only.setChecked(True)
        self.count = QLabel(self)
        look(self.count, "caption")
        self.empty = empty_words(self.stack)
        self._lay_out()
        self._reading.done.connect(self._take_read)
        self.what.activated.connect(self._begin)
        self.step.activated.connect(self._take_step)
        self.visits.activated.connect(self._take_visit)
        self.only.toggled.connect(self._begin)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(8)
        for part in (self.what, QLabel("compared with", self), self.step, self.visits, self.only):
            top.addWidget(part)
        top.addStretch(1)
        top.addWidget(self.count)
        theme, end = self._bench.theme, self.closed.emit
        top.addWidget(icon_button("cross", "End the comparison", theme, end, self))
        self.stack.addWidget(self.list)
        self.stack.addWidget(self.empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(top)
        layout.addWidget(self.stack, 1)

    # --- what is compared -------------------------------------------------------------------------

    def show_step(self, seen: Inspected, *, masks: bool) -> None:
        """Compare a visit of a step with the step that is chosen, at first the one before."""
        is_other = seen.step != self._seen.step
        self._seen, self._masks = seen, masks
        self._fill_steps(is_other=is_other)
        self._look()

    def set_theme(self, theme: Theme) -> None:
        """Show it in other colours."""
        self.model.set_theme(theme)

    def _fill_steps(self, *, is_other: bool) -> None:
        view = self._bench.view
        steps = sorted(view.steps.values(), key=lambda each: each.started) if view else []
        ids = [each.id for each in steps]
        chosen = self.step.currentData()
        if is_other or chosen not in ids:
            self._visit = None
            chosen = self._usual(ids)
        if {*ids} != {self.step.itemData(at) for at in range(self.step.count())}:
            with QSignalBlocker(self.step):
                self.step.clear()
                for step in self._as_drawn(ids):
                    parts = map(self._bench.title_of, step.split("/"))
                    self.step.addItem(SEPARATOR.join(parts), step)
        self.step.setCurrentIndex(self.step.findData(chosen))

    def _as_drawn(self, ids: list[str]) -> list[str]:
        """Return steps in the order of the drawing; one of a called workflow behind its caller."""
        within = self._bench.within
        places = {step: at for at, step in enumerate(in_order(self._bench.document.model))}

        def place(step: str) -> int:
            here = step.removeprefix(within) if step.startswith(within) else ""
            return places.get(here.partition("/")[0], len(places))

        return sorted(ids, key=place)

    def _usual(self, ids: list[str]) -> str:
        """Return the step itself where the case came several times, else the one before it."""
        step = self._seen.step
        if step not in ids or len(self._seen.visits) > 1:
            return step if step in ids else next(reversed(ids), "")
        return ids[max(ids.index(step) - 1, 0)]

    def _take_step(self) -> None:
        self._visit = None
        self._look()

    def _take_visit(self, at: int) -> None:
        self._visit = at
        self._look()

    def _look(self) -> None:
        step = str(self.step.currentData() or "")
        visit = self._visit
        if visit is None and step == self._seen.step and self._seen.visit > 0:
            visit = self._seen.visit - 1
        self._wanted = visit
        self._reading.look(step)

    def _take_read(self) -> None:
        reading = self._reading
        self._other = inspected(self._bench, reading.step, reading.visits, self._wanted)
        self.visits.show_visits(self._other.visits, self._other.visit, masks=self._masks)
        self._begin()

    def _begin(self) -> None:
        left, right = self._value(self._seen), self._value(self._other)
        shown = (
            self._seen,
            self._other,
            self.what.currentText(),
            self._masks,
            self.only.isChecked(),
        )
        if shown == self._shown and (self.model.rowCount() or self._work.is_busy):
            return
        self._shown = shown
        self.model.begin(self._title(self._seen), self._title(self._other))
        self.stack.setCurrentWidget(self.list)
        found = {"same": 0, "other": 0}

        def take(more: list[Difference]) -> None:
            others = [each for each in more if each.word != "same"]
            found["other"] += len(others)
            found["same"] += len(more) - len(others)
            room = MOST - self.model.rowCount()
            self.model.add((others if self.only.isChecked() else more)[: max(room, 0)])
            self._say(found["other"], found["same"], is_done=not self._work.is_busy)

        pair = self._node(left), self._node(right)
        self._work.run(differences(*pair, only=self.only.isChecked()), take)

    def _node(self, value: JsonValue) -> Node:
        is_output = self.what.currentText() == _OUT
        head = (OUTPUT if is_output else "data",)
        marked = self._known.marked_under(*head)
        title_of = partial(title_under, self._known.title, head)
        return Node(Looks(self._masks, title_of=title_of, marked=marked), (), value)

    def _value(self, seen: Inspected) -> JsonValue:
        what = self.what.currentText()
        name = {_OUT: "out", _IN: "in", _CASE: "data"}[what]
        return seen.at.get(name)

    def _title(self, seen: Inspected) -> str:
        name = SEPARATOR.join(map(self._bench.title_of, seen.step.split("/"))) or "No step"
        if len(seen.visits) <= 1:
            return name
        when = visit_words(seen.visits, seen.visit, masks=self._masks)
        return when if self._seen.step == self._other.step else f"{name} · {when}"

    def _say(self, other: int, same: int, *, is_done: bool) -> None:
        shown = self.model.rowCount()
        more = f", first {MOST:,} shown" if shown >= MOST else ""
        word = "difference" if other == 1 else "differences"
        self.count.setText(f"{other:,} {word}, {same:,} the same{more}")
        if is_done and not shown:
            self.empty.setText("There is no difference between the two.")
            self.stack.setCurrentWidget(self.empty)
