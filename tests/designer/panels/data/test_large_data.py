"""However large the data, the window answers: one case with a price list must not freeze it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtGui import QGuiApplication

from designer.assets.theme import LIGHT
from designer.panels.data.comparing import differences
from designer.panels.data.nodes import CHUNK, Looks, Node
from designer.panels.data.reading import Reading
from designer.panels.data.side import Side
from tests.helpers.drawings import data, draw, each
from tests.helpers.run_sessions import events_of, run_desk, session_of

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from runtime.definition.json_value import JsonValue
    from tests.helpers.stall_watch import StallWatch

pytest_plugins = ["tests.helpers.stall_watch"]


def records(count: int) -> list[JsonValue]:
    return [
        {f"field {c}": f"text {i} {c}" if c % 3 else i * c for c in range(20)} for i in range(count)
    ]


@pytest.fixture
def side(qtbot: QtBot) -> Side:
    made = Side("Out", "What came out", LIGHT)
    qtbot.addWidget(made)
    made.resize(700, 300)
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.mark.slow
@pytest.mark.parametrize("masks", [False, True])
def test_ten_thousand_records_are_shown_searched_and_copied(
    *, masks: bool, side: Side, qtbot: QtBot, stall_watch: StallWatch
) -> None:
    value = records(10_000)
    with stall_watch as watch:
        side.show_value(value, Looks(masks))
        qtbot.wait(50)
        assert side.count.text() == "10,000 rows"
        side.grid.scrollToBottom()
        qtbot.wait(50)
        side.search.setText("9999")
        qtbot.waitUntil(lambda: side.count.text() == "1 of 10,000 rows", timeout=20_000)
        side.search.clear()
        side.set_as_json(True)
        qtbot.wait(50)
        with qtbot.waitSignal(side.said, timeout=20_000):
            side.copy_value()
    watch.hold_to()
    assert len(json.loads(QGuiApplication.clipboard().text())) == 10_000


def test_a_long_list_is_folded_into_groups() -> None:
    root = Node(Looks(), (), [*range(25_000)])
    groups = root.inside()
    assert len(groups) <= 4 * CHUNK
    assert groups[0].title == "1 to 100"
    assert [node.value for node in groups[-1].inside()] == [*range(24_900, 25_000)]


@pytest.mark.slow
def test_two_large_values_are_compared_without_looking_at_each_row() -> None:
    one, other = records(5_000), records(5_000)
    first: Any = other[17]
    other[17] = {**first, "field 4": "else"}
    found = differences(Node(Looks(), (), one), Node(Looks(), (), other), only=True)
    (changed,) = [each for each in found if each.word != "same"]
    assert changed.left is not None
    assert changed.left.way == (17, "field 4")


@pytest.mark.slow
def test_the_data_of_a_long_run_are_read_while_the_window_answers(
    qtbot: QtBot, stall_watch: StallWatch
) -> None:
    inner = {**data("inner", "item"), "parent": "all"}
    drawing = draw(
        ["start", each("all", "[1,2,3]"), inner, "end"],
        ["start>all", "all.each>inner", "all.done>end"],
    )
    bench = run_desk(drawing)
    run, events = events_of(drawing)
    session = session_of(bench.services.engine, drawing, run, events)  # type: ignore[arg-type] - a fake
    middle = session.events[-1]
    session.events += [replace(middle, seq=middle.seq + at) for at in range(60_000)]
    bench.set_run(session)
    reading = Reading(bench)
    with stall_watch as watch, qtbot.waitSignal(reading.done, timeout=20_000):
        reading.look("inner")
    watch.hold_to()
    assert [visit["out"] for visit in reading.visits] == [1, 2, 3]
