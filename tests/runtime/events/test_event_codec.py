"""Events are the case: what is written must come back the same, also what an older Baton wrote.

What a user loses when one fails: a case that cannot be opened any more.
"""

from __future__ import annotations

import types
import typing
from dataclasses import MISSING, fields
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.definition import json_value
from runtime.errors import JournalError
from runtime.events import model
from runtime.events.codec import decode, encode

CLASSES: tuple[type[Any], ...] = typing.get_args(model.RunEvent)
TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=8)
WHOLE = st.integers(-(2**53), 2**53)
JSON = st.recursive(
    st.none() | st.booleans() | WHOLE | TEXT | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)
OBJECT = st.dictionaries(TEXT, JSON, max_size=3)
PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    int: WHOLE,
    str: TEXT,
    bool: st.booleans(),
    type(None): st.none(),
    dict: OBJECT,
    list: st.lists(JSON, max_size=3),
}


def values(hint: Any) -> st.SearchStrategy[Any]:
    """Any value of a field's type."""
    origin, parts = typing.get_origin(hint), typing.get_args(hint)
    if hint in PLAIN:
        return PLAIN[hint]
    if origin is tuple and parts[-1] is Ellipsis:
        return st.lists(values(parts[0]), max_size=3).map(tuple)
    if origin is tuple:
        return st.tuples(*map(values, parts))
    if origin in {typing.Union, types.UnionType}:
        # An object or nothing, or else any JSON at all.
        return st.none() | OBJECT if len(parts) == 2 else JSON
    return PLAIN[origin]


def events_of(cls: type[Any]) -> st.SearchStrategy[Any]:
    """Any event of a class."""
    hints = typing.get_type_hints(cls, localns=vars(json_value))
    return st.builds(cls, **{name: values(hint) for name, hint in hints.items()})


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.__name__)
def test_an_event_comes_back_from_its_bytes(cls: type[Any]) -> None:
    @given(events_of(cls))
    def comes_back(event: model.RunEvent) -> None:
        assert decode(*encode(event)) == event

    comes_back()


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.__name__)
def test_what_an_older_baton_did_not_write_takes_its_default(cls: type[Any]) -> None:
    """A field with a default may be added; the cases that are under way have none of it."""
    needed = {f.name for f in fields(cls) if f.default is f.default_factory is MISSING}
    hints = typing.get_type_hints(cls, localns=vars(json_value))
    plain = {name: values(hints[name]) for name in needed}

    @given(st.builds(cls, **plain))
    def opens(event: Any) -> None:
        name, body = encode(event)
        old = {field: value for field, value in orjson.loads(body).items() if field in needed}
        assert decode(name, orjson.dumps(old)) == event

    opens()


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("RunStopped", b"{}"),
        ("RunCompleted", b"{"),
        ("RunCompleted", b"[]"),
        ("RunCompleted", b"{}"),
        ("RunCompleted", b'{"output": 1, "more": 2}'),
        ("TokensCancelled", b'{"tokens": null, "why": ""}'),
    ],
)
def test_what_cannot_be_read_says_so(name: str, body: bytes) -> None:
    with pytest.raises(JournalError, match="cannot be read"):
        decode(name, body)
