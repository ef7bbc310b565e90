"""Tests that F5 uses the test settings, and that a real run never does.

If they fail, a simulated person answers in a real case, or a test fails for a forgotten reason.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, cast

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QToolButton, QWidget

from designer.panels.cases.setup import set_answers, set_troubles
from designer.panels.cases.trouble_chip import TroubleChip
from designer.run_bridge.orders import Answer, Trouble

if TYPE_CHECKING:
    from designer.shell.studio import Studio
    from tests.helpers.studios import NoticingEngine, PreparedAnswers

TEMPLATE = "signed-sow-to-invoice"


def _set_up(studio: Studio) -> tuple[Answer, Trouble]:
    """Lets somebody answer a task, and a connection fail."""
    studio.files.from_template(TEMPLATE)
    document = studio.bench.document
    answer = Answer(step="finance_approval", outcome="approved")
    document.do(set_answers(document.model, {"finance_approval": answer}))
    declared = document.model.graph["connections"]
    assert isinstance(declared, dict)
    trouble = Trouble(connection=next(iter(declared)), how="down")
    set_troubles(studio.preferences, document, [trouble])
    studio.test_settings.changed.emit()
    return answer, trouble


def test_a_test_run_is_made_up_as_the_settings_say(studio: Studio) -> None:
    answer, trouble = _set_up(studio)
    studio.run.test()
    engine = cast("NoticingEngine", cast("Any", studio.bench.services.engine))
    assert engine.orders[0].answers == (answer,)
    assert engine.orders[0].troubles == (trouble,)


def test_a_real_run_knows_no_simulated_people_and_no_trouble(
    studio: Studio, answers: PreparedAnswers
) -> None:
    _set_up(studio)
    answers.really = True
    studio.run.run_for_real()
    engine = cast("NoticingEngine", cast("Any", studio.bench.services.engine))
    assert not engine.orders[0].dry
    assert engine.orders[0].answers == ()
    assert engine.orders[0].troubles == ()


def test_only_a_test_run_uses_the_test_data_that_a_template_brings(
    studio: Studio, answers: PreparedAnswers
) -> None:
    """Else a real case would never look whether its statement of work was handled before."""
    studio.files.from_template(TEMPLATE)
    studio.run.test()
    studio.run.put_away()
    answers.really = True
    studio.run.run_for_real()
    engine = cast("NoticingEngine", cast("Any", studio.bench.services.engine))
    tried, real = engine.orders
    assert {pin.step for pin in tried.pins} == {"find_earlier_project", "find_project"}
    assert real.pins == ()


def test_the_header_says_what_fails_in_tests(studio: Studio, answers: PreparedAnswers) -> None:
    _, trouble = _set_up(studio)
    chip = studio.window.header.findChild(TroubleChip)
    assert chip is not None
    assert chip.isVisible()
    assert "cannot be reached in test runs" in chip.text()
    (kept,) = studio.preferences.troubles.values()
    assert trouble.connection in kept[0]["connection"]
    answers.unsaved_answer = "discard"
    studio.files.new()
    assert not chip.isVisible()


def test_the_settings_are_in_the_menu_once_a_workflow_is_open(studio: Studio) -> None:
    action = studio.window.actions_of.all["run.settings"]
    assert action.why_not() == "No workflow is open."
    studio.files.new()
    assert action.why_not() == ""


def test_the_tests_have_the_last_tab(studio: Studio) -> None:
    studio.files.from_template(TEMPLATE)
    studio.window.desk.drawer.show_panel("tests")
    assert studio.window.desk.drawer.current() == "tests"
    assert studio.panels is not None
    assert studio.panels.tests.isVisible()


@pytest.mark.parametrize("width", [1440, 1100, 960, 800])
def test_the_header_gives_way_in_order_in_a_narrow_window(studio: Studio, width: int) -> None:
    """Else chips are cut at both ends, and ways to look at it are called “…” and “I…s”."""
    _set_up(studio)
    header = studio.window.header
    header.set_dry(is_dry=True)
    for each in (800, width):  # from narrow to wide all of it comes back
        studio.window.resize(each, 700)
        QCoreApplication.processEvents()
    parts = [w for w in header.findChildren(QWidget) if w.isVisible() and w.parent() is header]
    shown = sorted(parts, key=lambda part: part.x())
    for part in shown:
        assert part.width() >= min(part.minimumSizeHint().width(), part.sizeHint().width())
    for left, right in pairwise(shown):
        assert left.geometry().right() < right.geometry().left()
    assert shown[-1].geometry().right() <= header.width()
    for title in ("Design", "Insights"):
        (mode,) = [b for b in header.findChildren(QToolButton) if b.accessibleName() == title]
        is_sign = mode.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonIconOnly
        assert (title in mode.toolTip()) is is_sign
        assert is_sign or mode.width() >= mode.sizeHint().width()
        assert is_sign is (width < 1200)
