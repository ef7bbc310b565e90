"""Knows a saved test as plain data: what a case begins with, and what is to come of it.

Must not know Qt, how it is run or who compares.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from pydantic import BaseModel, ConfigDict, JsonValue, ValidationError

from designer.document.changes import samples
from designer.run_bridge.orders import Answer, Pin, Trouble

if TYPE_CHECKING:
    from designer.document.model import Model
    from runtime.definition.json_value import JsonObject

Place: TypeAlias = tuple[str | int, ...]
"""Where a value lies: ("data", "lines", 0, "amount"); the first is "data" or "result"."""
Ports: TypeAlias = dict[str, int]
"""How often a step was left by each of its ways."""


class _Plain(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Field(_Plain):
    """A value that is expected at a place. A list is expected whole, with its length."""

    at: Place
    value: JsonValue = None


class Expected(_Plain):
    """What is to come of a case.

    Attributes:
        status: "completed" or "failed".
        error: code of the error where it is to fail.
        ends: steps at which it ends, sorted.
        steps: every step that is to be passed, callers first, with the ways it is left by.
        compares_steps: whether missing and further steps count as differences.
    """

    status: str = "completed"
    error: str = ""
    ends: tuple[str, ...] = ()
    steps: dict[str, Ports] = {}
    compares_steps: bool = True
    fields: tuple[Field, ...] = ()


class Case(_Plain):
    """A saved test.

    Attributes:
        given: what the start form is filled in with.
        actor: who starts it.
        pins: outputs that stand for the work of steps, so that no system is asked.
        answers: what simulated people answer, in order.
        troubles: which connections fail in it.
    """

    id: str = ""
    name: str = "Test"
    given: JsonValue = None
    actor: str = "user:me"
    pins: tuple[Pin, ...] = ()
    answers: tuple[Answer, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    expected: Expected = Expected()

    def plain(self) -> JsonObject:
        """Return it as the workflow keeps it."""
        return self.model_dump(mode="json")


def case_of(entry: JsonObject) -> Case | None:
    """Return what the workflow keeps; None where it is of a newer program, or damaged."""
    try:
        return Case.model_validate(entry)
    except ValidationError:
        return None


def cases(model: Model) -> dict[str, Case]:
    """Return the tests of a workflow that can be read, by id."""
    read = {ident: case_of(entry) for ident, entry in samples.tests(model).items()}
    return {ident: case.model_copy(update={"id": ident}) for ident, case in read.items() if case}


def unreadable(model: Model) -> int:
    """Return how many tests of the workflow cannot be read; they are kept as they are."""
    return len(samples.tests(model)) - len(cases(model))
