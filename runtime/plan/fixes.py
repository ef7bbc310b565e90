"""Knows how a fix is applied to a definition. Must not know which problem it mends."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from runtime.definition.definition import Definition
from runtime.definition.errors import DefinitionError

if TYPE_CHECKING:
    from runtime.definition.json_value import JsonObject, JsonValue
    from runtime.plan.problems import Edit, Fix

_NAMED_BY = {"nodes": "id", "edges": "key"}


def apply_fix(definition: Definition, fix: Fix) -> Definition:
    """Return the definition with all edits of the fix made.

    Raises:
        DefinitionError: the drawing has changed since, and the fix no longer fits.
    """
    document = definition.document()
    for edit in fix.edits:
        _apply(document, edit)
    return Definition.from_document(document)


def _apply(document: JsonObject, edit: Edit) -> None:
    part, *rest = edit.path
    if part not in _NAMED_BY:
        _change(document, list(edit.path), edit)
        return
    items = cast("list[JsonObject]", document[part])
    name, (item, *inner) = _NAMED_BY[part], rest
    place = next((at for at, found in enumerate(items) if found[name] == item), None)
    if inner:
        if place is None:
            raise _unfit(edit)
        _change(items[place], inner, edit)
    elif place is not None and edit.op == "remove":
        del items[place]
    elif place is None and edit.op == "set" and isinstance(edit.value, dict):
        items.append({**edit.value, name: item})
    else:
        raise _unfit(edit)


def _change(holder: JsonValue, path: list[str], edit: Edit) -> None:
    *way, last = path
    for name in way:
        holder = _inside(holder, name, edit)
    if isinstance(holder, list):
        _change_row(holder, last, edit)
    elif not isinstance(holder, dict):
        raise _unfit(edit)
    elif edit.op == "set":
        holder[last] = edit.value
    elif last in holder:
        del holder[last]
    else:
        raise _unfit(edit)


def _inside(holder: JsonValue, name: str, edit: Edit) -> JsonValue:
    if isinstance(holder, dict):
        return holder.setdefault(name, {}) if edit.op == "set" else holder.get(name)
    if isinstance(holder, list) and name.isdecimal() and int(name) < len(holder):
        return holder[int(name)]
    raise _unfit(edit)


def _change_row(rows: list[JsonValue], number: str, edit: Edit) -> None:
    if not number.isdecimal() or int(number) >= len(rows) + (edit.op == "set"):
        raise _unfit(edit)
    if edit.op == "remove":
        del rows[int(number)]
    else:
        rows[int(number) : int(number) + 1] = [edit.value]


def _unfit(edit: Edit) -> DefinitionError:
    where = ".".join(edit.path)
    return DefinitionError(
        "The fix no longer fits the drawing.",
        where=where,
        why=f"At {where}, the drawing has changed since the problem was found.",
        next_step="Check the drawing again; a problem that is still there comes with a new fix.",
    )
