"""What every step kind promises: documented, drawn, pure to compile, and its examples come true.

Runs for every folder in `runtime/steps` by itself. Examples are run by the real engine on SQLite,
and again with the process dying before and after every commit.
"""

from __future__ import annotations

import asyncio
import json
import re
import shutil
from contextlib import suppress
from importlib import resources
from pathlib import Path
from typing import Any, cast
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from runtime import steps
from runtime.cli.commands.kinds import ports_of, some_params
from runtime.errors import BatonError
from runtime.kernel.incidents import ASIDE
from runtime.primitives import CallPlan, Effect, Group, Person, Send
from runtime.step import UNDO, Around, Kind, Params
from runtime.testing import (
    Crash,
    Played,
    crash_points,
    empty_database,
    expect,
    load_example,
    play,
    same,
)
from tests.helpers.params_strategies import values_of

FOLDERS = Path(str(resources.files("runtime.steps")))
NAMES = steps.names()
EXAMPLES = sorted(FOLDERS.glob("*/examples/*.json"))
GROUPS = {"Start and end", "Decide", "People", "Data", "Flow", "Systems"}
SVG = "{http://www.w3.org/2000/svg}"
PLAIN_MARKS = {"svg", "path", "circle", "rect", "line", "ellipse", "polyline", "polygon", "g"}


