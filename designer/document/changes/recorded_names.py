"""Knows where test data and saved tests hold a field by its name. Must not know who runs them.

They are read as they stand: what has no usable form stays as it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias, cast

from designer.document.changes.form_names import key_renamed
from runtime.definition.samples import ANSWERS, ITEMS

if TYPE_CHECKING:
    from runtime.definition.json_value import JsonObject, JsonValue

Way: TypeAlias = tuple[str, ...]
"""Names from the top of a form to the field, through groups and tables."""
VALUES, VOTES = "values", "votes"
"""Where the result of a step that people answer has what they filled in, and each one's vote."""


def answered(output: JsonValue, way: Way, new: str) -> JsonValue:
    """Return the output of a step that people answered, with a field named otherwise."""
    if not isinstance(output, dict):
        return output
    made: JsonObject = dict(output)
    if VALUES in made:
        made[VALUES] = key_renamed(made[VALUES], way, new)
    if isinstance(votes := made.get(VOTES), list):
        made[VOTES] = [answered(vote, way, new) for vote in votes]
    return made


def sampled(held: JsonValue, way: Way, new: str) -> JsonValue:
    """Return the test data of a step with a field of its form named otherwise.

    What simulated people fill in is part of them.
    """
    if not isinstance(held, dict):
        return held
    made: JsonObject = dict(held)
    if isinstance(items := held.get(ITEMS), dict):
        made[ITEMS] = {key: _with_output(item, way, new) for key, item in items.items()}
    if isinstance(answers := held.get(ANSWERS), list):
        made[ANSWERS] = [
            _with(each, VALUES, key_renamed(each.get(VALUES), way, new))
            if isinstance(each, dict)
            else each
            for each in answers
        ]
    return made


def given(test: JsonObject, way: Way, new: str) -> JsonObject:
    """Return a saved test whose start form has a field named otherwise."""
    return _with(test, "given", key_renamed(test.get("given"), way, new))


def expecting(test: JsonObject, way: Way, new: str) -> JsonObject:
    """Return a saved test in which a field of the case is named otherwise."""
    expected = test.get("expected")
    if not isinstance(expected, dict) or not isinstance(fields := expected.get("fields"), list):
        return test
    made: list[JsonValue] = [_placed(field, way, new) for field in fields]
    return _with(test, "expected", {**expected, "fields": made})


def answering(test: JsonObject, step: str, way: Way, new: str) -> JsonObject:
    """Return a saved test in which a field of the form of a step is named otherwise."""
    made = test
    if isinstance(answers := test.get("answers"), list):
        named = [
            _with(each, VALUES, key_renamed(each.get(VALUES), way, new))
            if _is_of(each, step)
            else each
            for each in cast("list[Any]", answers)
        ]
        made = _with(made, "answers", named)
    if isinstance(pins := test.get("pins"), list):
        named = [
            _with_output(each, way, new) if _is_of(each, step) else each
            for each in cast("list[Any]", pins)
        ]
        made = _with(made, "pins", named)
    return made


def _placed(field: JsonValue, way: Way, new: str) -> JsonValue:
    """Return a value that is expected somewhere: its place may lead to the field, or around it."""
    match field:
        case {"at": ["data", *place]}:
            named = [at for at, each in enumerate(place) if isinstance(each, str)]
            names = tuple(str(place[at]) for at in named)
        case _:
            return field
    whole = cast("JsonObject", field)
    if names[: len(way)] == way:
        place[named[len(way) - 1]] = new
        return {**whole, "at": ["data", *place]}
    if names == way[: len(names)] and "value" in whole:
        return {**whole, "value": key_renamed(whole["value"], way[len(names) :], new)}
    return field


def _is_of(entry: object, step: str) -> bool:
    return isinstance(entry, dict) and cast("JsonObject", entry).get("step") == step


def _with_output(item: JsonValue, way: Way, new: str) -> JsonValue:
    if not isinstance(item, dict) or "output" not in item:
        return item
    return {**item, "output": answered(item["output"], way, new)}


def _with(holder: JsonObject, key: str, value: JsonValue) -> JsonObject:
    """Return an object with another value under a name that it has; else as it is."""
    return {**holder, key: value} if key in holder else holder
