"""Cases lie in databases for years; what an update makes of them must be what they were.

What a user loses when one fails: a running case that stands elsewhere after an update, or a closed
one that tells another story than it told before.
"""

from __future__ import annotations

import typing
from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest

from runtime import steps
from runtime.events import model
from tests.flows.histories import record
from tests.helpers import histories

if TYPE_CHECKING:
    from pathlib import Path

NAMES = (*steps.names(), record.BESIDE)
HOW = "record it: python3 -m tests.flows.histories.record"
EVENTS = {cls.__name__ for cls in typing.get_args(model.RunEvent)}
RARE = {"ResultIgnored"}
"""It needs a system that answers after its path was stopped, and changes no state."""


def cases() -> list[Any]:
    return [
        pytest.param(case, id=f"{name}-{case['title']}")
        for name in NAMES
        if record.file_of(name).is_file()
        for case in histories.read(record.file_of(name))["cases"]
    ]


CASES = cases()


@pytest.mark.parametrize("name", steps.names())
def test_every_example_of_a_step_kind_has_a_history(name: str) -> None:
    """A kind without one could be changed so that its old cases cannot go on."""
    file = record.file_of(name)
    assert file.is_file(), HOW
    kept = {case["title"] for case in histories.read(file)["cases"]}
    assert {example.title for example in record.examples_of(name)} - kept == set(), HOW


def test_every_event_stands_in_a_history() -> None:
    """An event that is in none could be read otherwise, and nobody would notice."""
    found = {each["event"]["type"] for case in CASES for each in case.values[0]["events"]}
    assert EVENTS - RARE - found == set(), "add a scene, and " + HOW


@pytest.mark.parametrize("case", CASES)
def test_a_history_folds_to_what_it_always_was(case: dict[str, Any]) -> None:
    """The state by which a case goes on, after every event, and what people see at the end."""
    folded = histories.folded(case["events"])
    for part in ("then", "state", "view"):
        assert folded[part] == case[part], part


def test_a_fold_that_changes_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the guard above is none: each of the four folds that matter most is broken once."""
    for event, part in (
        (model.StepCompleted, "moves"),
        (model.TaskOpened, "due"),
        (model.GroupStarted, "timers"),
        (model.JoinArrived, "edge"),
    ):
        with monkeypatch.context() as patched:
            _forget(patched, event, part)
            changed = [case.id for case in CASES if _differs(case.values[0])]
        assert changed, f"nobody notices that {part} of {event.__name__} is forgotten"


def _forget(patched: pytest.MonkeyPatch, event: type[Any], part: str) -> None:
    """Lets the engine's fold read an event as if one of its fields said nothing."""
    module = import_module("runtime.kernel.evolve")
    apply = module.apply

    def without(draft: Any, found: Any) -> None:
        forgets = isinstance(found, event)
        apply(draft, replace(found, **{part: type(getattr(found, part))()}) if forgets else found)

    patched.setattr(module, "apply", without)


def _differs(case: dict[str, Any]) -> bool:
    try:
        return histories.folded(case["events"])["then"] != case["then"]
    except (KeyError, AttributeError):
        return True


def test_the_script_records_what_a_new_kind_lacks_and_changes_nothing_that_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was recorded once is never recorded anew: that would hide a change of the fold."""
    monkeypatch.setattr(record, "HERE", tmp_path)
    assert record.record("start") == len(record.examples_of("start"))
    first = record.file_of("start").read_text(encoding="utf-8")
    assert record.record("start") == 0
    assert record.file_of("start").read_text(encoding="utf-8") == first
