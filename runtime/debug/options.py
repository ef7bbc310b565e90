"""Knows how a test run may be made up, as plain data, and how the journal keeps that.

Must not know who acts it out.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any, Literal

from runtime.definition.samples import SimulatedAnswer, pinned_samples, simulated_answers
from runtime.events.model import TrialArranged

if TYPE_CHECKING:
    from collections.abc import Container
    from typing import Self

    from runtime.definition.definition import Definition
    from runtime.definition.json_value import JsonObject, JsonValue


@dataclass(frozen=True, slots=True)
class Pin:
    """Test data that stands for a step's work: the step is not performed, this is its output.

    Attributes:
        port: the way it leaves by; by "error" the output is the error.
        sample: the name of the test data, for the journal.
    """

    step: str
    output: JsonValue = None
    port: str = "out"
    sample: str = ""


@dataclass(frozen=True, slots=True)
class Trouble:
    """What goes wrong with a connection in a test.

    Attributes:
        how: "down" cannot be reached, "refuses" says no, "slow" answers late.
        message: what the error says; "" takes a plain sentence.
        seconds: how long a slow one takes.
        times: after so many calls it works again; 0 = never.
    """

    connection: str
    how: Literal["down", "refuses", "slow"]
    message: str = ""
    seconds: float = 0.0
    times: int = 0


@dataclass(frozen=True, slots=True)
class Options:
    """How a test run is made up.

    Attributes:
        stops: steps and edges (keys) before which the run pauses.
        step_by_step: pauses before every step.
    """

    pins: tuple[Pin, ...] = ()
    answers: tuple[SimulatedAnswer, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    stops: tuple[str, ...] = ()
    step_by_step: bool = False

    @classmethod
    def kept_with(cls, definition: Definition, answered: Container[str] = ()) -> Self:
        """Returns how a workflow's own test data make a test up: pinned outputs and people.

        Args:
            definition: the drawing, with what it keeps.
            answered: steps whose tasks somebody else answers.
        """
        kept: JsonObject = definition.meta.samples
        pins = [
            Pin(step, sample.output, sample.port, sample.name)
            for step, sample in pinned_samples(kept, definition).items()
        ]
        people = simulated_answers(kept, definition)
        answers = [each for step, held in people.items() if step not in answered for each in held]
        return cls(tuple(pins), tuple(answers))

    def trial(self, definition: Definition | None = None) -> TrialArranged:
        """Returns what the journal keeps of it.

        Args:
            definition: the drawing, where `stops` may name an edge that leads into a step that
                contains others: what it leads to stops then.
        """
        pins: JsonObject = {
            pin.step: {"output": pin.output, "port": pin.port, "sample": pin.sample}
            for pin in self.pins
        }
        inward = _inward(definition) if definition is not None else {}
        stops = tuple(inward.get(stop, stop) for stop in self.stops)
        people: list[JsonValue] = [_plain(answer) for answer in self.answers]
        troubles: list[JsonValue] = [_plain(trouble) for trouble in self.troubles]
        return TrialArranged(pins, stops, self.step_by_step, people, troubles)


def _inward(definition: Definition) -> dict[str, str]:
    """Edges by which no path goes: from a step to those it contains; each with its target."""
    inner = {node.id: node.parent for node in definition.nodes() if node.parent}
    return {
        edge.key: edge.target
        for outer in set(inner.values())
        for edge in definition.out_edges(outer)
        if inner.get(edge.target) == outer
    }


def answers_in(trial: TrialArranged) -> dict[str, list[SimulatedAnswer]]:
    """Returns the simulated answers that the journal keeps, by step."""
    found: dict[str, list[SimulatedAnswer]] = {}
    for plain in trial.people:
        known = _known(SimulatedAnswer, plain)
        if "step" in known:
            answer = SimulatedAnswer(**known)
            found.setdefault(answer.step, []).append(answer)
    return found


def troubles_in(trial: TrialArranged) -> dict[str, Trouble]:
    """Returns the troubles that the journal keeps, by connection."""
    found: dict[str, Trouble] = {}
    for plain in trial.troubles:
        known = _known(Trouble, plain)
        if {"connection", "how"} <= known.keys():
            trouble = Trouble(**known)
            found[trouble.connection] = trouble
    return found


def _known(form: type[SimulatedAnswer | Trouble], plain: JsonValue) -> dict[str, Any]:
    """What this Baton knows of an entry that another one may have written."""
    names = {each.name for each in fields(form)}
    members = plain.items() if isinstance(plain, dict) else ()
    return {name: value for name, value in members if name in names}


def _plain(value: SimulatedAnswer | Trouble) -> JsonObject:
    plain: dict[str, Any] = asdict(value)
    return plain
