"""Knows which problem belongs to which field. Must not know Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from runtime.plan.problems import Problem


def under(problems: Iterable[Problem], head: str) -> dict[str, list[tuple[str, int | None]]]:
    """Return the sentences for fields below an attribute, by the rest of their path.

    Args:
        problems: of one step, edge or workflow.
        head: such as "params"; "" for all fields.
    """
    found: dict[str, list[tuple[str, int | None]]] = {}
    for problem in problems:
        rest = _rest(problem.field or "", head)
        if rest:
            found.setdefault(rest, []).append((problem.sentence, problem.offset))
    return found


def at_top(problems: Iterable[Problem], fields: Iterable[str]) -> list[Problem]:
    """Return what is shown above the fields: what has none of them, and what can be mended.

    Args:
        problems: of one step, edge or workflow.
        fields: attributes that have fields on the page.
    """
    heads = tuple(fields)
    return [
        problem
        for problem in problems
        if problem.fix is not None or not any(_rest(problem.field or "", head) for head in heads)
    ]


def _rest(path: str, head: str) -> str:
    if not head:
        return path
    if path == head:
        return head
    return path[len(head) + 1 :] if path.startswith(f"{head}.") else ""
