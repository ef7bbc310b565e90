"""Checking and trying formulas happens elsewhere: the window goes on, whatever a formula does."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from designer.run_bridge.helper import Helper
from designer.run_bridge.problem_lines import read, written
from runtime.definition.definition import Definition
from runtime.plan.check import check
from runtime.steps import kinds
from tests.helpers.drawings import data, draw
from tests.helpers.long_drawings import long_drawing
from tests.helpers.replies import answer, sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from tests.helpers.stall_watch import StallWatch

pytest_plugins = ["tests.helpers.stall_watch"]

BROKEN = draw(
    ["start", data("sum", "dta.lines"), data("lost"), "end"],
    ["start>sum", "sum>end"],
    input={"type": "object", "properties": {"client": {"type": "string", "title": "Client"}}},
)


@pytest.fixture
def helper(qtbot: QtBot) -> Iterator[Helper]:
    del qtbot
    made = Helper()
    yield made
    made.close()
    made.deleteLater()


def test_a_check_finds_the_same_as_here_with_its_fixes(helper: Helper, qtbot: QtBot) -> None:
    found = answer(qtbot, helper.check(BROKEN.document()))
    assert found == check(BROKEN, kinds())
    assert any(problem.fix for problem in found)


def test_problems_cross_unchanged() -> None:
    problems = check(BROKEN, kinds())
    assert read(written(problems)) == problems


def test_a_document_of_a_wrong_form_is_a_problem_in_words(helper: Helper, qtbot: QtBot) -> None:
    document = BROKEN.document()
    document["graph"] = {"format": 1, "name": 7}
    (problem,) = answer(qtbot, helper.check(document))
    assert problem.severity == "error"
    assert "wrong form" in problem.sentence


def test_formulas_are_tried_on_every_sample(helper: Helper, qtbot: QtBot) -> None:
    samples: list[Any] = [{"data": {"n": 1}}, {"data": {"n": 20}}, {"data": {"n": "x"}}]
    found = answer(qtbot, helper.preview("data.n + 1", samples))
    assert found[:2] == [{"value": 2}, {"value": 21}]
    assert found[2]["error"]


def test_a_formula_is_explained_or_its_fault_is_placed(helper: Helper, qtbot: QtBot) -> None:
    assert answer(qtbot, helper.explain("data.amount > 10"))["words"] == "amount is more than 10"
    assert answer(qtbot, helper.explain("data.amount >"))["offset"] is not None


def test_fields_of_a_step_are_offered_while_typing(helper: Helper, qtbot: QtBot) -> None:
    schema = answer(qtbot, helper.schema_for(BROKEN.document(), "sum"))
    found = answer(qtbot, helper.complete("input.cl", 8, schema))
    assert found["from"] == 6
    assert found["items"][0]["text"] == "client"
    assert "Client" in found["items"][0]["title"]
    assert "output" not in schema["properties"]
    saving = answer(qtbot, helper.schema_for(BROKEN.document(), "sum", saving=True))
    assert "output" in saving["properties"]
    assert answer(qtbot, helper.schema_for(BROKEN.document(), "gone")) == {}


@pytest.mark.parametrize(
    "hostile",
    [
        "($f := function($n) { $f($n + 1) }; $f(1))",
        "($f := function($n) { $f($n) + $f($n) }; $f(1))",
        "($d := function($s) { $d($s & $s) }; $d('xxxxxxxx'))",
        "$pad('x', 1000000000)",
        "$sort([1..10000000])",
        "$replace('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', /(a+)+$/, 'x')",
        "(" * 50_000,
    ],
    ids=["endless", "branching", "doubling", "pad", "sort", "regex", "brackets"],
)
def test_a_hostile_formula_is_refused_and_other_work_goes_on(
    helper: Helper, qtbot: QtBot, hostile: str
) -> None:
    replies = [helper.preview(hostile, [{"data": {}}]), helper.explain(hostile)]
    ended: list[object] = []
    for reply in replies:
        reply.done.connect(ended.append)
        reply.failed.connect(ended.append)
    assert answer(qtbot, helper.check(BROKEN.document()))
    qtbot.waitUntil(lambda: len(ended) == len(replies), timeout=20_000)
    assert answer(qtbot, helper.explain("1 + 1"))["words"]


def test_a_drawing_is_tidied_up(helper: Helper, qtbot: QtBot) -> None:
    sizes: dict[str, tuple[float, float]] = {node.id: (224.0, 72.0) for node in BROKEN.nodes()}
    places = answer(qtbot, helper.arrange(BROKEN.document(), None, sizes))
    assert places["start"][0] < places["sum"][0] < places["end"][0]
    assert set(answer(qtbot, helper.arrange(BROKEN.document(), ["lost"], sizes))) == {"lost"}
    kept = answer(qtbot, helper.arrange(BROKEN.document(), None, sizes, keep_order=True))
    assert kept["start"][0] < kept["sum"][0] < kept["end"][0]


def test_a_helper_that_is_killed_while_it_checks_answers_all_the_same(
    helper: Helper, qtbot: QtBot
) -> None:
    answer(qtbot, helper.explain("1"))
    reply = helper.check(long_drawing(500))
    os.kill(helper.process_id, signal.SIGKILL)
    assert isinstance(answer(qtbot, reply), list)
    assert "restarted" not in helper.state


@pytest.mark.slow
def test_a_helper_that_hangs_in_a_formula_is_replaced(helper: Helper, qtbot: QtBot) -> None:
    answer(qtbot, helper.explain("1"))
    before = helper.process_id
    os.kill(before, signal.SIGSTOP)
    tried, checked = helper.preview("1", [{}]), helper.check(BROKEN.document())
    assert "takes too long" in sentence(qtbot, tried)
    assert answer(qtbot, checked)
    assert helper.process_id != before


@pytest.mark.slow
def test_many_hostile_formulas_in_a_row_do_not_use_the_helper_up(
    helper: Helper, qtbot: QtBot
) -> None:
    """Each letter of a formula is tried while it is typed."""
    for _ in range(7):
        answer(qtbot, helper.explain("1"))
        reply = helper.preview("1", [{}])
        os.kill(helper.process_id, signal.SIGKILL)
        sentence(qtbot, reply)
    assert answer(qtbot, helper.explain("1"))


def test_the_helper_needs_no_window_library() -> None:
    script = (
        "import sys, designer.run_bridge.helper_child as child\n"
        "child.warm_up()\n"
        "import designer.document.moment, designer.document.model, designer.document.history\n"
        "assert not [name for name in sys.modules if 'PySide6' in name or 'shiboken' in name]"
    )
    subprocess.run([sys.executable, "-c", script], check=True, cwd=Path(__file__).parents[3])


@pytest.mark.slow
def test_an_idle_helper_uses_no_processor(helper: Helper, qtbot: QtBot) -> None:
    """Else a window that nobody uses empties a battery."""
    answer(qtbot, helper.check(BROKEN.document()))

    def rests() -> bool:
        before = cpu(helper.process_id)
        qtbot.wait(1000)
        return cpu(helper.process_id) == before

    qtbot.waitUntil(rests)  # what it loads before it is asked may take long on a slow machine


@pytest.mark.slow
def test_the_window_goes_on_while_five_thousand_steps_are_checked(
    helper: Helper, qtbot: QtBot, stall_watch: StallWatch
) -> None:
    answer(qtbot, helper.explain("1"))
    document = Definition.from_document(long_drawing(5_000)).document()
    with stall_watch as watch:
        assert isinstance(answer(qtbot, helper.check(document)), list)
    watch.hold_to()


def cpu(process: int) -> float:
    """Seconds of processor time of a process."""
    if sys.platform != "linux":
        pytest.skip("reads /proc")
    numbers = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(numbers[11]) + int(numbers[12])) / os.sysconf("SC_CLK_TCK")
