"""Knows how people, moments, values and conditions are shown, and hides what is about a person.

Must not know any event. Who acted is told: that is what an audit trail is for.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from runtime.definition.personal import masked, masked_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import tzinfo

    from runtime.definition.json_value import JsonObject, JsonValue

LONGEST = 120
"""Letters of one value that are told."""


@dataclass(frozen=True, slots=True)
class Shown:
    """How values are told.

    Attributes:
        zone: in which moments are told; None is the zone of this machine.
        personal: whether what is about a person is told too.
        marked: ways of fields that schemas mark as personal, as formulas read them.
    """

    zone: tzinfo | None = None
    personal: bool = False
    marked: frozenset[tuple[str, ...]] = frozenset()

    def moment(self, iso: str) -> str:
        """Returns a moment as people here write it: "5 Jan 2026, 09:00"."""
        if not iso:
            return ""
        local = datetime.fromisoformat(iso).astimezone(self.zone)
        return f"{local.day} {local:%b %Y, %H:%M}"

    def text(self, text: str) -> str:
        """Returns a text that a person wrote, or that was made of the case."""
        found = text if self.personal else masked_text(text)
        return found if len(found) <= LONGEST else found[:LONGEST] + "…"

    def value(self, name: str, value: JsonValue) -> str:
        """Returns the value of a field; `name` is its path ("data.client.name")."""
        return self.text(_plain(self.hidden(name, value)))

    def hidden(self, name: str, value: JsonValue) -> JsonValue:
        """Returns the value of a field without what may not be told."""
        if self.personal:
            return value
        return masked(value, tuple(name.split(".")), self.marked)

    def facts(self, facts: JsonObject) -> JsonObject:
        """Returns named values without what may not be told."""
        return {name: self.hidden(name, value) for name, value in facts.items()}

    def told(self, facts: JsonObject) -> str:
        """Returns named values in a few words: "data.margin was 27 and data.kind was fixed"."""
        return and_list([f"{name} was {self.value(name, value)}" for name, value in _flat(facts)])


def _flat(facts: JsonObject, head: str = "") -> Iterator[tuple[str, JsonValue]]:
    """Yields the values inside of objects with their paths."""
    for name, value in facts.items():
        if isinstance(value, dict) and value:
            yield from _flat(value, f"{head}{name}.")
        else:
            yield head + name, value


def who(name: str) -> str:
    """Returns a person or role as people name them."""
    kind, _, rest = name.partition(":")
    if kind == "role" and rest:
        return f"the role {rest}"
    if kind == "user" and rest:
        return rest
    return {"system": "Baton", "timer": "the clock", "": "somebody"}.get(name, name)


def everybody(names: Iterable[str], link: str = "or") -> str:
    """Returns several people."""
    return and_list([who(name) for name in names], link) or "nobody in particular"


def and_list(parts: list[str], link: str = "and") -> str:
    """Returns parts as one says them: "a, b and c"."""
    *most, last = parts or [""]
    return f"{', '.join(most)} {link} {last}" if most else last


def _plain(value: JsonValue) -> str:
    if value is None:
        return "empty"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return f"“{value}”"
    if isinstance(value, list | dict) and not value:
        return "an empty list" if isinstance(value, list) else "empty"
    return json.dumps(value, ensure_ascii=False)
