"""Knows how it reads and is filled in what happens when a step fails. Knows no Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from runtime.calendars import DurationError, duration_words, parse_duration
from runtime.definition.attributes import Retry

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from designer.document.changes.failing import Drawn
    from runtime.definition.json_value import JsonObject, JsonValue

THEN = "on_error"
"""The field that says what becomes of the case when nothing helped."""
_WAY = "way"
"""Is there where a line can be drawn from the failure of the step."""
SCHEMA: JsonObject = {
    "type": "object",
    "properties": {
        "attempts": {
            "type": "integer",
            "title": "Attempts",
            "description": "How often it is tried in all, the first time included; "
            "empty for what is usual.",
            "minimum": 1,
        },
        "delay": {
            "type": "string",
            "title": "Wait before the next attempt",
            "description": "It grows from one attempt to the next.",
            "x-baton-field": "duration",
            "x-baton-when": {"attempts": [True]},
        },
        "timeout": {
            "type": "string",
            "title": "Time limit",
            "description": "How long one attempt may take; empty for none.",
            "x-baton-field": "duration",
        },
        THEN: {
            "enum": ["incident", "route", "stop"],
            "default": "incident",
            "title": "When nothing helped",
            "x-baton-titles": {
                "incident": "Ask an operator",
                "route": "Go another way",
                "stop": "Stop the case",
            },
            "x-baton-when": {_WAY: [True]},
            "description": "incident: The case waits until an operator retries the step, skips it "
            "or leads it on. route: The case goes on along the line that you draw from “if it "
            "fails”. stop: The case is closed as failed, with what went wrong as its reason.",
        },
    },
}
_PLACES = {"attempts": ("retry", "attempts"), "delay": ("retry", "delay")}


def fields_of(step: JsonObject, then: Drawn, *, has_way: bool = True) -> JsonObject:
    """Return a step's policy, and what is drawn for its failure, as the fields of the form.

    Args:
        step: its plain attributes.
        then: what is drawn.
        has_way: whether a line can be drawn from its failure; else there is nothing to choose.
    """
    policy = step.get("policy")
    plain = policy if isinstance(policy, dict) else {}
    retry = plain.get("retry")
    found: JsonObject = {"timeout": plain.get("timeout"), _WAY: "drawn" if has_way else None}
    found[THEN] = None if then.choice == "incident" else then.choice  # as is usual
    found |= retry if isinstance(retry, dict) else {}
    fields = cast("JsonObject", SCHEMA["properties"])
    shown = {name: found.get(name) for name in (*fields, _WAY)}
    if isinstance(retry, dict) and shown["attempts"] is None:
        shown["attempts"] = Retry().attempts
    return {name: value for name, value in shown.items() if value is not None}


def edit_of(name: str, value: JsonValue) -> tuple[tuple[str, ...], JsonValue]:
    """Return where in the step an edited field is kept, and what is kept there."""
    if name == "attempts" and value is None:
        return ("policy", "retry"), None
    return ("policy", *_PLACES.get(name, (name,))), value


def field_of(path: str) -> str:
    """Return the field for a place in the policy ("retry.delay")."""
    return path.removeprefix("retry.").replace("retry", "attempts")


def problems_of(
    found: Mapping[str, list[tuple[str, int | None]]],
) -> dict[str, list[tuple[str, int | None]]]:
    """Return problems of a policy by the fields of the form."""
    return {field_of(path): pairs for path, pairs in found.items()}


def words(step: JsonObject, then: Drawn, title_of: Callable[[str], str]) -> str:
    """Return what happens when a step fails, in a few words."""
    fields = fields_of(step, then)
    parts: list[str] = []
    attempts = fields.get("attempts")
    if isinstance(attempts, int) and attempts > 1:
        parts.append(f"try {attempts} times")
    if limit := fields.get("timeout"):
        parts.append(f"give up after {_said(str(limit))}")
    parts.append(_then(then, title_of))
    return f"If it fails: {', then '.join(parts)}"


def _then(then: Drawn, title_of: Callable[[str], str]) -> str:
    if then.choice == "stop":
        return "stop the case"
    if then.choice == "incident":
        return "ask an operator"
    names = " and ".join(f"“{title_of(step)}”" for step in then.leads_to)
    return f"go on at {names}" if names else "go another way, which is not drawn yet"


def _said(text: str) -> str:
    try:
        return duration_words(parse_duration(text))
    except DurationError:
        return text
