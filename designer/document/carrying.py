"""Knows how what a form was filled in with once fits the form as its fields are called now.

Must not know Qt, runs or who filled it in. A field that has gone and a new one that asks for the
same are one field with another name; values of other fields stay where they are.
"""

from __future__ import annotations

import copy
from itertools import islice, pairwise
from typing import TYPE_CHECKING

import orjson

from designer.document.changes.form_names import WHEN
from designer.document.model import Model
from runtime.definition.errors import DefinitionError
from runtime.definition.form_fields import ORDER, ordered_fields

if TYPE_CHECKING:
    from collections.abc import Sequence

    from designer.document.history import History
    from runtime.definition.json_value import JsonObject, JsonValue

_NAMED = frozenset({WHEN, ORDER, "required", "allOf", "properties"})
"""Attributes of a schema in which names of fields stand."""
_MOST = 200
"""Edits of a form that are gone back: more take longer than a person waits without a word."""


def carried_over(value: JsonValue, forms: Sequence[JsonObject]) -> JsonValue:
    """Return a value with its fields called as they are now.

    Args:
        value: what the first form was filled in with; it is not changed.
        forms: that form, those between, and the form as it is.
    """
    for old, new in pairwise(forms):
        value = _moved(value, old, new)
    return value


def forms_since(history: History, form: str, was: JsonObject, now: JsonObject) -> list[JsonObject]:
    """Return a form as it was, as it became edit by edit, and as it is.

    Where the history does not go back so far, those two alone.

    Args:
        history: of the document that has the form.
        form: attribute of the workflow: "input".
        was: the form at first.
        now: as it is.
    """
    path = ("graph", form)
    model = Model({"graph": {form: copy.deepcopy(now)}, "nodes": [], "edges": []})
    found = [now]
    done = reversed(history.entries[: history.position])
    patches = (tuple(e for e in entry.backward if e.path[:2] == path) for entry in done)
    for patch in islice(filter(None, patches), _MOST):
        if found[-1] == was:
            break
        try:
            model.apply(patch)
        except DefinitionError:
            break
        held = model.graph.get(form)
        found.append(copy.deepcopy(held) if isinstance(held, dict) else {})
    return found[::-1] if found[-1] == was else [was, now]


def _moved(value: JsonValue, old: JsonObject, new: JsonObject) -> JsonValue:
    rows, of_now = old.get("items"), new.get("items")
    if isinstance(value, list) and isinstance(rows, dict) and isinstance(of_now, dict):
        return [_moved(each, rows, of_now) for each in value]
    if not isinstance(value, dict):
        return value
    names, was, now = renamed_fields(old, new), ordered_fields(old), ordered_fields(new)
    made: JsonObject = {}
    for name, inner in value.items():
        wished = names.get(name, name)
        called = name if wished in value else wished  # no value is lost
        before, after = was.get(name), now.get(called)
        made[called] = inner
        if isinstance(before, dict) and isinstance(after, dict):
            made[called] = _moved(inner, before, after)
    return made


def renamed_fields(old: JsonObject, new: JsonObject) -> dict[str, str]:
    """Return which fields of a form are called otherwise in another: old name to new one.

    Where several ask for the same, the place in the form tells them apart.
    """
    was, now = ordered_fields(old), ordered_fields(new)
    places = {name: at for at, name in enumerate(now)}
    gone: dict[bytes, list[tuple[int, str]]] = {}
    for at, (name, schema) in enumerate(was.items()):
        if name not in now:
            gone.setdefault(_asked(schema), []).append((at, name))
    fresh: dict[bytes, list[str]] = {}
    for name, schema in now.items():
        if name not in was:
            fresh.setdefault(_asked(schema), []).append(name)
    found: dict[str, str] = {}
    for asked, fields in gone.items():
        others = fresh.get(asked, [])
        if len(fields) == len(others) == 1:
            found[fields[0][1]] = others[0]
            continue
        found |= {name: other for at, name in fields for other in others if places[other] == at}
    return found


def _asked(schema: JsonValue) -> bytes:
    """Return what a field asks for, whatever it and those in it are called."""
    return orjson.dumps(_unnamed(schema), option=orjson.OPT_SORT_KEYS)


def _unnamed(schema: JsonValue) -> JsonValue:
    if isinstance(schema, list):
        return [_unnamed(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    made: JsonObject = {key: _unnamed(s) for key, s in schema.items() if key not in _NAMED}
    if "properties" in schema:
        made["properties"] = [_unnamed(inner) for inner in ordered_fields(schema).values()]
    return made
