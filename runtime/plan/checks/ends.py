"""Knows what is told of cases that come to no end, and of what nobody can tell. Judges nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runtime.plan.checks import loops
from runtime.plan.checks.joins import in_words
from runtime.plan.problems import Problem
from runtime.primitives import Milestone

if TYPE_CHECKING:
    from collections.abc import Iterator

    from runtime.plan.survey import Survey


def find(survey: Survey) -> Iterator[Problem]:
    """Find where a case stands or goes round for ever, steps it never comes to, and doubts."""
    yield from _too_late(survey)
    if survey.verdict.endless and not any(loops.find(survey)):
        yield _endless(survey)
    yield from _never_reached(survey)
    for doubt in survey.verdict.doubts if survey.verdict.judged else ():
        sentence = (
            f"Whether every case comes to its end cannot be told, because {doubt.because}; try it "
            "out with test runs."
        )
        yield Problem("case.unknown", "hint", sentence, doubt.step)


def _too_late(survey: Survey) -> Iterator[Problem]:
    for step, trail in survey.verdict.stuck.items():
        read = survey.steps[step]
        if isinstance(read.primitive, Milestone):
            other = read.primitive.step
            where = survey.steps[other].title if other in survey.steps else f"“{other}”"
            sentence = (
                f"{read.title} can come too late{in_words(survey, trail)}: a case that does not "
                f"stand at {where} any more stays there for ever; draw its way “too late”."
            )
            yield Problem("milestone.late", "warning", sentence, step, field="ports.too_late")


def _endless(survey: Survey) -> Problem:
    first = min(survey.verdict.endless)
    sentence = (
        f"A case that has come to {survey.steps[first].title} can come to no end any more; draw a "
        "way that leads from there to an end."
    )
    return Problem("case.endless", "warning", sentence, first)


def _never_reached(survey: Survey) -> Iterator[Problem]:
    missed = survey.verdict.missed
    for step in missed:
        before = [edge for edge in survey.definition.in_edges(step) if edge.source not in missed]
        for edge in before[:1]:
            source = survey.steps[edge.source]
            if edge.source in survey.verdict.never:
                continue  # that it never goes on is told there
            sentence = (
                f"No case ever comes to {survey.steps[step].title}, because {source.title} is "
                f"never left by “{edge.port}”; lead another line there, or remove it."
            )
            yield Problem("step.never_reached", "warning", sentence, step, edge.key)
