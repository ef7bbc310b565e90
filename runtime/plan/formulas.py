"""Knows where the formulas of a step stand. Must not know what they may read."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, is_dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, cast

from runtime.plan.param_fields import marked
from runtime.primitives import Expr

if TYPE_CHECKING:
    from collections.abc import Iterator

    from runtime.plan.drawing import Step

_MARKS = ("expression", "condition", "assignee", "mapping", "text")
_TEMPLATE = re.compile(r"\{\{(.+?)\}\}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula that a person has written, or one that a kind has made of what they wrote.

    Attributes:
        text: the formula.
        field: where: "params.conditions[0].when".
        written: the whole text of the field; None when the kind has made the formula.
        path: where a fix finds the field in the node; None when it cannot be mended by machine.
        offset: where the formula begins in the field's text.
        saving: whether it also sees `output`.
    """

    text: str
    field: str
    written: str | None = None
    path: tuple[str, ...] | None = None
    offset: int = 0
    saving: bool = False


def formulas(step: Step) -> Iterator[Formula]:
    """Yield the formulas in the params of a step, then those with which it saves."""
    seen: list[str] = []
    for found in marked(step, *_MARKS):
        values = {"": found.value}
        if found.mark == "mapping":
            values = found.value if isinstance(found.value, dict) else {}
        for name, text in values.items():
            if isinstance(text, str) and text.strip():
                field = f"{found.field}.{name}" if name else found.field
                path = None if found.path is None else (*found.path, *([name] if name else []))
                yield from _written(text, field, path, template=found.mark == "text")
        seen.append(found.field)
    yield from _made(step, seen)
    for name, text in step.node.saves.items():
        yield Formula(text, f"saves.{name}", text, ("saves", name), saving=True)


def _written(
    text: str, field: str, path: tuple[str, ...] | None, *, template: bool
) -> Iterator[Formula]:
    if not template:
        yield Formula(text, field, text, path)
        return
    for hit in _TEMPLATE.finditer(text):
        yield Formula(hit.group(1), field, text, path, hit.start(1))


def _made(step: Step, seen: list[str]) -> Iterator[Formula]:
    """Yield what the kind made of fields that hold no formula as such, a table for example."""
    for expr in _expressions(step.primitive):
        field = f"params.{expr.place}" if expr.place else "params"
        if expr.text.strip() and not any(_covers(each, field) for each in seen):
            yield Formula(expr.text, field)


def _covers(seen: str, field: str) -> bool:
    return field == seen or field.startswith((f"{seen}.", f"{seen}["))


def _expressions(value: object) -> Iterator[Expr]:
    if isinstance(value, Expr):
        yield value
    elif isinstance(value, tuple):
        for item in cast("tuple[object, ...]", value):
            yield from _expressions(item)
    else:
        for name in _members(type(value)):
            yield from _expressions(getattr(value, name))


@lru_cache(maxsize=256)
def _members(kind: type) -> tuple[str, ...]:
    """Return the names of the fields of a data class; none of anything else."""
    return tuple(member.name for member in fields(kind)) if is_dataclass(kind) else ()
