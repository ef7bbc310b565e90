"""Knows which data are about a person, and hides them. Pure: must not know Qt, runs or files.

By three signs: the schema marks a field, its name says so ("phone"), or its text looks like an
address, a number or a person's id. Rather too much is hidden than too little.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice, pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container

    from runtime.definition.json_value import JsonObject, JsonValue

MARK = "x-baton-personal"
"""What a field's schema says when it is about a person."""
MASK = "•••"
"""Stands where something is hidden."""


def _words_in(text: str) -> frozenset[str]:
    return frozenset(text.split())


_DEEPEST = 150
_GLIMPSE = 6
_PERSONAL = _words_in(
    "email mail phone telephone tel mobile fax iban bic firstname lastname surname forename"
    " fullname birthday birthdate birth born dob ssn passport address street postcode zip gender"
    " nationality salary wage vorname nachname strasse telefon prenom adresse"
)
_OF_THINGS = _words_in(
    "file folder project product service company legal business trade display step workflow"
    " template currency country city bank table column field connection system event sample"
    " branch rule task outcome category unit brand model entity organisation organization"
    " department team host"
)
"""A name behind or inside of one of these is not that of a person."""
_PAIRS = frozenset({("post", "code"), ("postal", "code"), ("zip", "code"), ("date", "of")})
_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[^\W\d_]+")

_EMAIL = re.compile(r"(?<![\w.+'-])[\w.+'-]++@[\w-]+(?:\.[\w-]+)+")
_ACTOR = re.compile(r"\buser:[\w.@+-]+")
_ABROAD = re.compile(r"(?<![\w.,+])(?:\+|00)[1-9](?:[ ()/.-]{0,2}\d){6,14}(?!\w)")
_AT_HOME = re.compile(r"(?<![\w.,/-])0\d{1,4}[ /.-](?:[ /.-]?\d){5,12}(?![\w/-])")
_DAY = re.compile(r"\d\d([./-])\d\d\1\d{2,4}(?![\d./-])")
_IBAN_HEAD = re.compile(r"(?<![A-Za-z0-9])[A-Z]{2}\d{2}")
_IBAN_REST = re.compile(r"(?:[ -]?[A-Z0-9]){11,30}")
_IBAN_SHORTEST = 15


def masked(
    value: JsonValue, way: tuple[str, ...] = (), marked: frozenset[tuple[str, ...]] = frozenset()
) -> JsonValue:
    """Return a value with all that is about a person hidden; its shape stays.

    Args:
        value: any; it is not changed.
        way: names from the top to it, without numbers of items.
        marked: ways of fields that the schema says are personal.
    """
    return _masked(value, way, marked, is_personal=is_personal(way, marked), depth=0)


def is_personal(way: tuple[str, ...], marked: frozenset[tuple[str, ...]] = frozenset()) -> bool:
    """Whether what lies at a way, or around it, is about a person."""
    return any(
        way[:end] in marked or named_personal(way[end - 1], way[end - 2] if end > 1 else "")
        for end in range(1, len(way) + 1)
    )


@lru_cache(maxsize=4_000)
def named_personal(name: str, around: str = "") -> bool:
    """Whether a field of this name, inside of one of that name, is about a person."""
    words = [word.lower() for word in _WORDS.findall(name[:200])]
    if _PERSONAL.intersection(words) or _PAIRS.intersection(pairwise(words)):
        return True
    if not words or words[-1] not in {"name", "names"}:
        return False
    of = {*words[:-1], *(word.lower().removesuffix("s") for word in _WORDS.findall(around[:200]))}
    return not of & _OF_THINGS


def masked_scalar(value: JsonValue, *, is_personal: bool) -> JsonValue:
    """Return a single value, hidden where it is about a person; yes, no and nothing tell none."""
    if is_personal:
        return value if value is None or isinstance(value, bool) or value == "" else MASK
    return masked_text(value) if isinstance(value, str) else value


