"""Knows whether each line leaves by a port that its step has, and stays in its region."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runtime.plan.near import did_you_mean, nearest
from runtime.plan.problems import Edit, Fix, Problem
from runtime.step import UNDO

if TYPE_CHECKING:
    from collections.abc import Iterator

    from runtime.definition.attributes import Edge
    from runtime.plan.drawing import Step
    from runtime.plan.survey import Survey


def find(survey: Survey) -> Iterator[Problem]:
    """Find lines from ports that do not exist and lines that cross the border of a for-each."""
    yield from _nested(survey)
    for edge in survey.definition.edges():
        source = survey.steps[edge.source]
        if not _has_port(source, edge.port):
            yield _unknown_port(survey, source, edge)
        elif not _in_place(survey, source, edge):
            yield _crossing(survey, source, edge)


def _has_port(source: Step, port: str) -> bool:
    return source.ports is None or port in {each.name for each in source.ports}


def _nested(survey: Survey) -> Iterator[Problem]:
    for step in survey.steps.values():
        around = survey.steps.get(step.node.parent or "")
        if around is not None and around.primitive is not None and not around.holds:
            sentence = f"{step.title} lies inside {around.title}, which cannot hold steps."
            yield Problem("step.misplaced", "error", sentence, step.id, field="parent")


def _unknown_port(survey: Survey, source: Step, edge: Edge) -> Problem:
    names = [port.name for port in source.ports or ()]
    if not names:
        sentence = f"A line leaves {source.title}, where the path is over; remove the line."
        fix = None
        if _reached_otherwise(survey, edge):
            fix = Fix("Remove the line", (Edit("remove", ("edges", edge.key)),))
        return Problem("port.unknown", "error", sentence, source.id, edge.key, "port", fix=fix)
    if edge.port == UNDO.name:
        return _cannot_be_undone(survey, source, edge)
    drawn = {other.port for other in survey.definition.out_edges(source.id)}
    meant = nearest(edge.port, set(names) - drawn)
    sentence = (
        f"A line leaves {source.title} by “{edge.port}”, which is no way out of it; "
        f"draw it from one that exists.{did_you_mean(meant)}"
    )
    fix = None
    if meant is not None:
        fix = Fix(f"Lead it from “{meant}”", (Edit("set", ("edges", edge.key, "port"), meant),))
    return Problem("port.unknown", "error", sentence, source.id, edge.key, "port", fix=fix)


def _cannot_be_undone(survey: Survey, source: Step, edge: Edge) -> Problem:
    sentence = (
        f"What {source.title} did need not be undone, since it changes nothing outside the case; "
        "remove the line."
    )
    fix = None
    if _reached_otherwise(survey, edge):
        fix = Fix("Remove the line", (Edit("remove", ("edges", edge.key)),))
    return Problem("port.unknown", "error", sentence, source.id, edge.key, "port", fix=fix)


def _reached_otherwise(survey: Survey, edge: Edge) -> bool:
    """Whether a case comes to the target also when this line is gone."""
    others = (other.source for other in survey.definition.in_edges(edge.target))
    return any(
        source in survey.reached
        and source not in {edge.source, edge.target}
        and not survey.may_follow(source, edge.target)
        for source in others
    )


def _in_place(survey: Survey, source: Step, edge: Edge) -> bool:
    """Whether a line stays in its region, or leads from a step inside by the port for that."""
    if source.holds and any(p.inside and p.name == edge.port for p in source.ports or ()):
        return survey.drawing.enters(edge)
    return survey.drawing.stays(edge)


def _crossing(survey: Survey, source: Step, edge: Edge) -> Problem:
    target = survey.steps[edge.target]
    sentence = (
        f"The line from {source.title} to {target.title} crosses the border of a part with steps "
        "inside; they begin by its way inside, and what follows is drawn from the part itself."
    )
    return Problem("edge.crosses", "error", sentence, source.id, edge.key)
