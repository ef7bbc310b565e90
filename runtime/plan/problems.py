"""Knows what a problem of a drawing is and what mends it. Must not know how it is found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from runtime.definition.json_value import JsonValue

Severity: TypeAlias = Literal["error", "warning", "hint"]
"""error: it cannot run. warning: it runs, and probably not as meant. hint: worth a look."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One change of a node-link document.

    Attributes:
        op: `set` puts the value there, making objects on the way; `remove` takes it out.
        path: the way from the top; steps by id, edges by key, then names of attributes and
            numbers of rows: ("nodes", "approve", "params", "rows", "2").
        value: what is put there; for a whole step or edge, its attributes without its id.
    """

    op: Literal["set", "remove"]
    path: tuple[str, ...]
    value: JsonValue = None


@dataclass(frozen=True, slots=True)
class Fix:
    """A way to mend a problem, for `runtime.plan.fixes.apply_fix`.

    Attributes:
        title: what the button says: "Add an end after “Check margin”".
        edits: applied in this order, all or none.
    """

    title: str
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong or unwise in a drawing.

    Attributes:
        code: stable name: "step.unreachable".
        severity: whether it forbids running.
        sentence: what is wrong and what to do, in one sentence for the person who draws.
        step: id of the step, None for the workflow itself.
        edge: key of the edge, when one is meant.
        field: attribute of the step, edge or workflow: "params.conditions[0].when".
        offset: character inside the field's text, counted from 0, for expressions.
        fix: how it can be mended by machine, where one way is clearly right.
    """

    code: str
    severity: Severity
    sentence: str
    step: str | None = None
    edge: str | None = None
    field: str | None = None
    offset: int | None = None
    fix: Fix | None = None
