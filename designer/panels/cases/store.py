"""Knows how saved tests are changed, as commands that can be undone. Must not know Qt."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from designer.document.changes import samples
from designer.document.history import Command
from designer.panels.cases.case import cases
from designer.panels.cases.compare import accepted
from runtime.plan.problems import Edit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from designer.document.model import Model
    from designer.panels.cases.case import Case, Expected
    from designer.panels.cases.reached import Reached
    from runtime.definition.json_value import JsonValue


def keep(model: Model, case: Case) -> tuple[Command, str]:
    """Keep a new test under a name that no other has. Returns its id too."""
    plain = case.model_copy(update={"name": free_name(model, case.name)}).plain()
    plain.pop("id")
    command, ident = samples.keep_test(model, plain)
    return replace(command, title=f"Record test “{plain['name']}”"), ident


def rename(model: Model, case: Case, name: str) -> Command:
    """Give a test another name."""
    command, _ = samples.keep_test(model, case.model_copy(update={"name": name}).plain())
    return replace(command, title=f"Rename test “{case.name}” to “{name}”")


def duplicate(model: Model, case: Case) -> tuple[Command, str]:
    """Keep a copy of a test. Returns its id too."""
    command, ident = keep(model, case)
    return replace(command, title=f"Duplicate test “{case.name}”"), ident


def expect(model: Model, case: Case, expected: Expected) -> Command:
    """Let a test expect something else."""
    command, _ = samples.keep_test(model, case.model_copy(update={"expected": expected}).plain())
    return replace(command, title=f"Change what test “{case.name}” expects")


def accept(model: Model, case: Case, got: Reached) -> Command:
    """Let a test expect what it gave."""
    command = expect(model, case, accepted(case.expected, got))
    return replace(command, title=f"Accept what test “{case.name}” gave")


def drop(model: Model, several: Sequence[Case]) -> Command:
    """Throw tests away, all at once."""
    if len(several) == 1:
        return samples.drop_test(model, several[0].id)
    gone = {case.id for case in several}
    left: list[JsonValue] = [
        entry for ident, entry in samples.tests(model).items() if ident not in gone
    ]
    return Command(f"Remove {len(gone)} tests", (Edit("set", samples.TESTS, left),))


def free_name(model: Model, wish: str) -> str:
    """Return a name that no test of the workflow has: "Over the limit 2"."""
    taken = {case.name for case in cases(model).values()}
    found, number = wish, 1
    while found in taken:
        number += 1
        found = f"{wish} {number}"
    return found
