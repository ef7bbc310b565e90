"""Knows how the formulas of a step are rewritten when what they read is called otherwise.

Must not know what a formula is for. A formula that cannot be read stays as it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from runtime.expressions.errors import ExpressionSyntaxError
from runtime.expressions.lineage import reads
from runtime.expressions.usage import path_text
from runtime.plan.formulas import formulas
from runtime.plan.problems import Edit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from runtime.plan.drawing import Step
    from runtime.plan.formulas import Formula

Renaming: TypeAlias = "Callable[[tuple[str, ...]], tuple[str, ...] | str | None]"
"""For a path that is read: another path, a formula in its place, or None to leave it."""


def paths_read(step: Step) -> Iterator[tuple[str, ...]]:
    """Yield every path that the formulas of a step read, from the top of the context."""
    for formula in formulas(step):
        yield from paths_in(formula.text)


def paths_in(text: str) -> Iterator[tuple[str, ...]]:
    """Yield every path that a formula reads; none where it cannot be read."""
    try:
        yield from (read.path for read in reads(text).fields)
    except ExpressionSyntaxError:
        return


def rewritten(text: str, renaming: Renaming) -> str:
    """Return a formula with other names for what it reads."""
    try:
        found = reads(text).fields
    except ExpressionSyntaxError:
        return text
    for read in sorted(found, key=lambda each: -each.offset):
        new = renaming(read.path)
        if new is None or not _is_from_top(text, read.offset, read.path):
            continue
        put = new if isinstance(new, str) else path_text(new)
        text = text[: read.offset] + put + text[read.offset + read.length :]
    return text


def edits(step: Step, renaming: Renaming) -> list[Edit]:
    """Return the edits that rewrite all formulas of a step."""
    fields: dict[tuple[str, ...], list[Formula]] = {}
    for formula in formulas(step):
        if formula.path is not None and formula.written is not None:
            fields.setdefault(formula.path, []).append(formula)
    found: list[Edit] = []
    for path, parts in fields.items():
        text = before = str(parts[0].written)
        for part in sorted(parts, key=lambda each: -each.offset):
            end = part.offset + len(part.text)
            text = text[: part.offset] + rewritten(part.text, renaming) + text[end:]
        if text != before:
            found.append(Edit("set", ("nodes", step.id, *path), text))
    return found


def _is_from_top(text: str, offset: int, path: tuple[str, ...]) -> bool:
    """Whether the path stands there as a whole, so that it can be put by another."""
    return bool(path) and text[offset:].lstrip("`").startswith(path[0])
