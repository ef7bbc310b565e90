"""A field of a workflow gets a better name, and the workflows that run it do not break."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from designer.document.changes.callers import CallerRename, reaches_callers
from designer.document.changes.field_uses import FormField
from designer.document.drafts.shelf import OpenElsewhereError, Shelf
from designer.document.history import Command
from designer.document.model import Model
from designer.document.neighbours import Renamed, callers_beside, follow
from designer.document.opening import open_file
from designer.document.workflow import WorkflowDocument
from runtime.definition import files
from runtime.definition.errors import DefinitionError
from runtime.plan.problems import Edit
from runtime.steps import kinds
from tests.helpers.drawings import draw

if TYPE_CHECKING:
    from pathlib import Path

    from runtime.definition.definition import Definition

KINDS = kinds()
CLIENT = FormField("input", "client")


def calling(ident: str = "month", **given: str) -> Definition:
    """A workflow that runs another one and reads what it hands back."""
    params = {"workflow": "check", "inputs": given}
    call = {"id": "run", "kind": "sub_workflow", "name": "Check the client", "params": params}
    fields = {"fields": {"total": "steps.run.amount + data.amount"}}
    keep = {"id": "keep", "kind": "set_fields", "name": "Keep it", "params": fields}
    nodes: list[Any] = [
        {"id": "begin", "kind": "start"},
        {**call, "saves": {"sum": "output.amount"}},
        keep,
        {"id": "done", "kind": "end"},
    ]
    lines = ["begin>run", "run>keep", "keep>done"]
    return draw(nodes, lines, id=ident, name="Close a month")


def called(**end: str) -> Definition:
    nodes: list[Any] = [
        {"id": "begin", "kind": "start"},
        {"id": "done", "kind": "end", "params": {"output": end} if end else {}},
    ]
    form = {"type": "object", "properties": {"client": {"type": "string"}}}
    return draw(nodes, ["begin>done"], id="check", name="Check", input=form)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "workflows"
    made.mkdir()
    files.save(called(), made / "check.baton.json")
    files.save(calling(client="data.client", day="data.day"), made / "month.baton.json")
    files.save(calling("other", day="data.day"), made / "other.baton.json")
    (made / "broken.baton.json").write_text("{")
    return made


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "drafts")


def inputs_of(path: Path) -> dict[str, Any]:
    found: Any = files.load(path).node("run").params["inputs"]
    return found


def test_those_that_give_the_field_are_found_and_changed_on_request(
    folder: Path, shelf: Shelf
) -> None:
    """Else the field is empty in every case that they begin, and nobody is told."""
    renamed = Renamed("check", CLIENT, "customer")
    (caller,) = callers_beside(folder / "check.baton.json", KINDS, renamed)
    assert (caller.id, caller.name, caller.can_follow) == ("month", "Close a month", True)
    (use,) = caller.found.uses
    assert (use.where, use.before, use.after) == ("Check the client", "client", "customer")
    assert inputs_of(caller.path) == {"client": "data.client", "day": "data.day"}, (
        "nobody asked yet"
    )

    follow(caller, KINDS, renamed, shelf)
    assert inputs_of(caller.path) == {"customer": "data.client", "day": "data.day"}
    assert callers_beside(folder / "check.baton.json", KINDS, renamed) == ()
    held = shelf.hold(open_file(caller.path), caller.path)
    assert not held.document.is_modified
    assert held.document.history.entries[-1].title == (
        "Rename field “client” of “check” to “customer”"
    )
    held.document.undo()
    assert inputs_of(caller.path)["customer"], "it is taken back there, and saved there"
    held.close(forget=True)


def test_one_that_is_open_elsewhere_or_was_not_saved_stays_as_it_is(
    folder: Path, shelf: Shelf
) -> None:
    """Else somebody's work is overwritten under their hands."""
    renamed = Renamed("check", CLIENT, "customer")
    (caller,) = callers_beside(folder / "check.baton.json", KINDS, renamed)
    held = shelf.hold(open_file(caller.path), caller.path)
    with pytest.raises(OpenElsewhereError):
        follow(caller, KINDS, renamed, shelf)
    held.document.do(Command("Edit", (Edit("set", ("graph", "name"), "Mine"),)))
    held.close()
    with pytest.raises(DefinitionError, match="has edits that were not saved"):
        follow(caller, KINDS, renamed, shelf)
    assert inputs_of(caller.path)["client"] == "data.client"
    again = shelf.hold(open_file(caller.path), caller.path)
    assert again.document.name == "Mine"
    again.close(forget=True)


