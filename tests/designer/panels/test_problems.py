"""What is wrong is found while drawing, stands in words, and is mended by one click."""

from __future__ import annotations

from dataclasses import replace
from time import thread_time
from typing import TYPE_CHECKING, Any, cast

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from designer.assets.style import apply
from designer.assets.theme import DARK, LIGHT
from designer.document.history import Command
from designer.document.workflow import WorkflowDocument
from designer.panels.checking import Checking
from designer.panels.problem_model import FIX, WHAT
from designer.panels.problems import ProblemsPanel
from runtime.definition.definition import Definition
from runtime.plan.problems import Edit
from tests.helpers.checked_desks import CountingHelper, checked_desk
from tests.helpers.drawings import choice, data, draw, join
from tests.helpers.long_drawings import long_drawing
from tests.helpers.stall_watch import hold

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.modeltest import ModelTester
    from pytestqt.qtbot import QtBot

    from designer.panels.workbench import Workbench
    from tests.helpers.stall_watch import StallWatch

pytest_plugins = ["tests.helpers.stall_watch"]

LONG_NAME = "Look up what the client owes us in every currency and in every country there is"
BROKEN = draw(
    [
        "start",
        data("sum", "input.cleint", name="Add up"),
        data("mean", "input.cleint", name=LONG_NAME),
        data("lost", name="Forgotten <b>step</b>"),
        "end",
    ],
    ["start>sum", "sum>mean", "mean>end"],
    input={"type": "object", "properties": {"client": {"type": "string"}}},
)
SOUND = draw(["start", "end"], ["start>end"])


@pytest.fixture
def bench(qtbot: QtBot) -> Iterator[Workbench]:
    del qtbot
    with checked_desk(BROKEN) as made:
        yield made


@pytest.fixture
def panel(bench: Workbench, qtbot: QtBot) -> ProblemsPanel:
    checking = Checking(bench, bench)
    made = ProblemsPanel(bench, checking)
    qtbot.addWidget(made)
    made.resize(1100, 260)
    made.show()
    qtbot.waitUntil(lambda: checking.is_current, timeout=20_000)
    return made


def checking_of(bench: Workbench) -> Checking:
    return next(each for each in bench.children() if isinstance(each, Checking))


def lines(panel: ProblemsPanel) -> list[str]:
    """All that the list says, groups first and their problems after them."""
    model = panel.model
    return [model.index(row, WHAT).data() for row in range(model.rowCount())]


def choose(panel: ProblemsPanel, code: str) -> None:
    """Selects the first problem of a sort."""
    model = panel.model
    for row in range(model.rowCount()):
        problem = model.problem(model.index(row, WHAT))
        if problem is not None and problem.code == code:
            panel.list.setCurrentIndex(model.index(row, WHAT))
            return
    pytest.fail(f"no {code} in {lines(panel)}")


def test_problems_stand_by_severity_in_words(panel: ProblemsPanel) -> None:
    found = lines(panel)
    assert any(line.endswith("it from running") for line in found)
    assert "2 warnings" in found
    assert any(line.startswith("There is no field “cleint” in input.") for line in found)


def test_the_list_is_sound_for_qt(panel: ProblemsPanel, qtmodeltester: ModelTester) -> None:
    cast("Any", qtmodeltester).check(panel.model)


def test_enter_leads_to_the_step_and_its_field(panel: ProblemsPanel, bench: Workbench) -> None:
    shown: list[tuple[str, str]] = []

    def note(step: str, field: str) -> None:
        shown.append((step, field))

    bench.shown.connect(note)
    choose(panel, "expression.unknown_field")
    press(panel, Qt.Key.Key_Return)
    assert shown[0][0] in {"sum", "mean"}
    assert shown[0][1] == "params.value"


def press(panel: ProblemsPanel, key: Qt.Key) -> None:
    QTest.keyClick(panel.list, key)


def test_a_fix_is_one_entry_that_can_be_undone(
    panel: ProblemsPanel, bench: Workbench, qtbot: QtBot
) -> None:
    choose(panel, "expression.unknown_field")
    title = panel.fix.text()
    panel.fix.click()
    assert [entry.title for entry in bench.document.history.entries] == [title]
    qtbot.waitUntil(lambda: lines(panel).count("1 warning") == 1, timeout=20_000)
    bench.document.undo()
    qtbot.waitUntil(lambda: lines(panel).count("2 warnings") == 1, timeout=20_000)


def test_a_case_that_could_stand_for_ever_is_shown_while_drawing(
    panel: ProblemsPanel, bench: Workbench, qtbot: QtBot
) -> None:
    """Paths that part by choices and wait for each other look right on the canvas."""
    nodes = ["start", "f:parallel", choice("a", "x"), choice("b", "x"), join("j")]
    ways = ["start>f", "f>a", "f>b", "a.x>j", "b.x>j", "j>end", "a.otherwise>k", "b.otherwise>k"]
    drawn = draw([*nodes, join("k", wait_for="coming"), "end", "late:end"], [*ways, "k>late"])
    bench.set_document(WorkflowDocument(drawn))
    qtbot.waitUntil(
        lambda: any("“j” may wait for ever" in line for line in lines(panel)), timeout=30_000
    )
    choose(panel, "join.may_wait")
    assert panel.fix.text() == "Let “j” wait for all that come"
    panel.fix.click()
    qtbot.waitUntil(lambda: not any("may wait" in line for line in lines(panel)), timeout=30_000)


def test_all_of_a_sort_are_fixed_together(
    panel: ProblemsPanel, bench: Workbench, qtbot: QtBot
) -> None:
    choose(panel, "expression.unknown_field")
    assert panel.fix_all.text() == "Fix all 2 of this sort"
    panel.fix_all.click()
    assert len(bench.document.history.entries) == 1
    assert bench.document.model.value(("nodes", "mean", "params", "value")) == "input.client"
    qtbot.waitUntil(lambda: "2 warnings" not in lines(panel), timeout=20_000)


