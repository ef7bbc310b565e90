"""Knows how a step is drawn otherwise than before, in words. Must not know Qt, kinds or runs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

from designer.panels import wording
from runtime.definition.diff.changes import spell
from runtime.definition.diff.fields import MISSING, Place, field_changes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from designer.document.model import Model
    from runtime.definition.diff.changes import Change
    from runtime.definition.json_value import JsonObject, JsonValue

Schemas: TypeAlias = "Callable[[str], JsonObject]"
"""Gives the schema of the settings of a kind of step; {} where nobody knows it."""
Told: TypeAlias = tuple[str, str, str]
"""What it is about, how it was, how it is."""
_LOOKS = frozenset({"position", "name", "notes", "id"})
"""What changes nothing of what a step does."""
_WORDS = {
    "kind": "Kind of step",
    "kind_version": "Version of the kind of step",
    "parent": "Lies inside",
    "disabled": "Turned off",
    "policy": "If it fails",
    "saves": "Kept in the case",
}
_NOTHING, _LONGEST = "—", 120
_LONG, _CLOSE = 60, 40
"""Longer texts are shown from near where they differ, if they begin alike for so long."""
_TEST = re.compile(r"[<>=!\[(]*\s*-?(?:0|[1-9][\d.,\s\])]*)(?:\.\.[\d.,\s\])]+)?")
"""A number, or a test of one: "<= 10000", "[1000..5000]"."""
_THOUSANDS = re.compile(r"(?<![\d.,])\d{4,}")
_TEXT = re.compile(r'"([^"\\]*)"')


def settings(old: JsonObject, new: JsonObject, schemas: Schemas) -> Iterator[Told]:
    """Yield what differs in how a step is set up.

    Args:
        old: the step as it was.
        new: the step as it is.
        schemas: gives fields their titles.
    """
    for name in sorted((old.keys() | new.keys()) - _LOOKS, key=lambda name: name != "params"):
        before, after = old.get(name, MISSING), new.get(name, MISSING)
        if before == after:
            continue
        if name == "params":
            schema = schemas(str(new.get("kind")))
            place = Place("param", "params", "", (), schema, schema)
        else:
            place = Place("step", name, "", (_WORDS.get(name, name.replace("_", " ")),))
        for change in field_changes(before, after, place):
            yield _told(change)


def leads_to(model: Model, step: str) -> dict[str, tuple[str, ...]]:
    """Return by way out of a step the steps that it leads to."""
    found: dict[str, tuple[str, ...]] = {}
    for edge in sorted(model.out_edges(step), key=lambda edge: str(edge["target"])):
        port = str(edge["port"])
        found[port] = (*found.get(port, ()), str(edge["target"]))
    return found


def _told(change: Change) -> Told:
    """Take the sentence of a change apart: the place comes first, the two values last."""
    ends = {
        "changed": f"{spell(change.old)} → {spell(change.new)}",
        "added": f"added: {spell(change.new)}",
        "removed": f"removed (was {spell(change.old)})",
    }
    verb = change.code.rpartition(".")[2]
    what = change.sentence.removesuffix(ends.get(verb, "")).strip(" ,:")
    old, new = _where_they_part(change.old, change.new)
    left = _NOTHING if verb == "added" else _value(old)
    right = _NOTHING if verb == "removed" else _value(new)
    return what[:1].upper() + what[1:] or "Settings", left, right


def _where_they_part(old: JsonValue, new: JsonValue) -> tuple[JsonValue, JsonValue]:
    """Return two long texts from shortly before the place where they differ; others as they are."""
    if not isinstance(old, str) or not isinstance(new, str):
        return old, new
    pairs = enumerate(zip(old, new, strict=False))
    same = next((at for at, (one, other) in pairs if one != other), min(len(old), len(new)))
    if same < _CLOSE or max(len(old), len(new)) < _LONG:
        return old, new
    first = same - _CLOSE // 2
    return f"…{old[first:]}", f"…{new[first:]}"


def _value(value: JsonValue) -> str:
    """Return a value in words; figures as people write them."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"{value:,}"
    if isinstance(value, str) and _TEST.fullmatch(value):
        return _THOUSANDS.sub(lambda digits: f"{int(digits[0]):,}", value)
    if isinstance(value, str) and (text := _TEXT.fullmatch(value)):
        return text[1] or _NOTHING  # a formula that is just a text
    return _NOTHING if value in ("", None) else wording.short(value, _LONGEST)
