"""A run that is looked at shows what was run, can be changed by nobody, and leads back."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtWidgets import QPushButton

from designer.document.changes import steps
from runtime.definition.errors import DefinitionError
from tests.helpers.kept_runs import KeptRuns

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from designer.shell.studio import Studio

TEMPLATE = "signed-sow-to-invoice"


def _document(studio: Studio) -> dict[str, Any]:
    return copy.deepcopy(studio.bench.draft.model.document())


def _edited(studio: Studio) -> str:
    """Rename a step of the draft and take another one away; returns the first one."""
    document = studio.bench.draft
    first, *_, last = document.model.nodes
    document.do(steps.rename(document.model, first, "As it is today"))
    document.do(steps.remove(document.model, [last]))
    return first


def _open_run(studio: Studio, qtbot: QtBot, document: dict[str, Any]) -> None:
    studio.bench.set_run(KeptRuns(document).opened())
    qtbot.waitUntil(lambda: studio.drawing.is_shown)


def _button(studio: Studio) -> QPushButton:
    return studio.strip.findChildren(QPushButton)[0]


def test_a_recorded_run_is_shown_on_its_own_drawing_and_the_draft_comes_back_as_it_was(
    studio: Studio, qtbot: QtBot
) -> None:
    studio.files.from_template(TEMPLATE)
    as_run = _document(studio)
    first = _edited(studio)
    today = _document(studio)
    _open_run(studio, qtbot, as_run)
    assert len(studio.link.scene.step_items()) == len(as_run["nodes"])
    assert studio.link.scene.card(first).title != "As it is today"
    assert "20 Nov" in studio.strip.accessibleName()
    assert "read only" in studio.strip.accessibleName()
    assert studio.strip.isVisible()
    _button(studio).click()
    assert not studio.strip.isVisible()
    assert studio.bench.document is studio.files.document
    assert studio.link.scene.card(first).title == "As it is today"
    assert _document(studio) == today
    assert studio.bench.document.history.can_undo
    assert studio.bench.run is not None, "the run is still there to be compared with"


def test_nothing_of_a_run_can_be_changed_and_it_says_why(studio: Studio, qtbot: QtBot) -> None:
    studio.files.from_template(TEMPLATE)
    as_run = _document(studio)
    _open_run(studio, qtbot, as_run)
    step = next(iter(studio.bench.document.model.nodes))
    studio.bench.select((step,))
    for name in ("canvas.remove", "canvas.rename", "canvas.add_step", "canvas.arrange"):
        assert "Open the draft" in studio.window.actions_of.run(name)
    with pytest.raises(DefinitionError, match="Open the draft"):
        studio.bench.document.do(steps.rename(studio.bench.document.model, step, "Changed"))
    assert studio.panels is not None
    assert not studio.panels.settings.page.isEnabled()
    assert _document(studio) == as_run
    studio.drawing.show_draft()
    assert not studio.window.actions_of.run("canvas.remove")


def test_a_run_whose_drawing_nobody_kept_is_shown_on_todays(studio: Studio, qtbot: QtBot) -> None:
    studio.files.from_template(TEMPLATE)
    first = _edited(studio)
    _open_run(studio, qtbot, {})
    assert studio.link.scene.card(first).title == "As it is today"
    assert "the drawing of today" in studio.strip.accessibleName()
    assert not studio.link.scene.editable


def test_a_test_stays_on_the_draft_and_its_own_drawing_is_shown_on_demand(
    studio: Studio, qtbot: QtBot
) -> None:
    studio.files.from_template(TEMPLATE)
    assert "No run is shown" in studio.window.actions_of.run("run.drawing")
    studio.run.test()
    qtbot.waitUntil(lambda: bool(studio.bench.run and studio.bench.run.run))
    assert studio.bench.document is studio.bench.draft


def test_a_new_test_runs_the_draft_and_not_the_run_that_is_looked_at(
    studio: Studio, qtbot: QtBot
) -> None:
    studio.files.from_template(TEMPLATE)
    as_run = _document(studio)
    _edited(studio)
    _open_run(studio, qtbot, as_run)
    orders: list[Any] = getattr(studio.bench.services.engine, "orders")  # noqa: B009 - a fake's
    studio.run.test()
    assert len(orders[0].document["nodes"]) == len(as_run["nodes"]) - 1
    assert not studio.drawing.is_shown


def test_another_workflow_that_is_opened_is_never_read_only(studio: Studio, qtbot: QtBot) -> None:
    studio.files.from_template(TEMPLATE)
    _open_run(studio, qtbot, _document(studio))
    studio.files.new()
    assert studio.bench.document is studio.files.document
    assert studio.link.scene.editable
    assert not studio.strip.isVisible()