def test_a_click_on_the_name_of_the_fix_makes_it(panel: ProblemsPanel, bench: Workbench) -> None:
    choose(panel, "expression.unknown_field")
    at = panel.list.currentIndex()
    place = panel.list.visualRect(at.siblingAtColumn(FIX)).topLeft() + QPoint(20, 8)
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QTest.mouseClick(panel.list.viewport(), left, none, place)
    assert len(bench.document.history.entries) == 1


def test_no_fix_is_offered_for_a_workflow_that_changed_since(
    panel: ProblemsPanel, bench: Workbench
) -> None:
    choose(panel, "expression.unknown_field")
    assert panel.fix.isVisible()
    problem = panel.current()
    bench.document.do(rename("sum", "Another name"))
    assert not panel.fix.isVisible()
    assert problem is not None
    assert not checking_of(bench).mend([problem])


def rename(step: str, name: str) -> Command:
    return Command("Rename", (Edit("set", ("nodes", step, "name"), name),))


def test_words_of_a_workflow_are_never_read_as_markup(panel: ProblemsPanel) -> None:
    choose(panel, "step.unreachable")
    tip = panel.model.data(panel.list.currentIndex(), Qt.ItemDataRole.ToolTipRole)
    assert "&lt;b>" in tip
    assert panel.empty.textFormat() == Qt.TextFormat.PlainText


def test_the_filter_finds_by_step(panel: ProblemsPanel) -> None:
    panel.filter.setText("forgotten")
    assert all("warning" not in line for line in lines(panel))
    panel.filter.setText("nothing has this")
    assert panel.stack.currentWidget() is panel.empty
    assert panel.empty.text() == "No problem has these words."


def test_a_sound_workflow_is_said_to_be_sound(
    panel: ProblemsPanel, bench: Workbench, qtbot: QtBot
) -> None:
    counted: list[tuple[int, str]] = []

    def note(count: int, tone: str) -> None:
        counted.append((count, tone))

    panel.counted.connect(note)
    bench.set_document(WorkflowDocument(SOUND))
    qtbot.waitUntil(lambda: checking_of(bench).is_current, timeout=20_000)
    assert panel.empty.text() == "No problems. This workflow can run."
    assert counted[-1] == (0, "waiting")


def test_a_thousand_quick_edits_are_few_checks(bench: Workbench, qtbot: QtBot) -> None:
    checking = Checking(bench, bench)
    qtbot.waitUntil(lambda: checking.is_current, timeout=20_000)
    for number in range(1_000):
        bench.document.do(rename("sum", f"Name {number}"))
        QApplication.processEvents()
    qtbot.waitUntil(lambda: checking.is_current, timeout=20_000)
    assert cast("CountingHelper", bench.services.helper).checks < 30
    assert any("Name 999" in problem.sentence for problem in bench.problems)


def test_a_failed_check_is_told_and_can_be_repeated(
    panel: ProblemsPanel, bench: Workbench, qtbot: QtBot
) -> None:
    bench.services.helper.close()
    bench.document.do(rename("sum", "x"))
    qtbot.waitUntil(panel.again.isVisible, timeout=20_000)
    assert panel.note.text() == "The helper is closed."


def test_a_sort_of_problems_is_folded_away_by_mouse_and_by_key(panel: ProblemsPanel) -> None:
    """Else warnings that one lives with hide the problems that have to be mended."""
    before, at = lines(panel), lines(panel).index("2 warnings")
    place = panel.list.visualRect(panel.model.index(at, WHAT)).center()
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QTest.mouseClick(panel.list.viewport(), left, none, place)
    assert lines(panel) == before[: at + 1] + before[at + 3 :]
    press(panel, Qt.Key.Key_Return)
    assert lines(panel) == before


def test_five_thousand_problems_come_and_go_without_a_stumble(
    panel: ProblemsPanel, bench: Workbench, stall_watch: StallWatch
) -> None:
    """Else the window stumbles after each edit of a large workflow."""
    one = next(each for each in bench.problems if each.severity == "warning")
    many = [replace(one, sentence=f"{one.sentence} {n}") for n in range(5_000)]
    spent = list[float]()
    with stall_watch:
        for count in (5_000, 4_999, 5_000, 4_998, 5_000):
            began = thread_time()
            bench.set_problems(many[:count])
            QApplication.processEvents()
            spent.append(thread_time() - began)
    assert lines(panel)[0] == "5,000 warnings"
    hold(sorted(spent)[2], 0.012, "other problems of five thousand")


@pytest.mark.slow
def test_the_window_goes_on_while_five_thousand_steps_are_drawn_and_checked(
    qtbot: QtBot, stall_watch: StallWatch
) -> None:
    with checked_desk(Definition.from_document(long_drawing(5_000))) as bench:
        checking = Checking(bench, bench)
        panel = ProblemsPanel(bench, checking)
        qtbot.addWidget(panel)
        panel.show()
        with stall_watch as watch:
            qtbot.waitUntil(lambda: checking.is_current, timeout=60_000)
            bench.document.do(rename("s00010", "Another name"))
            qtbot.waitUntil(lambda: checking.is_current, timeout=60_000)
        watch.hold_to()


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_it_can_be_painted(
    panel: ProblemsPanel, bench: Workbench, theme: object, tmp_path: Path
) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    chosen = DARK if theme is DARK else LIGHT
    apply(app, chosen)
    bench.set_theme(chosen)
    choose(panel, "expression.unknown_field")
    QApplication.processEvents()
    assert panel.grab().save(str(tmp_path / "problems.png"))
    app.setStyleSheet("")
