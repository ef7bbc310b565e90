"""What became of each item of a list is seen in one table, and each cell leads to its place."""

from __future__ import annotations

import asyncio
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, cast

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFont, QGuiApplication
from PySide6.QtTest import QTest

from designer.assets.theme import DARK
from designer.panels.items.panel import ItemsPanel
from designer.panels.items.table import FIRST_STEP, ITEM, NUMBER
from designer.run_bridge.helper_child import do_schema_for
from designer.run_bridge.recorded import data_at
from runtime.events import model
from tests.helpers.benches import bench_on
from tests.helpers.designer_helper import InProcessReply
from tests.helpers.drawings import choice, data, draw, each
from tests.helpers.outside import ANALYST, Outside, send, until
from tests.helpers.run_sessions import engine_of, events_of, run_desk, session_of, show_run

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pytestqt.modeltest import ModelTester
    from pytestqt.qtbot import QtBot

    from designer.panels.workbench import Workbench
    from runtime.definition.definition import Definition
    from runtime.events.model import Recorded
    from tests.helpers.stall_watch import StallWatch

pytest_plugins = ["tests.helpers.stall_watch"]

_LEFT, _NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
INVOICES = """[
    {"client": "Office Lyon", "amount": "120"},
    {"client": "Bolt", "amount": "twelve"},
    {"client": "Cargo", "amount": "9000"}
]"""


def within(step: dict[str, Any], parent: str, name: str, left: int) -> dict[str, Any]:
    return step | {"parent": parent, "name": name, "position": [left, 0]}


@cache
def invoices() -> Definition:
    """Three invoices: one is booked, one cannot be read, one is too large to be booked."""
    inner = [
        within(send("book", value="item.amount"), "all", "Book it", 600),
        within(
            choice("large", "too large", when="$number(item.amount) > 1000"), "all", "Large?", 0
        ),
    ]
    every = each("all", INVOICES, mode="in_parallel", limit=10) | {"name": "Each invoice"}
    return draw(
        ["start", every, *inner, "end"],
        ["start>all", "all.each>large", "large.otherwise>book", "all.done>end"],
    )


def stuck_events(drawing: Definition, ended: int) -> tuple[str, list[Recorded]]:
    """The events of a run in which so many items are done, and the others need somebody."""

    async def scenario(folder: str) -> tuple[str, list[Recorded]]:
        url = f"sqlite:///{Path(folder) / 'runs.sqlite'}"
        async with bench_on(url, Outside(Path(folder) / "outside.txt")) as bench:
            name = await bench.start(drawing, {}, actor=ANALYST, dry=True)
            await until(lambda: bench.runtime.view(name).waiting_for)
            await until(lambda: ended_items(bench.runtime.events(name)) == ended)
            return name, [*bench.runtime.events(name)]

    with TemporaryDirectory() as folder:
        return asyncio.run(scenario(folder))


def ended_items(events: Sequence[Recorded]) -> int:
    return sum(isinstance(each.event, model.ItemEnded) for each in events)


@cache
def invoice_events() -> tuple[str, list[Recorded]]:
    return stuck_events(invoices(), 2)


@pytest.fixture
def bench(qtbot: QtBot) -> Workbench:
    del qtbot
    return run_desk(invoices())


def shown(qtbot: QtBot, bench: Workbench) -> ItemsPanel:
    panel = ItemsPanel(bench)
    qtbot.addWidget(panel)
    panel.moment_asked.connect(bench.set_moment)
    panel.resize(1000, 260)
    panel.show()
    settle(qtbot, panel)
    return panel


def noting(asked: list[tuple[str, int]]) -> Callable[[str, int], None]:
    def note(step: str, visit: int) -> None:
        asked.append((step, visit))

    return note


def settle(qtbot: QtBot, panel: ItemsPanel) -> None:
    qtbot.waitUntil(lambda: not panel.is_busy, timeout=20_000)


@pytest.fixture
def panel(qtbot: QtBot, bench: Workbench) -> ItemsPanel:
    show_run(bench, *invoice_events())
    return shown(qtbot, bench)


def rows(panel: ItemsPanel) -> list[list[str]]:
    table = panel.model
    columns = range(table.columnCount())
    return [
        [str(table.index(row, column).data()) for column in columns]
        for row in range(table.rowCount())
    ]


def heads(panel: ItemsPanel) -> list[str]:
    across = Qt.Orientation.Horizontal
    return [panel.model.headerData(n, across) for n in range(panel.model.columnCount())]


