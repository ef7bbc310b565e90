"""Knows the test data that a workflow keeps: outputs of steps, and what simulated people answer.

It lies in the workflow's attribute `samples`, by step: `items` are outputs by name, `pinned` names
the one that stands for the step's work, `answers` are what is answered to its tasks. Must not know
how a run uses them. What cannot be understood is passed over: it is test data, and no case's.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

    from runtime.definition.json_value import JsonObject, JsonValue

_PARTS = {"step": str, "outcome": str, "values": dict, "reason": str, "actor": str}
SAMPLES, ITEMS, PINNED, ANSWERS = "samples", "items", "pinned", "answers"


@dataclass(frozen=True, slots=True)
class Sample:
    """A named output of a step: "happy case", "rejected".

    Attributes:
        port: the way the step is left by.
    """

    name: str
    output: JsonValue
    port: str = "out"


@dataclass(frozen=True, slots=True)
class SimulatedAnswer:
    """What a simulated person answers to the task of a step.

    Several for one step are given one after another; the last also serves every later task.

    Attributes:
        outcome: name of the answer; "" takes the only one where there is just one.
        actor: in whose name ("user:lead"); "" takes somebody who is asked.
    """

    step: str
    outcome: str = ""
    values: Mapping[str, JsonValue] = field(default_factory=dict[str, "JsonValue"])
    reason: str = ""
    actor: str = ""


def samples_of(kept: JsonValue, step: str) -> dict[str, Sample]:
    """Return the outputs of a step by name.

    Args:
        kept: the workflow's attribute `samples`.
        step: id of the step.
    """
    found: dict[str, Sample] = {}
    for name, entry in _object(_of_step(kept, step).get(ITEMS)).items():
        if isinstance(entry, dict):
            found[name] = Sample(name, entry.get("output"), str(entry.get("port") or "out"))
    return found


def pinned_sample(kept: JsonValue, step: str) -> Sample | None:
    """Return the output that stands for a step's work in tests, None where it works itself."""
    name = _of_step(kept, step).get(PINNED)
    return samples_of(kept, step).get(name) if isinstance(name, str) else None


def pinned_samples(kept: JsonValue, steps: Container[str]) -> dict[str, Sample]:
    """Return the output of each step that does not work itself in tests.

    Args:
        kept: the workflow's attribute `samples`.
        steps: those that are drawn.
    """
    drawn = [step for step in _object(kept) if step in steps]
    return {step: found for step in drawn if (found := pinned_sample(kept, step)) is not None}


def simulated_answers(
    kept: JsonValue, steps: Container[str]
) -> dict[str, tuple[SimulatedAnswer, ...]]:
    """Return what simulated people answer in tests, by step; arguments as `pinned_samples`."""
    found: dict[str, tuple[SimulatedAnswer, ...]] = {}
    for step in _object(kept):
        listed = _of_step(kept, step).get(ANSWERS)
        plain = listed if isinstance(listed, list) and step in steps else []
        read = tuple(made for each in plain if (made := _answer(step, each)) is not None)
        if read:
            found[step] = read
    return found


def _answer(step: str, plain: JsonValue) -> SimulatedAnswer | None:
    """Return an answer; None for one that another program has written in another form."""
    if not isinstance(plain, dict) or not plain.keys() <= _PARTS.keys():
        return None
    if not all(isinstance(value, _PARTS[name]) for name, value in plain.items()):
        return None
    told: dict[str, Any] = {**plain, "step": step}
    return SimulatedAnswer(**told)


def _of_step(kept: JsonValue, step: str) -> JsonObject:
    return _object(_object(kept).get(step))


def _object(value: JsonValue) -> JsonObject:
    return value if isinstance(value, dict) else {}
