"""Knows whether a step that may fail, or whose outcome may stay unknown, has a way to go on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runtime.calendars.duration import parse_duration
from runtime.calendars.errors import CalendarError
from runtime.plan.problems import Edit, Fix, Problem
from runtime.primitives import Effect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from runtime.plan.drawing import Step
    from runtime.plan.survey import Survey


def find(survey: Survey) -> Iterator[Problem]:
    """Find writes that cannot be repeated and have no error path, and policies that do not hold."""
    for step in survey.steps.values():
        has_path = bool(survey.definition.out_edges(step.id, "error"))
        yield from _unsafe(step, has_path=has_path)
        yield from _policy(step, has_path=has_path)


def _unsafe(step: Step, *, has_path: bool) -> Iterator[Problem]:
    effect = step.primitive
    if has_path or step.node.disabled or not isinstance(effect, Effect) or not effect.writes:
        return
    if effect.repeat == "ask":
        sentence = (
            f"{step.title} cannot safely be repeated when its reply is lost, and has no error "
            "path; draw one from “error” to a person who looks and decides."
        )
        yield Problem("effect.no_error_path", "warning", sentence, step.id)
    elif effect.repeat == "verify":
        sentence = (
            f"{step.title} is looked up before it is repeated, and has no error path for when it "
            "fails for good; draw one from “error”."
        )
        yield Problem("effect.no_error_path", "hint", sentence, step.id)


def _policy(step: Step, *, has_path: bool) -> Iterator[Problem]:
    policy = step.node.policy
    if policy.on_error == "route" and not has_path:
        sentence = f"{step.title} is to go on by its error path, and none is drawn; draw one."
        path = ("nodes", step.id, "policy", "on_error")
        fix = Fix("Let a person decide instead", (Edit("set", path, "incident"),))
        yield Problem(
            "policy.no_path", "error", sentence, step.id, field="policy.on_error", fix=fix
        )
    retry = policy.retry
    durations = {"timeout": policy.timeout or ""}
    if retry is not None:
        durations |= {"retry.delay": retry.delay, "retry.max_delay": retry.max_delay}
    for name, text in durations.items():
        if (wrong := _wrong_duration(text)) is not None:
            sentence = f"{step.title}: {wrong}"
            yield Problem("policy.duration", "error", sentence, step.id, field=f"policy.{name}")


def _wrong_duration(text: str) -> str | None:
    if not text:
        return None
    try:
        parse_duration(text)
    except CalendarError as error:
        return str(error)
    return None
