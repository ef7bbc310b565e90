"""Takes values from inputs and answers as a manifest says. Must not know what they mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from connectors.errors import MisconfiguredError
from connectors.manifest import Source

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import JsonValue


class Absent:
    """What stands for an input that was not given; null is a value."""


ABSENT: Final = Absent()


def at(path: str, value: JsonValue) -> JsonValue | Absent:
    """Return the part of a value that a dotted path names; the empty path is the whole value."""
    found: JsonValue = value
    for part in path.split(".") if path else ():
        if isinstance(found, dict) and part in found:
            found = found[part]
        else:
            return ABSENT
    return found


def resolve(source: Source, inputs: Mapping[str, JsonValue], key: str | None) -> JsonValue | Absent:
    """Return what a source stands for, or ABSENT when its input was not given.

    Raises:
        MisconfiguredError: the source is the idempotency key and there is none.
    """
    if source.input is not None:
        return at(source.input, dict(inputs))
    if source.key is None:
        return source.value
    if key is None:
        raise MisconfiguredError(
            "This operation needs an idempotency key.",
            why="Without one, a repetition could not be told from a new request.",
            next_step="Give the same key with every attempt of one step.",
        )
    return key


def resolve_all(
    sources: Mapping[str, Source], inputs: Mapping[str, JsonValue], key: str | None
) -> dict[str, JsonValue]:
    """Return the values of several sources; those that are absent are left out."""
    values = {name: resolve(source, inputs, key) for name, source in sources.items()}
    return {name: value for name, value in values.items() if not isinstance(value, Absent)}


def fill(
    template: JsonValue, inputs: Mapping[str, JsonValue], key: str | None
) -> JsonValue | Absent:
    """Return a template with its sources replaced; members that are absent are left out."""
    if isinstance(template, list):
        filled_items = [fill(item, inputs, key) for item in template]
        return [item for item in filled_items if not isinstance(item, Absent)]
    if not isinstance(template, dict):
        return template
    if len(template) == 1 and next(iter(template)) in Source.model_fields:
        return resolve(Source.model_validate(template), inputs, key)
    filled = {name: fill(item, inputs, key) for name, item in template.items()}
    return {name: item for name, item in filled.items() if not isinstance(item, Absent)}
