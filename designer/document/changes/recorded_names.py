"""Knows where test data and saved tests hold a field by its name. Must not know who runs them.

They are read as they stand: what has no usable form stays as it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from designer.document.changes.form_names import key_renamed

if TYPE_CHECKING:
    from runtime.definition.json_value import JsonObject, JsonValue

VALUES, VOTES = "values", "votes"
"""Where the result of a step that people answer has what they filled in, and each one's vote."""


def answered(output: JsonValue, name: str, new: str) -> JsonValue:
    """Return the output of a step that people answered, with a field named otherwise."""
    if not isinstance(output, dict):
        return output
    made: JsonObject = dict(output)
    if VALUES in made:
        made[VALUES] = key_renamed(made[VALUES], name, new)
    if isinstance(votes := made.get(VOTES), list):
        made[VOTES] = [answered(vote, name, new) for vote in votes]
    return made


def sampled(held: JsonValue, name: str, new: str) -> JsonValue:
    """Return the test data of a step with a field of its form named otherwise."""
    if not isinstance(held, dict) or not isinstance(items := held.get("items"), dict):
        return held
    made = {key: _with_output(item, name, new) for key, item in items.items()}
    return {**held, "items": cast("JsonValue", made)}


def given(test: JsonObject, name: str, new: str) -> JsonObject:
    """Return a saved test whose start form has a field named otherwise."""
    return _with(test, "given", key_renamed(test.get("given"), name, new))


def expecting(test: JsonObject, name: str, new: str) -> JsonObject:
    """Return a saved test in which a field of the case is named otherwise."""
    expected = test.get("expected")
    if not isinstance(expected, dict) or not isinstance(fields := expected.get("fields"), list):
        return test
    made: list[JsonValue] = [_placed(field, name, new) for field in fields]
    return _with(test, "expected", {**expected, "fields": made})


def answering(test: JsonObject, step: str, name: str, new: str) -> JsonObject:
    """Return a saved test in which a field of the form of a step is named otherwise."""
    made = test
    if isinstance(answers := test.get("answers"), list):
        named = [
            _with(each, VALUES, key_renamed(each.get(VALUES), name, new))
            if _is_of(each, step)
            else each
            for each in cast("list[Any]", answers)
        ]
        made = _with(made, "answers", named)
    if isinstance(pins := test.get("pins"), list):
        named = [
            _with_output(each, name, new) if _is_of(each, step) else each
            for each in cast("list[Any]", pins)
        ]
        made = _with(made, "pins", named)
    return made


def _placed(field: JsonValue, name: str, new: str) -> JsonValue:
    match field:
        case {"at": ["data", first, *rest]} if first == name:
            return {**field, "at": ["data", new, *rest]}
        case _:
            return field


def _is_of(entry: object, step: str) -> bool:
    return isinstance(entry, dict) and cast("JsonObject", entry).get("step") == step


def _with_output(item: JsonValue, name: str, new: str) -> JsonValue:
    if not isinstance(item, dict) or "output" not in item:
        return item
    return {**item, "output": answered(item["output"], name, new)}


def _with(holder: JsonObject, key: str, value: JsonValue) -> JsonObject:
    """Return an object with another value under a name that it has; else as it is."""
    return {**holder, key: value} if key in holder else holder