def test_one_that_cannot_be_written_keeps_its_old_name(
    folder: Path, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else its edits say something that its file does not."""

    def full(definition: Definition, path: Path) -> None:
        raise DefinitionError(f"{path} cannot be written: {definition.meta.id} is too large.")

    renamed = Renamed("check", CLIENT, "customer")
    (caller,) = callers_beside(folder / "check.baton.json", KINDS, renamed)
    monkeypatch.setattr("runtime.definition.files.save", full)
    with pytest.raises(DefinitionError, match="cannot be written"):
        follow(caller, KINDS, renamed, shelf)
    held = shelf.hold(open_file(caller.path), caller.path)
    assert not held.document.is_modified
    assert inputs_of(caller.path)["client"] == "data.client"
    held.close()


def test_a_name_that_is_given_already_is_not_taken_twice() -> None:
    """Else one of two values is lost."""
    model = Model(calling(client="a", customer="b").document())
    made = CallerRename(model, KINDS, "check", CLIENT, "customer")
    assert made.found.taken
    assert made.command.patch == ()


def test_a_field_in_a_group_that_is_given_as_a_whole_is_to_be_looked_at() -> None:
    model = Model(calling(deal='{"amount": 1}').document())
    target = FormField("input", "amount", inside=("deal",))
    made = CallerRename(model, KINDS, "check", target, "total")
    (use,) = made.found.doubts
    assert (use.what, use.before) == ("Gives all of “deal” at once", '{"amount": 1}')
    assert made.command.patch == ()


def test_what_is_read_of_what_comes_back_follows_a_field_of_the_case() -> None:
    """A workflow whose end says nothing hands back the data of its case."""
    opened = WorkflowDocument(calling())
    target = FormField("data", "amount")
    assert reaches_callers(Model(called().document()), KINDS, target)
    assert not reaches_callers(Model(called(x="1").document()), KINDS, target)
    made = CallerRename(opened.model, KINDS, "check", target, "total")
    opened.do(made.command)
    assert opened.model.nodes["run"]["saves"] == {"sum": "output.total"}
    kept = opened.model.value(("nodes", "keep", "params", "fields", "total"))
    assert kept == "steps.run.total + data.amount"
    assert [use.where for use in made.found.uses] == ["Check the client", "Keep it"]


# --- the law --------------------------------------------------------------------------------------

NAMES = st.sampled_from(["a", "b", "c", "d"])


@settings(max_examples=80, deadline=None)
@given(st.dictionaries(NAMES, st.sampled_from(["1", "data.a", "data.c"]), min_size=1), st.data())
def test_every_value_is_given_as_before_and_the_old_name_brings_all_back(
    given_: dict[str, str], drawn: st.DataObject
) -> None:
    old = drawn.draw(NAMES)
    opened = WorkflowDocument(calling(**given_))
    start = opened.definition()
    target = FormField("input", old)
    made = CallerRename(opened.model, KINDS, "check", target, "new")
    assert bool(made.command.patch) == (old in given_)
    if made.command.patch:
        opened.do(made.command)
    now: Any = opened.model.value(("nodes", "run", "params", "inputs"))
    assert now == {("new" if name == old else name): text for name, text in given_.items()}
    back = CallerRename(opened.model, KINDS, "check", FormField("input", "new"), old)
    if back.command.patch:
        opened.do(back.command)
    assert opened.definition().document() == start.document()
