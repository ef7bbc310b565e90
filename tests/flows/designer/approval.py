"""Knows how one approval is drawn by hand: twice, with the mouse and with the keys.

Must not know what the tests look for. Words are typed in both; everything else is done by the one
hand alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QDialog,
    QDialogButtonBox,
    QTreeView,
)

if TYPE_CHECKING:
    from tests.helpers.windows import Seat

NAME = "Purchase"
OWNERS = {
    "Business owner": "Head of purchasing",
    "Technical owner": "Integration team",
    "Control owner": "Internal audit",
}
FIELDS = (("Text", "What for"), ("Number", "Amount"))
QUESTION, WHO = "Approve the purchase?", "role:finance"
LIMIT = "1000"
ORDER = '{"text": input.what_for, "amount": input.amount}'
REASON, CODE = "Finance refused the purchase.", "purchase.refused"

EDGES = {
    ("Start when a person asks", "out", "Get an approval"),
    ("Get an approval", "approved", "Choose a way"),
    ("Get an approval", "rejected", "Finish as failed"),
    ("Choose a way", "yes", "Prepare the order"),
    ("Choose a way", "no", "Finish"),
    ("Prepare the order", "out", "Finish"),
}


STEPS: dict[str, tuple[str, dict[str, Any]]] = {
    "Start when a person asks": ("start", {}),
    "Get an approval": ("approval", {"title": QUESTION, "assignees": f'"{WHO}"'}),
    "Choose a way": (
        "decision",
        {
            "conditions": [{"port": "yes", "when": f"input.amount > {LIMIT}"}],
            "otherwise": "no",
        },
    ),
    "Prepare the order": ("map_data", {"value": ORDER}),
    "Finish": ("end", {}),
    "Finish as failed": ("fail", {"code": CODE, "reason": REASON}),
}


def steps(seat: Seat) -> dict[str, tuple[str, Any]]:
    """The kind of each step and what it is set to, by its name."""
    nodes = seat.model.nodes.values()
    return {str(node["name"]): (str(node["kind"]), node["params"]) for node in nodes}


def draw_approval(seat: Seat, then: str) -> str:
    """Draw by mouse a start, an approval, what comes after it, and the end of what is rejected.

    Args:
        seat: the window.
        then: what comes after, as it is listed.

    Returns:
        the id of the step that comes after.
    """
    person = seat.person
    person.view.look_at(QPointF(400, 100))
    person.double_click(QPointF(0, 250))
    person.click_entry("Start when a person asks")
    (start,) = seat.model.nodes
    person.click(person.plus(start))
    person.click_entry("Get an approval")
    approval = person.editing.focus
    spot = person.way_out(approval, "approved")
    person.drag(spot, spot + QPointF(120, -60))
    person.click_entry(then)
    after = person.editing.focus
    person.drag(person.way_out(approval, "rejected"), spot + QPointF(120, 160))
    person.click_entry("Finish as failed")
    return after


class Mouse:
    """Draws with the mouse."""

    def __init__(self, seat: Seat) -> None:
        self.seat = seat

    def draw(self) -> None:
        """Draw the whole approval, from the start page on."""
        seat = self.seat
        seat.click(seat.button("New workflow"))
        seat.wait(seat.studio.view.isVisible)
        self._workflow()
        self._steps()
        self._settings()

    def _workflow(self) -> None:
        seat = self.seat
        seat.fill("Name", NAME)
        for name, text in OWNERS.items():
            seat.fill(name, text)
        seat.click(seat.field("Start form"))
        builder = dialog()
        for sort, title in FIELDS:
            sorts = seat.find(QAbstractItemView, "Sorts of fields", builder)
            double_click(seat, sorts, sort)
            seat.fill("Question", title, builder)
            box = seat.field("Must be filled in", builder)
            seat.click(box, QPoint(8, box.height() // 2))
        own = builder.findChild(QDialogButtonBox)  # the form that is shown has a “Done” too
        seat.click(seat.button("Done", own))

    def _steps(self) -> None:
        person = self.seat.person
        decision = draw_approval(self.seat, "Choose a way")
        person.view.look_at(person.way_out(decision))
        place = person.way_out(decision, "yes")
        person.drag(place, place + QPointF(120, -60))
        person.click_entry("Prepare data")
        order = person.editing.focus
        person.click(person.plus(order))
        person.click_entry("Finish")
        end = person.editing.focus
        person.drag(person.way_out(decision, "no"), person.middle(end))

    def _settings(self) -> None:
        seat = self.seat
        seat.choose("Get an approval")
        seat.fill("Question", QUESTION)
        seat.fill("Who decides", WHO)
        seat.press("Return")
        seat.choose("Choose a way")
        self._condition()
        seat.choose("Prepare data")
        seat.fill("One formula", ORDER)
        seat.fill("Name of the step", "Prepare the order")
        seat.choose("Finish as failed")
        seat.fill("Code", CODE)
        seat.fill("Reason", REASON)

    def _condition(self) -> None:
        seat = self.seat
        seat.click(seat.field("Field: Choose a field"))
        popup = QApplication.activePopupWidget()
        assert popup is not None
        double_click(seat, seat.find(QTreeView, "Fields that a formula can use", popup), "Amount")
        seat.pick("Comparison", "is more than")
        seat.fill("Value", LIMIT)


class Keys:
    """Draws with the keyboard."""

    def __init__(self, seat: Seat) -> None:
        self.seat = seat

    def draw(self) -> None:
        """Draw the whole approval, from the start page on."""
        self.seat.press("Ctrl+N")
        self._workflow()
        self._steps()
        self._settings()

    def _workflow(self) -> None:
        seat = self.seat
        seat.press("F6")
        seat.tab_to("Name")
        seat.write(NAME)
        for name, text in OWNERS.items():
            seat.tab_to(name)
            seat.write(text)
        seat.tab_to("Start form")
        seat.press("Space")
        for sort, title in FIELDS:
            seat.tab_to("Sorts of fields")
            seat.walk_to(sort)
            seat.press("Return")
            seat.tab_to("Question")
            seat.write(title)
            seat.tab_to("Must be filled in")
            seat.press("Space")
        seat.press("Esc")
        self._to_canvas()

    def _to_canvas(self) -> None:
        for _ in range(8):
            if QApplication.focusWidget() is self.seat.studio.view:
                return
            self.seat.press("F6")
        raise AssertionError("The canvas cannot be reached.")

    def _steps(self) -> None:
        seat = self.seat
        for words in ("person asks", "approv", "choose a way", "prepare", "finish"):
            seat.add(words)
        self._walk_to("Get an approval")
        seat.add("finish as failed")
        self._walk_to("Choose a way")
        seat.press("C")
        seat.type("no")
        seat.press("Return")
        seat.type("finish")
        while seat.person.chooser.current() != seat.named("Finish"):
            seat.press("Down")
        seat.press("Return")

    def _walk_to(self, name: str) -> None:
        seat, wanted = self.seat, self.seat.named(name)
        for keys in ("Tab", "Backtab"):
            for _ in seat.model.nodes:
                if seat.person.editing.focus == wanted:
                    return
                seat.press(keys)
            self._to_canvas()
        raise AssertionError(name)

    def _settings(self) -> None:
        seat = self.seat
        self._open("Get an approval")
        seat.tab_to("Question")
        seat.write(QUESTION)
        seat.tab_to("Who decides")
        seat.write(WHO)
        seat.press("Return")
        self._open("Choose a way")
        self._condition()
        self._open("Prepare data")
        seat.tab_to("One formula")
        seat.write(ORDER)
        self._open("Finish as failed")
        seat.tab_to("Code")
        seat.write(CODE)
        seat.tab_to("Reason")
        seat.write(REASON)
        self._to_canvas()
        self._walk_to("Prepare data")
        seat.press("F2")
        seat.write("Prepare the order")
        seat.press("Return")

    def _open(self, name: str) -> None:
        self._to_canvas()
        self._walk_to(name)
        self.seat.press("Return")

    def _condition(self) -> None:
        seat = self.seat
        seat.tab_to("Field: Choose a field")
        seat.press("Return")
        seat.type("amount")
        seat.press("Return")
        seat.tab_to("Comparison")
        seat.walk_to("is more than")
        seat.tab_to("Value")
        seat.write(LIMIT)


def dialog() -> QDialog:
    """The dialog that is open."""
    found = QApplication.activeModalWidget()
    assert isinstance(found, QDialog)
    return found


def double_click(seat: Seat, view: QAbstractItemView, entry: str) -> None:
    """Double-click an entry of a list or tree."""
    model = view.model()
    index = next(
        found
        for found in model.match(
            model.index(0, 0),
            Qt.ItemDataRole.DisplayRole,
            entry,
            1,
            Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchRecursive,
        )
    )
    view.scrollTo(index)
    spot = view.visualRect(index).center()
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QTest.mouseClick(view.viewport(), left, none, spot)
    QTest.mouseDClick(view.viewport(), left, none, spot)
    seat.breathe(f"choosing “{entry}”")
