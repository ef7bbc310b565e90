"""Test data are chosen where the step is, and a test begins at a step or says why it cannot."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import pytest
from PySide6.QtWidgets import QMenu

from designer.canvas import menu
from designer.document.changes import samples
from designer.document.changes.places import place_of
from runtime.definition.samples import Sample

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from designer.shell.studio import Studio
    from tests.helpers.studios import NoticingEngine, StudioHelper


@pytest.fixture
def step(studio: Studio) -> str:
    """A selected step of an open workflow with two samples."""
    studio.files.from_template("signed-sow-to-invoice")
    document = studio.bench.document
    found = next(n for n, node in document.model.nodes.items() if node["kind"] == "map_data")
    for name in ("happy & well", "rejected"):
        document.do(samples.keep_sample(document.model, found, Sample(name, {"ok": name})))
    studio.link.scene.select([found])
    return found


@pytest.fixture
def shown(studio: Studio, step: str) -> Iterator[QMenu]:
    del step
    made = menu.menu(studio.editing, menu.STEP, studio.view)
    yield made
    made.deleteLater()


def _within(made: QMenu) -> QMenu:
    (found,) = [m for m in made.findChildren(QMenu) if m.title() == "Use as test data"]
    return found


def test_the_menu_of_a_step_chooses_among_its_test_data(
    studio: Studio, step: str, shown: QMenu
) -> None:
    model = studio.bench.document.model
    actions = [action for action in _within(shown).actions() if not action.isSeparator()]
    texts = [action.text() for action in actions]
    assert texts[:3] == ["happy && well", "rejected", "None: the step does its work"]
    assert [action.isChecked() for action in actions[:3]] == [False, False, True]
    actions[1].trigger()
    pinned = samples.pinned(model, step)
    assert pinned is not None
    assert pinned.name == "rejected"
    actions[2].trigger()
    assert samples.pinned(model, step) is None


def test_its_menu_leads_to_where_test_data_are_kept(
    studio: Studio, shown: QMenu, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(studio.wishes.data_wanted):
        _within(shown).actions()[-1].trigger()


def test_a_key_goes_through_the_test_data_and_to_none(studio: Studio, step: str) -> None:
    seen: list[str] = []
    for _ in range(3):
        studio.window.actions_of.run("canvas.next_sample")
        now = samples.pinned(studio.bench.document.model, step)
        seen.append(now.name if now else "")
    assert seen == ["happy & well", "rejected", ""]


def test_a_step_without_test_data_says_so(studio: Studio, step: str) -> None:
    other = next(name for name in studio.bench.document.model.nodes if name != step)
    studio.link.scene.select([other])
    studio.editing.set_focus("")
    assert "no test data yet" in studio.editing.why_not("next_sample")


def test_a_test_from_here_says_why_it_cannot_begin_until_a_run_came_there(
    studio: Studio, step: str, shown: QMenu
) -> None:
    (entry,) = [a for a in shown.actions() if a.text().startswith("Test from here, as drawn now")]
    assert not entry.isEnabled()
    assert "test the workflow once" in entry.toolTip()
    studio.window.actions_of.run("run.from")
    engine = cast("NoticingEngine", cast("Any", studio.bench.services.engine))
    assert not engine.orders
    assert step


def test_arranging_leaves_steps_where_they_are_kept_and_can_keep_the_order(
    studio: Studio, step: str, qtbot: QtBot
) -> None:
    model = studio.bench.document.model
    stood = {name: place_of(model, name) for name in model.nodes}
    studio.link.scene.select([step])
    assert studio.window.actions_of.run("canvas.keep_in_place") == ""
    studio.link.scene.select()
    assert studio.window.actions_of.run("canvas.arrange_in_order") == ""
    helper = cast("StudioHelper", cast("Any", studio.bench.services.helper))
    assert helper.kept_order
    qtbot.waitUntil(lambda: any(place_of(model, name) != stood[name] for name in model.nodes))
    assert place_of(model, step) == stood[step]
    studio.window.actions_of.run("canvas.arrange")
    assert not helper.kept_order


def test_when_all_steps_keep_their_place_it_says_so(studio: Studio, step: str) -> None:
    assert step
    model = studio.bench.document.model
    stood = {name: place_of(model, name) for name in model.nodes}
    studio.editing.select_all()
    studio.editing.keep_in_place()
    studio.editing.arrange()
    assert "keep their place" in studio.window.banners.messages[0].what
    assert {name: place_of(model, name) for name in model.nodes} == stood


@pytest.mark.parametrize("question", ["What undoes it?", "Connect to which step?"])
def test_what_undoes_a_step_is_asked_for_over_the_drawing(studio: Studio, question: str) -> None:
    """A button of the settings that leads nowhere leaves the person where they were."""
    studio.files.from_template("signed-sow-to-invoice")
    studio.bench.way_wanted.emit("create_project", "undo", question.startswith("What"))
    asked = studio.editing.asking.chooser
    assert asked is not None
    assert asked.line.placeholderText() == question
