"""Knows whether two paths that run at the same time write one field of the case."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

from runtime.plan.problems import Problem
from runtime.primitives import Each

if TYPE_CHECKING:
    from collections.abc import Iterator

    from runtime.plan.drawing import Step
    from runtime.plan.survey import Survey


_PATH = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*")


def find(survey: Survey) -> Iterator[Problem]:
    """Find fields that two steps, or two items of a for-each, may write at the same time."""
    by_root: defaultdict[str, list[tuple[tuple[str, ...], Step]]] = defaultdict(list)
    for step in survey.steps.values():
        for path in step.saved:
            if not _PATH.fullmatch(path):
                sentence = f"{step.title}: “{path}” is no field; write names joined by dots."
                yield Problem("write.path", "error", sentence, step.id, field=f"saves.{path}")
                continue
            parts = tuple(path.split("."))
            by_root[parts[0]].append((parts, step))
            yield from _by_items(survey, step, path)
    for writes in by_root.values():
        crowded = survey.concurrency.crowded(step.id for _, step in writes)
        near = [write for write in writes if write[1].id in crowded]
        for (one, first), (two, second) in combinations(near, 2):
            shared = min(len(one), len(two))
            if one[:shared] == two[:shared] and survey.concurrency.steps(first.id, second.id):
                yield _clash(first, second, ".".join(max(one, two, key=len)))


def _clash(first: Step, second: Step, path: str) -> Problem:
    sentence = (
        f"{first.title} and {second.title} may write “{path}” at the same time, and the slower "
        "one wins; let them write different fields and put them together after the join."
    )
    return Problem("write.clash", "error", sentence, second.id, field=f"saves.{path}")


def _by_items(survey: Survey, step: Step, path: str) -> Iterator[Problem]:
    parent = step.node.parent
    while parent is not None:
        around = survey.steps[parent]
        if isinstance(around.primitive, Each) and around.primitive.at_once != 1:
            sentence = (
                f"{step.title} writes “{path}” for several items of {around.title} at the same "
                "time, and the last one wins; use the results of the items instead."
            )
            yield Problem("write.items", "warning", sentence, step.id, field=f"saves.{path}")
            return
        parent = around.node.parent
