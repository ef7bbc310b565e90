"""Knows whether every loop can be left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runtime.plan.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from runtime.plan.survey import Survey


_NAMED = 3
"""How many steps of a loop a sentence names."""


def find(survey: Survey) -> Iterator[Problem]:
    """Find loops without a way out, and loops that are only left by failing."""
    for ring in survey.graph.rings():
        first = min(ring)
        if len(ring) == 1 and first not in survey.graph.after[first]:
            continue
        yield from _stuck(survey, ring, first)


def _stuck(survey: Survey, ring: set[str], first: str) -> Iterator[Problem]:
    edges = [edge for step in sorted(ring) for edge in survey.definition.out_edges(step)]
    out = {edge.port for edge in edges if edge.target not in ring}
    if out - {"error"} or any(_stops(survey, step) for step in ring):
        return
    names = ", ".join(survey.steps[step].title for step in sorted(ring)[:_NAMED])
    more = " …" if len(ring) > _NAMED else ""
    if out:
        sentence = f"The loop {names}{more} is only left when a step fails; draw another way out."
        yield Problem("loop.only_error", "warning", sentence, first)
    else:
        sentence = f"The loop {names}{more} has no way out; draw one from a decision in it."
        yield Problem("loop.endless", "error", sentence, first)


def _stops(survey: Survey, step: str) -> bool:
    """Whether a path may be over at a step of the loop: an item is done where nothing follows."""
    found = survey.steps[step]
    drawn = {edge.port for edge in survey.definition.out_edges(step)}
    open_ports = {port.name for port in found.ports or () if port.needed} - drawn
    return found.ends or bool(open_ports and survey.drawing.in_each(found))