def click(panel: ItemsPanel, row: int, column: int) -> None:
    place: QPoint = panel.table.visualRect(panel.model.index(row, column)).center()
    QTest.mouseClick(panel.table.viewport(), _LEFT, _NONE, place)


def test_without_a_run_or_a_list_it_says_what_would_be_here(qtbot: QtBot, bench: Workbench) -> None:
    panel = shown(qtbot, bench)
    assert "F5" in panel.empty.text()
    plain = draw(["start", "end"], ["start>end"])
    show_run(bench, *events_of(plain))
    settle(qtbot, panel)
    assert "repeats for each item" in panel.empty.text()
    assert panel.empty.isVisible()
    assert not panel.tools.isVisible()


def test_items_stand_by_steps_in_the_order_of_the_drawing(panel: ItemsPanel) -> None:
    assert heads(panel) == ["No.", "Item", "Large?", "Book it"]
    first, second, third = rows(panel)
    assert first[:3] == ["1", "client: Office Lyon, amount: 120", "otherwise"]
    assert first[3].startswith("would ")
    assert second[2].startswith("failed \N{MIDDLE DOT} ")
    assert second[3] == "", "it may still come there"
    assert third[2:] == ["too large", "not needed"]
    assert panel.note.text() == "Each invoice: 3 items, 2 done"


def test_every_state_has_a_mark_besides_its_colour(
    panel: ItemsPanel, qtmodeltester: ModelTester
) -> None:
    marks = [
        panel.model.index(row, FIRST_STEP).data(Qt.ItemDataRole.DecorationRole) for row in (0, 1)
    ]
    assert all(marks)
    assert marks[0].cacheKey() != marks[1].cacheKey()
    assert panel.model.index(1, FIRST_STEP).data(Qt.ItemDataRole.ToolTipRole)
    cast("Any", qtmodeltester).check(panel.model)


def test_only_what_failed_and_what_has_the_words_is_shown_on_demand(
    panel: ItemsPanel, qtbot: QtBot
) -> None:
    panel.failed.setChecked(True)
    settle(qtbot, panel)
    assert [row[NUMBER] for row in rows(panel)] == ["2"]
    assert panel.note.text() == "Each invoice: 1 of 3 items, 2 done"
    panel.search.setText("office")
    settle(qtbot, panel)
    assert rows(panel) == []
    assert panel.empty.text() == "No item is like that."
    panel.failed.setChecked(False)
    panel.search.setText("too LARGE cargo")
    settle(qtbot, panel)
    assert [row[NUMBER] for row in rows(panel)] == ["3"]
    panel.search.clear()
    assert len(rows(panel)) == 3


def test_a_cell_leads_to_its_step_and_visit(
    panel: ItemsPanel, bench: Workbench, qtbot: QtBot
) -> None:
    asked: list[tuple[str, int]] = []
    panel.visit_asked.connect(noting(asked))
    panel.search.setText("bolt")
    settle(qtbot, panel)
    click(panel, 0, FIRST_STEP)
    assert bench.selected == ("large",)
    assert not asked, "one looks from cell to cell without leaving the table"
    QTest.keyClick(panel.table, Qt.Key.Key_Return)
    ((step, visit),) = asked
    assert data_at(invoice_events()[1], step)["visits"][visit]["item"]["client"] == "Bolt"


def test_the_menu_of_a_cell_leads_to_its_moment_and_copies_it(
    panel: ItemsPanel, bench: Workbench
) -> None:
    actions = panel.menu_of(panel.model.index(1, FIRST_STEP)).actions()
    inside, then, copied = actions
    assert inside.isEnabled()
    then.trigger()
    assert bench.moment is not None
    assert "as it is now" in panel.note.text()
    seen = bench.view
    assert seen is not None
    assert seen.steps["large"].status == "incident"
    copied.trigger()
    assert QGuiApplication.clipboard().text().startswith("failed")
    inside, then, _ = panel.menu_of(panel.model.index(2, FIRST_STEP + 1)).actions()
    assert not inside.isEnabled()
    assert not then.isEnabled()


def test_what_is_about_a_person_is_hidden_and_not_found_by_its_words(qtbot: QtBot) -> None:
    items = '[{"email": "me@office.example", "amount": 7}]'
    step = within(data("take", "item.email"), "all", "Take it", 0)
    drawing = draw(
        ["start", each("all", items), step, "end"],
        ["start>all", "all.each>take", "all.done>end"],
    )
    bench = run_desk(drawing)
    show_run(bench, *events_of(drawing))
    panel = shown(qtbot, bench)
    assert not [text for text in rows(panel)[0] if "office" in text]
    assert "amount: 7" in rows(panel)[0][ITEM]
    panel.search.setText("office")
    settle(qtbot, panel)
    assert rows(panel) == []
    panel.set_masks(False)
    settle(qtbot, panel)
    assert "me@office.example" in rows(panel)[0][ITEM]