@pytest.fixture(scope="module")
def seed(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """An empty database with its tables; making them anew for every crash would take minutes."""
    return empty_database(tmp_path_factory.mktemp("seed"))


def kind_of(path: Path) -> Kind[Any]:
    return steps.kind(path.parent.parent.name)


def example_id(path: Path) -> str:
    return f"{path.parent.parent.name}/{path.stem}"


def schema_of(name: str) -> dict[str, Any]:
    return cast("dict[str, Any]", steps.kind(name).params.model_json_schema())


def fields_of(name: str) -> list[tuple[str, dict[str, Any]]]:
    """Every field of the params and of what lies inside them."""
    schema = schema_of(name)
    models = [schema, *schema.get("$defs", {}).values()]
    return [field for model in models for field in model.get("properties", {}).items()]


def test_every_folder_is_a_kind() -> None:
    """A folder that is not found is a step that is missing from the palette."""
    folders = {folder.name for folder in FOLDERS.iterdir() if (folder / "__init__.py").is_file()}
    assert set(NAMES) == folders
    assert len(NAMES) >= 12


@pytest.mark.parametrize("name", NAMES)
def test_the_folder_is_called_like_the_kind(name: str) -> None:
    """A file names its steps' kinds; under another name nobody could open it."""
    kind = steps.kind(name)
    assert kind.name == name
    assert kind.version >= 1
    assert issubclass(kind.params, Params)


@pytest.mark.parametrize("name", NAMES)
def test_the_palette_has_words_for_it(name: str) -> None:
    """A process owner finds the step by what it does, in plain words."""
    kind = steps.kind(name)
    assert kind.group in GROUPS
    assert kind.title[0].isupper()
    assert not kind.title.endswith(".")
    assert kind.summary.endswith(".")
    assert len(kind.summary) <= 120
    assert len(kind.synonyms) >= 3
    assert len({word.casefold() for word in kind.synonyms}) == len(kind.synonyms)


def test_no_two_kinds_have_one_title() -> None:
    """Two equal entries in the palette cannot be told apart."""
    titles = [steps.kind(name).title.casefold() for name in NAMES]
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("name", NAMES)
def test_the_icon_takes_the_colour_of_the_theme(name: str) -> None:
    """An icon with its own colour vanishes in the dark, and one that loads things is a risk."""
    root = ET.fromstring((FOLDERS / name / "icon.svg").read_text(encoding="utf-8"))  # noqa: S314 - our own icon
    assert root.get("viewBox") == "0 0 24 24"
    for element in root.iter():
        assert element.tag.removeprefix(SVG) in PLAIN_MARKS, element.tag
        for paint in ("stroke", "fill"):
            assert element.get(paint, "none") in {"none", "currentColor"}
        assert not {"style", "class", "href", "filter"} & set(element.keys())
    assert "currentColor" in {root.get("stroke"), root.get("fill")}


@pytest.mark.parametrize("name", NAMES)
def test_what_changes_the_world_can_be_undone_and_nothing_else(name: str) -> None:
    """Who asks somebody, or writes somewhere, must be able to draw how that is taken back."""
    kind = steps.kind(name)
    params, ports = some_params(kind), ports_of(kind)
    primitive = kind.compile(params, Around({"erp": "tryton", "shop": "web"}))
    changes = isinstance(primitive, Effect | Person | CallPlan | Send | Group)
    assert [port for port in ports if port.undoes] == ([UNDO] if changes else [])
    assert not changes or ports[-1] is UNDO, "what undoes is not one of the rows beside a card"
    # An operator who skips a step is offered what the kernel lets him choose.
    assert {port.name for port in ports if port.aside} == {port.name for port in ports} & ASIDE


def test_no_two_kinds_have_one_icon() -> None:
    """On the canvas the icon tells steps apart from afar."""
    icons = [(FOLDERS / name / "icon.svg").read_text(encoding="utf-8") for name in NAMES]
    assert len(set(icons)) == len(icons)


@pytest.mark.parametrize("name", NAMES)
def test_help_names_every_field(name: str) -> None:
    """Who does not understand a field looks it up; it must be there, by the name on the form."""
    help_text = (FOLDERS / name / "help.md").read_text(encoding="utf-8")
    assert help_text.startswith(f"# {steps.kind(name).title}\n")
    assert "## Example" in help_text
    missing = [
        field["title"]
        for _, field in fields_of(name)
        if not re.search(rf"\*\*{re.escape(field['title'])}\*\*", help_text)
    ]
    assert missing == []


@pytest.mark.parametrize("name", NAMES)
def test_every_field_says_what_it_is(name: str) -> None:
    """The form is made from the schema: a field without a description is a field to guess at."""
    for field_name, field in fields_of(name):
        assert field.get("title"), field_name
        assert len(field.get("description", "")) >= 10, field_name


@pytest.mark.parametrize("name", NAMES)
def test_unknown_params_are_refused(name: str) -> None:
    """A misspelt param that is silently dropped is a rule that silently does not hold."""
    given_params = {**first_params(name), "no_such_param": 1}
    with pytest.raises(ValidationError) as error:
        steps.kind(name).params.model_validate(given_params)
    assert ("no_such_param",) in {found["loc"] for found in error.value.errors()}


@pytest.mark.parametrize("name", NAMES)
def test_there_are_two_examples_and_they_say_what_they_show(name: str) -> None:
    """Examples are the step's tests, its help and its first draft at once."""
    titles = [load_example(path).title for path in EXAMPLES if path.parent.parent.name == name]
    assert len(titles) >= 2
    assert len(set(titles)) == len(titles)


def first_params(name: str) -> dict[str, Any]:
    """Params of the kind that an example uses."""
    for path in EXAMPLES:
        if path.parent.parent.name == name:
            found = params_in(path)
            if found:
                return found[0]
    return {}


def params_in(path: Path) -> list[dict[str, Any]]:
    """The params that an example gives to steps of its own kind."""
    document = json.loads(path.read_text(encoding="utf-8"))
    name = path.parent.parent.name
    nodes = document.get("workflow", {}).get("nodes", [])
    drawn = [node.get("params", {}) for node in nodes if node["kind"] == name]
    return [document["params"]] if "params" in document else drawn


@pytest.mark.parametrize("path", EXAMPLES, ids=example_id)
def test_compile_is_pure(path: Path) -> None:
    """A plan is pinned by its digest: the same drawing must always give the same plan."""
    kind = kind_of(path)
    found = params_in(path)
    assert found, "the example does not use its own kind"
    around = load_example(path).around()
    for given_params in found:
        params = kind.params.model_validate(given_params)
        again = kind.params.model_validate(json.loads(params.model_dump_json()))
        assert kind.compile(params, around) == kind.compile(again, around)
        assert kind.ports(params) == kind.ports(again)
        assert kind.saves(params) == kind.saves(again)
        assert kind.findings(params) == kind.findings(again)


@pytest.mark.parametrize("name", NAMES)
def test_whatever_the_params_the_kind_answers(name: str) -> None:
    """A draft holds anything at all; the worst it may get is a message about a field."""
    kind = steps.kind(name)

    @settings(max_examples=60)
    @given(values_of(schema_of(name)))
    def answers(given_params: object) -> None:
        try:
            params = kind.params.model_validate(given_params)
        except ValidationError:
            return
        with suppress(BatonError):
            kind.compile(params, Around())
        ports = kind.ports(params)
        assert len({port.name for port in ports}) == len(ports)
        kind.saves(params)
        kind.findings(params)

    answers()


def run_example(path: Path, folder: Path, seed: bytes, crash: Crash | None = None) -> Played:
    folder.mkdir()
    try:
        return asyncio.run(play(load_example(path), kind_of(path), folder, crash=crash, seed=seed))
    finally:
        shutil.rmtree(folder)


@pytest.mark.parametrize("path", EXAMPLES, ids=example_id)
def test_the_example_comes_true(path: Path, tmp_path: Path, seed: bytes) -> None:
    """What the help shows is what the step does."""
    played = run_example(path, tmp_path / "run", seed)
    assert expect(load_example(path), played) == []


@pytest.mark.parametrize("path", EXAMPLES, ids=example_id)
def test_the_example_survives_a_crash_at_any_moment(
    path: Path, tmp_path: Path, seed: bytes
) -> None:
    """A process that dies must not lose a step, do one twice, or end otherwise."""
    example = load_example(path)
    plain = run_example(path, tmp_path / "plain", seed)
    for commit, when in crash_points(plain.commits):
        crash = Crash(commit, when)
        played = run_example(path, tmp_path / "crashed", seed, crash)
        assert crash.over, f"the process was to die {when} commit {commit} and did not"
        where = f"dying {when} commit {commit} of {plain.commits}"
        assert [*expect(example, played), *same(plain, played)] == [], where


@given(st.data())
def test_a_crash_point_is_named_once(data: st.DataObject) -> None:
    """A point that is left out is a moment at which nobody tried to die."""
    commits = data.draw(st.integers(0, 50))
    points = crash_points(commits)
    assert len(set(points)) == len(points) == 2 * commits


BLANK = {
    "decision": {"conditions": [{"port": "yes", "when": " "}]},
    "for_each": {"items": ""},
    "set_fields": {"fields": {"amount": ""}},
    "map_data": {"fields": {"amount": " "}},
    "sub_workflow": {"workflow": "other", "inputs": {"amount": ""}},
    "end": {"output": {"amount": ""}},
    "terminate": {"output": {"amount": ""}},
}


@pytest.mark.parametrize("name", sorted(BLANK))
def test_a_formula_that_is_still_to_be_written_is_told(name: str) -> None:
    """A half-drawn step must say so on the canvas, not in the first case that reaches it."""
    kind = steps.kind(name)
    found = kind.findings(kind.params.model_validate(BLANK[name]))
    assert [(each.code, each.severity) for each in found] == [("formula.missing", "error")]
