"""Knows how a step's policy reads and is filled in: attempts, time limit. Knows no Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from runtime.calendars import DurationError, duration_words, parse_duration
from runtime.definition.attributes import Retry

if TYPE_CHECKING:
    from collections.abc import Mapping

    from runtime.definition.json_value import JsonObject, JsonValue

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
        "on_error": {
            "enum": ["incident", "route"],
            "default": "incident",
            "title": "When nothing helped",
            "x-baton-titles": {"incident": "Ask an operator", "route": "Take its way out"},
            "description": "An operator decides how the case goes on, unless a way out for "
            "failures is drawn. With “take its way out”, that way must be drawn.",
        },
    },
}
_PLACES = {"attempts": ("retry", "attempts"), "delay": ("retry", "delay")}


def fields_of(step: JsonObject) -> JsonObject:
    """Return a step's policy as the fields of the form."""
    policy = step.get("policy")
    plain = policy if isinstance(policy, dict) else {}
    retry = plain.get("retry")
    found = {name: plain.get(name) for name in ("timeout", "on_error")}
    found |= retry if isinstance(retry, dict) else {}
    fields = cast("JsonObject", SCHEMA["properties"])
    shown = {name: found.get(name) for name in fields}
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


def words(step: JsonObject) -> str:
    """Return what happens when a step fails, in a few words."""
    fields = fields_of(step)
    parts: list[str] = []
    attempts = fields.get("attempts")
    if isinstance(attempts, int) and attempts > 1:
        parts.append(f"try {attempts} times")
    if limit := fields.get("timeout"):
        parts.append(f"stop after {_said(str(limit))}")
    routes = fields.get("on_error") == "route"
    parts.append("take its way out" if routes else "ask an operator")
    return f"If it fails: {', then '.join(parts)}"


def _said(text: str) -> str:
    try:
        return duration_words(parse_duration(text))
    except DurationError:
        return text