def test_a_cell_without_a_visit_leads_to_its_step_only(panel: ItemsPanel, bench: Workbench) -> None:
    asked: list[tuple[str, int]] = []
    panel.visit_asked.connect(noting(asked))
    click(panel, 2, FIRST_STEP + 1)
    assert bench.selected == ("book",)
    QTest.keyClick(panel.table, Qt.Key.Key_Return)
    click(panel, 2, ITEM)
    assert bench.selected == ("all",)
    assert not asked


def test_an_item_leads_to_what_became_of_it(panel: ItemsPanel, bench: Workbench) -> None:
    """The hint promises what went in and out, also for who clicks on the item itself."""
    asked: list[tuple[str, int]] = []
    panel.visit_asked.connect(noting(asked))
    panel.table.doubleClicked.emit(panel.model.index(0, ITEM))
    panel.table.doubleClicked.emit(panel.model.index(2, ITEM))
    assert asked == [("book", 0), ("large", 2)], "where it ended"
    panel.table.doubleClicked.emit(panel.model.index(1, NUMBER))
    assert asked[-1] == ("large", 1), "where it failed"
    assert panel.menu_of(panel.model.index(0, ITEM)).actions()[0].isEnabled()
    assert not bench.selected, "whoever shows the visit selects its step"


def test_columns_have_the_room_that_there_is(qtbot: QtBot, bench: Workbench) -> None:
    """Else an item is cut beside empty space."""
    show_run(bench, *invoice_events())
    panel = shown(qtbot, bench)
    narrow = panel.table.columnWidth(ITEM)
    panel.table.setFont(QFont(panel.table.font().family(), 40))
    panel.resize(1800, 300)
    assert panel.table.columnWidth(ITEM) > narrow
    wide = sum(panel.table.columnWidth(at) for at in range(panel.model.columnCount()))
    assert wide <= panel.table.viewport().width()


