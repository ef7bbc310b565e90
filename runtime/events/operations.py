"""Knows the events by which a person steers a case from outside of its drawing.

Must not know who makes, stores or reads them. `runtime.events.model` has them all.

Each says who and why; when stands beside every event in the journal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from runtime.definition.record import written_record

if TYPE_CHECKING:
    from runtime.definition.json_value import JsonObject


@written_record
class RunSuspended:
    """A person halted the case: what is under way outside ends, and nothing further begins."""

    by: str
    reason: str


@written_record
class RunResumed:
    """A person let a halted case go on."""

    by: str
    reason: str = ""


@written_record
class DataCorrected:
    """A person corrected the case data: `saves` by path, `removed` paths, and what stood there.

    `scope` is the one whose data it is: 0 for the case, else that of a called workflow.
    """

    scope: int
    saves: JsonObject
    before: JsonObject
    by: str
    reason: str
    removed: tuple[str, ...] = ()


@written_record
class PathMoved:
    """A person let a path go on at another step; the step that it left was not done."""

    token: int
    step: str
    to: str
    moves: tuple[tuple[int, str, str], ...]
    by: str
    reason: str


@written_record
class RunMigrated:
    """A person let the case go on by another version of its workflow.

    Attributes:
        plan, definition, name, body: of the new version, as in `RunStarted`.
        moved: where each path stands in it: (token, step, edge).
        again: the paths whose step begins anew.
        renamed: steps that have another id there: workflow -> old id -> new id.
        tasks: open tasks with their steps there.
    """

    plan: str
    definition: str
    name: str
    body: str
    moved: tuple[tuple[int, str, str], ...]
    renamed: JsonObject
    tasks: tuple[tuple[str, str], ...]
    by: str
    reason: str
    again: tuple[int, ...] = ()
