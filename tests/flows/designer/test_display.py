"""The approval is drawn with a real mouse and keyboard, in a window of a real X server."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from tests.flows.designer import approval, display
from tests.flows.designer.display import Person, Process
from tests.flows.designer.test_bad_input import workflow
from tests.flows.designer.test_running import purchase

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from pathlib import Path

pytest_plugins = ["tests.helpers.stall_watch"]
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def screen() -> Iterator[str]:
    """An X server."""
    if reason := display.missing():
        pytest.skip(reason)
    with display.display() as name:
        yield name


@contextmanager
def before(screen: str, home: Path, *arguments: str) -> Generator[Person]:
    """Somebody before a designer that has just been started; it ends as in a power cut."""
    process = Process(home, {"DISPLAY": screen, "QT_QPA_PLATFORM": "xcb"}, *arguments)
    person = Person(process)
    try:
        yield person
    finally:
        person.shoot(home / "screen.png")
        process.kill()


def test_an_approval_is_drawn_and_saved_on_a_real_display(screen: str, tmp_path: Path) -> None:
    file = tmp_path / "purchase.baton.json"
    with before(screen, tmp_path) as person:
        person.push("New workflow")
        name_it(person)
        build_the_form(person)
        draw(person)
        set_up(person)
        save_as(person, file)
    saved = json.loads(file.read_text())
    names = {node["id"]: node["name"] for node in saved["nodes"]}
    edges = {(names[e["source"]], e["port"], names[e["target"]]) for e in saved["edges"]}
    assert edges == approval.EDGES
    steps = {node["name"]: (node["kind"], node["params"]) for node in saved["nodes"]}
    assert steps == approval.STEPS
    assert not person.process.errors.read_text()


def test_a_test_run_is_answered_retried_mended_and_completed(screen: str, tmp_path: Path) -> None:
    file = tmp_path / "purchase.baton.json"
    file.write_text(json.dumps(purchase()))
    with before(screen, tmp_path, str(file)) as person:
        begin(person)
        person.read("“Prepare the order” needs a decision")
        events = person.read(" events")
        person.push("Retry")
        person.wait(lambda: person.read(" events") != events, "Nothing was tried again.")
        person.read("“Prepare the order” failed again and needs a decision")
        person.press("shift+F5")
        person.read("Stopped")
        person.click(person.card("Prepare the order"))
        person.fill("One formula", approval.ORDER)
        person.click(person.card("Prepare the order"))
        person.press("ctrl+shift+F5")
        person.read("Completed")
        person.press("ctrl+s")
        person.wait(lambda: approval.ORDER in formulas(file), "Nothing is saved.")
    assert not person.process.errors.read_text()


def begin(person: Person) -> None:
    """Begin a test run and approve what it asks."""
    person.click(person.card("Get an approval"))
    person.read("Runtime ready")
    person.press("F5")
    person.fill("What for", "A lathe")
    person.fill("Amount", "25000")
    person.push("Test run")
    person.push("Answer as Finance…")
    person.push("Approve")


def test_a_field_is_dragged_from_the_data_of_a_test(screen: str, tmp_path: Path) -> None:
    document = purchase()
    document["nodes"][3]["params"] = {"fields": {"text": "input.what_for"}}
    file = tmp_path / "purchase.baton.json"
    file.write_text(json.dumps(document))
    with before(screen, tmp_path, str(file)) as person:
        begin(person)
        person.read("Completed")
        person.click(person.card("Get an approval"))
        person.press("1")
        person.click(person.card("Prepare the order"))
        person.push("Data")
        start = person.place("entry", "Amount")
        person.drag(start, (start[0] + 30, start[1]), person.place("widget", "Formula"))
        person.place("widget", "Formula for amount")
        person.press("ctrl+s")
        person.wait(lambda: '"amount": "input.amount"' in file.read_text(), "Nothing is kept.")
    assert not person.process.errors.read_text()


def formulas(file: Path) -> list[str]:
    nodes = json.loads(file.read_text())["nodes"]
    return [node.get("params", {}).get("value", "") for node in nodes]


def test_a_power_cut_takes_nothing_and_leaves_the_file_alone(screen: str, tmp_path: Path) -> None:
    file = tmp_path / "order.baton.json"
    file.write_text(json.dumps(workflow()))
    with before(screen, tmp_path, str(file)) as person:
        rename(person, "Work it out", "Add it up")
        person.wait(lambda: "Add it up" in kept_edits(tmp_path), "The edit is not kept.")
    assert json.loads(file.read_text()) == workflow()
    with before(screen, tmp_path, str(file)) as person:
        person.card("Add it up")
        assert any("not saved are back" in said for said in person.process.ask("words"))
        assert json.loads(file.read_text()) == workflow()
        person.click(person.card("Add it up"))  # without a window manager this gives the keyboard
        person.press("ctrl+s")
        person.wait(lambda: "Add it up" in file.read_text(), "Nothing is saved.")
    with before(screen, tmp_path, str(file)) as person:
        person.card("Add it up")
        assert not any("are back" in said for said in person.process.ask("words"))
    assert not person.process.errors.read_text()


def rename(person: Person, name: str, new: str) -> None:
    person.click(person.card(name))
    person.press("F2", "ctrl+a")
    person.type(new)
    person.press("Return")


def kept_edits(home: Path) -> str:
    return "".join(each.read_text() for each in home.glob("DATA/baton/drafts/*.edits"))


def save_as(person: Person, file: Path) -> None:
    person.press("ctrl+s")
    person.wait(lambda: "Save" in str(person.process.ask("window")["title"]), "Nobody asks.")
    person.press("ctrl+a")
    person.type(str(file))
    person.press("Return")
    person.wait(file.exists, "Nothing is saved.")


def name_it(person: Person) -> None:
    person.fill("Name", approval.NAME)
    for name, text in approval.OWNERS.items():
        person.fill(name, text)


def build_the_form(person: Person) -> None:
    person.push("Start form")
    for sort, title in approval.FIELDS:
        person.choose(sort, times=2)
        person.fill("Question", title)
        person.push("Must be filled in")
    person.press("Escape")


def draw(person: Person) -> None:
    person.click(person.canvas(40, 560), times=2)
    person.pick_step("Start when a person asks")
    across, down = person.card("Start when a person asks", "out")
    person.click((across + 50, down))
    person.pick_step("Get an approval")
    across, down = person.card("Get an approval", "approved")
    person.drag((across, down), (across + 80, down - 200))
    person.pick_step("Choose a way")
    across, down = person.card("Get an approval", "rejected")
    person.drag((across, down), (across + 80, down + 160))
    person.pick_step("Finish as failed")
    person.press("1")
    across, down = person.card("Choose a way", "yes")
    person.drag((across, down), (across + 80, down - 120))
    person.pick_step("Prepare data")
    person.press("1")
    across, down = person.card("Prepare data", "out")
    person.drag((across, down), (across + 60, down + 160))
    person.pick_step("Finish")
    person.press("1")
    person.drag(person.card("Choose a way", "no"), person.card("Finish"))


def set_up(person: Person) -> None:
    person.click(person.card("Get an approval"))
    person.fill("Question", approval.QUESTION)
    person.fill("Who decides", approval.WHO)
    person.press("Return")
    person.click(person.card("Choose a way"))
    person.push("Field: Choose a field")
    person.choose("Amount", times=2)
    person.push("Comparison")
    person.choose("is more than")
    person.fill("Value", approval.LIMIT)
    person.click(person.card("Prepare data"))
    person.fill("One formula", approval.ORDER)
    person.fill("Name of the step", "Prepare the order")
    person.click(person.card("Finish as failed"))
    person.fill("Code", approval.CODE)
    person.fill("Reason", approval.REASON)