def test_fields_of_an_item_have_the_titles_that_schemas_give_them(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = {"type": "array", "items": {"type": "object", "properties": {
        "cost_centre": {"type": "string", "title": "Who pays"}, "net_amount": {"type": "number"},
    }}}  # fmt: skip
    step = within(data("take", "item.net_amount"), "all", "Take it", 0)
    drawing = draw(
        ["start", each("all", "input.lines"), step, "end"],
        ["start>all", "all.each>take", "all.done>end"],
        input={"type": "object", "properties": {"lines": lines}},
    )
    bench = run_desk(drawing)

    def schema_for(document: Any, step: str, *, saving: bool = False) -> InProcessReply:
        asked: Any = {"document": document, "step": step, "saving": saving}
        return InProcessReply(lambda: do_schema_for(asked), 0)

    monkeypatch.setattr(bench.services.helper, "schema_for", schema_for)
    show_run(bench, *events_of(drawing, {"lines": [{"cost_centre": "Sales", "net_amount": 7}]}))
    panel = shown(qtbot, bench)
    qtbot.waitUntil(lambda: rows(panel)[0][ITEM] == "Who pays: Sales, net amount: 7")


def nested() -> Definition:
    """A list in a list, and a second one after it."""
    inner = within(each("inner", "[1..item]"), "outer", "Each part", 0)
    deep = within(data("deep", "item * 10"), "inner", "Work it out", 0)
    last = within(data("last", "item"), "after", "Take it", 0)
    return draw(
        ["start", each("outer", "[2,1]"), inner, deep, each("after", '["x"]'), last, "end"],
        ["start>outer", "outer.each>inner", "inner.each>deep", "outer.done>after",
         "after.each>last", "after.done>end"],
    )  # fmt: skip


def test_the_list_of_the_selected_step_is_shown(qtbot: QtBot) -> None:
    bench = run_desk(nested())
    show_run(bench, *events_of(nested()))
    panel = shown(qtbot, bench)
    assert panel.whose.isVisible()
    assert panel.whose.count() == 3
    bench.select(("after",))
    assert rows(panel) == [["1", "x", "done \N{MIDDLE DOT} x"]]
    bench.select(("deep",))
    assert [row[NUMBER] for row in rows(panel)] == ["1.1", "1.2", "2.1"]
    assert [row[2] for row in rows(panel)][1] == "done \N{MIDDLE DOT} 20"
    bench.select(("start",))
    assert len(rows(panel)) == 3, "what has no list changes nothing"
    panel.whose.setCurrentIndex(0)
    panel.whose.activated.emit(0)
    assert [row[2] for row in rows(panel)] == ["done", "done"]
    click(panel, 0, FIRST_STEP)
    assert bench.selected == ("inner",)
    assert len(rows(panel)) == 2, "the table stays under the pointer"


def test_what_needs_somebody_deep_inside_shows_on_the_item_around(qtbot: QtBot) -> None:
    inner = within(each("inner", "[1,2]", mode="in_parallel"), "outer", "Each part", 0)
    deep = within(data("deep", "$number('x' & item)"), "inner", "Work it out", 0)
    drawing = draw(
        ["start", each("outer", "[1]"), inner, deep, "end"],
        ["start>outer", "outer.each>inner", "inner.each>deep", "outer.done>end"],
    )
    bench = run_desk(drawing)
    show_run(bench, *stuck_events(drawing, 0))
    panel = shown(qtbot, bench)
    assert rows(panel)[0][2].startswith("failed")


def test_a_run_that_goes_on_fills_the_table(qtbot: QtBot, bench: Workbench) -> None:
    name, events = invoice_events()
    run = session_of(engine_of(bench), invoices(), name, events[:5])
    bench.set_run(run)
    panel = shown(qtbot, bench)
    panel.failed.setChecked(True)
    settle(qtbot, panel)
    assert rows(panel) == []
    run.events += session_of(engine_of(bench), invoices(), name, events).events[5:]
    run.changed.emit()
    settle(qtbot, panel)
    assert [row[NUMBER] for row in rows(panel)] == ["2"]
    panel.failed.setChecked(False)
    assert len(rows(panel)) == 3
    bench.set_theme(DARK)
    assert len(rows(panel)) == 3


def test_what_was_under_way_when_a_run_was_stopped_reads_as_stopped(
    qtbot: QtBot, bench: Workbench
) -> None:
    name, events = invoice_events()
    begun = next(n for n, each in enumerate(events, 1) if isinstance(each.event, model.ItemStarted))
    stop = model.Recorded(begun, events[0].at, "", model.RunCancelled("user:analyst", ""))
    show_run(bench, name, [*events[:begun], stop])
    panel = shown(qtbot, bench)
    assert rows(panel)[0][2:] == ["stopped", "not needed"]


@pytest.mark.slow
def test_ten_thousand_items_stay_fluid(qtbot: QtBot, stall_watch: StallWatch) -> None:
    drawing = draw(
        ["start", each("all", "[]"), within(data("a"), "all", "One", 0),
         within(data("b"), "all", "Two", 300)],
        ["start>all", "all.each>a", "a>b"],
    )  # fmt: skip
    bench = run_desk(drawing)
    run = session_of(engine_of(bench), drawing, "run", _many(10_000))
    qtbot.waitUntil(lambda: len(run.events) == 40_002, timeout=30_000)
    panel = shown(qtbot, bench)
    with stall_watch:
        bench.set_run(run)
        settle(qtbot, panel)
        assert panel.model.rowCount() == 10_000
        for place in (5_000, 9_999, 0):
            panel.table.scrollTo(panel.model.index(place, 0))
            qtbot.wait(20)
        panel.search.setText("client 77")
        settle(qtbot, panel)
        panel.failed.setChecked(True)
        settle(qtbot, panel)
    assert panel.model.rowCount() == 1
    stall_watch.hold_to()


def _many(count: int) -> list[model.Recorded]:
    """The events of a list of so many items at two steps; one of them fails."""
    at = "2026-11-20T08:00:00+00:00"
    items: list[Any] = [{"client": f"client {n}", "amount": n} for n in range(count)]
    said: list[Any] = [
        model.RunStarted("d", "D", "", "", "all", {}, "user:analyst"),
        model.EachStarted(1, "all", items),
    ]
    for n in range(count):
        said.append(model.ItemStarted(1, "all", n + 2, n, ((n + 2, "a", ""),)))
        done = model.StepCompleted(n + 2, "a", "out", items[n], moves=((n + 2, "b", "a.out-b"),))
        said.append(done)
        failed = model.StepFailed(n + 2, "b", {"message": "It is closed."})
        said.append(failed if n == 77 else model.StepCompleted(n + 2, "b", "out", n))
        said.append(model.ItemEnded(1, "all", n + 2, n, None))
    return [model.Recorded(seq, at, "", event) for seq, event in enumerate(said)]
