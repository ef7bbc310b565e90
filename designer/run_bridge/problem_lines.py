"""Knows how a problem crosses to another process as plain JSON. Must not know Qt or any problem."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from runtime.plan.problems import Edit, Fix, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from runtime.definition.json_value import JsonValue


def written(problems: Iterable[Problem]) -> list[JsonValue]:
    """Return problems as plain JSON."""
    return [
        [p.code, p.severity, p.sentence, p.step, p.edge, p.field, p.offset, _fix(p.fix)]
        for p in problems
    ]


def read(found: Any) -> list[Problem]:
    """Return what `written` wrote; what is none of that raises TypeError or ValueError."""
    return [_read_one(*parts) for parts in found]


def _read_one(code: Any, severity: Any, sentence: Any, *rest: Any) -> Problem:
    step, edge, field, offset, fix = rest
    return Problem(code, severity, sentence, step, edge, field, offset, _read_fix(fix))


def _fix(fix: Fix | None) -> JsonValue:
    if fix is None:
        return None
    edits: list[JsonValue] = [[edit.op, [*edit.path], edit.value] for edit in fix.edits]
    return [fix.title, edits]


def _read_fix(found: Any) -> Fix | None:
    if found is None:
        return None
    title, edits = cast("tuple[str, list[Any]]", found)
    return Fix(title, tuple(Edit(op, tuple(path), value) for op, path, value in edits))