@lru_cache(maxsize=2_000)
def masked_text(text: str) -> str:
    """Return a text with addresses, numbers and ids of persons hidden."""
    while True:
        found = _EMAIL.sub(MASK, text)
        found = _without_ibans(found)
        found = _ACTOR.sub(MASK, found)
        found = _ABROAD.sub(MASK, found)
        found = _AT_HOME.sub(_unless_a_day, found)
        if found == text:
            return found
        text = found  # what is left may touch otherwise now


def glimpse(value: JsonValue, *, is_personal: bool, around: str = "") -> JsonValue:
    """Return the beginning of a value, masked: as much of it as is said on one line."""
    if isinstance(value, dict):
        return {
            masked_text(name): inner
            if isinstance(inner, dict | list)
            else masked_scalar(inner, is_personal=is_personal or named_personal(name, around))
            for name, inner in islice(value.items(), _GLIMPSE)
        }
    return masked_scalar(value, is_personal=is_personal) if not isinstance(value, list) else []


def _masked(
    value: JsonValue,
    way: tuple[str, ...],
    marked: frozenset[tuple[str, ...]],
    *,
    is_personal: bool,
    depth: int,
) -> JsonValue:
    if depth > _DEEPEST:
        return MASK
    if isinstance(value, list):
        return [
            _masked(item, way, marked, is_personal=is_personal, depth=depth + 1) for item in value
        ]
    if not isinstance(value, dict):
        return masked_scalar(value, is_personal=is_personal)
    found: dict[str, JsonValue] = {}
    for name, inner in value.items():
        here = (*way, name)
        hides = is_personal or here in marked or named_personal(name, way[-1] if way else "")
        key = unused(masked_text(name), found)
        found[key] = _masked(inner, here, marked, is_personal=hides, depth=depth + 1)
    return found


def unused(name: str, taken: Container[str]) -> str:
    """Return a name that is free, for two names may look alike when they are hidden."""
    number, found = 1, name
    while found in taken:
        number += 1
        found = f"{name} {number}"
    return found


def _unless_a_day(found: re.Match[str]) -> str:
    return found.group() if _DAY.match(found.group()) else MASK


def _without_ibans(text: str) -> str:
    done, parts = 0, list[str]()
    for head in _IBAN_HEAD.finditer(text):
        end = _iban_end(text, head) if head.start() >= done else 0
        if end:
            parts += [text[done : head.start()], MASK]
            done = end
    return "".join([*parts, text[done:]])


def _iban_end(text: str, head: re.Match[str]) -> int:
    """Return where the account number that begins here ends; 0 where it is none."""
    rest = _IBAN_REST.match(text, head.end())
    end = rest.end() if rest else 0
    while end - head.start() >= _IBAN_SHORTEST:
        compact = re.sub(r"[ -]", "", text[head.start() : end])
        is_whole = text[end - 1].isalnum() and not text[end : end + 1].isalnum()
        if is_whole and len(compact) >= _IBAN_SHORTEST and _adds_up(compact):
            return end
        end -= 1
    return 0


def _adds_up(iban: str) -> bool:
    digits = "".join(str(int(char, 36)) for char in iban[4:] + iban[:4])
    return int(digits) % 97 == 1


def marked_in(schema: JsonObject) -> frozenset[tuple[str, ...]]:
    """Return the ways of the fields that a JSON Schema marks as personal."""
    return frozenset(_marked(schema, (), 0))


def _marked(schema: JsonValue, way: tuple[str, ...], depth: int) -> list[tuple[str, ...]]:
    if not isinstance(schema, dict) or depth > _DEEPEST:
        return []
    found = [way] if schema.get(MARK) is True else []
    fields = schema.get("properties")
    for name, inner in fields.items() if isinstance(fields, dict) else ():
        found += _marked(inner, (*way, name), depth + 1)
    return found + _marked(schema.get("items"), way, depth + 1)
