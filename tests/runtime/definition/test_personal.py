"""Personal data stay hidden: whoever shows a case to others, or copies from it, relies on that."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.panels.data.nodes import Looks, Node
from runtime.definition.personal import MASK, is_personal, masked, masked_text, named_personal

if TYPE_CHECKING:
    from runtime.definition.json_value import JsonValue

NAMES = st.sampled_from(
    ["email", "name", "client", "amount", "homePhone", "iban", "lines", "note", "a@b.example"]
) | st.text(max_size=6)
TEXTS = st.text(max_size=30) | st.sampled_from(
    [
        "write to analyst@example.org, please",
        "+33 1 23 45 67 89",
        "FR76 3000 6000 0112 3456 7890 189",
        "user:analyst",
        "06 12 34 56 78",
        "2026-11-21",
    ]
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=20,
)
FOUND = re.compile(r"[\w.+-]+@\w+\.\w|user:\w|\+33 1")


@given(VALUES)
def test_what_is_masked_stays_masked_and_keeps_its_shape(value: JsonValue) -> None:
    once = masked(value)
    assert masked(once) == once
    assert shape(once) == shape(value)
    assert not FOUND.search(json.dumps(once, ensure_ascii=False))


@given(VALUES)
def test_what_is_copied_is_what_masking_gives(value: JsonValue) -> None:
    """Copied text is made in pieces; not one piece may tell more than the screen."""
    copied = "".join(Node(Looks(masks=True), (), value).json())
    assert json.loads(copied) == masked(value)
    assert json.loads("".join(Node(Looks(), (), value).json())) == value


@given(VALUES)
def test_no_row_tells_what_is_hidden(value: JsonValue) -> None:
    waiting = [Node(Looks(masks=True), (), {"it": value})]
    while waiting:
        node = waiting.pop()
        assert not FOUND.search(f"{node.title} {node.told} {node.line()} {node.trail}")
        waiting += node.inside()


@given(st.text(alphabet="abc @.+0123456789-:user", max_size=40))
def test_any_text_is_masked_once_and_for_all(text: str) -> None:
    assert masked_text(masked_text(text)) == masked_text(text)


def shape(value: JsonValue) -> Any:
    if isinstance(value, dict):
        return [shape(inner) for inner in value.values()]
    return [shape(inner) for inner in value] if isinstance(value, list) else None


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Ask o'neil@example.co.uk now", f"Ask {MASK} now"),
        ("Call +49 (0)30 1234567.", f"Call {MASK}."),
        ("Call 0049 30 1234567", f"Call {MASK}"),
        ("06 12 34 56 78", MASK),
        ("Pay to DE89 3704 0044 0532 0130 00 today", f"Pay to {MASK} today"),
        ("DE89370400440532013000", MASK),
        ("AB12 FR7630006000011234567890189", f"AB12 {MASK}"),
        ("by user:delivery.lead", f"by {MASK}"),
    ],
)
def test_what_a_text_says_about_a_person_is_hidden(text: str, shown: str) -> None:
    assert masked_text(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-21T10:00:00+00:00",
        "21.11.2026",
        "01.02.2026 10:00",
        "01/02/2026",
        "7200.00 EUR",
        "SOW-1001 Warehouse planning rollout",
        "role:finance",
        "AB12 3456 7890 1234 5678",
        "00:30",
        "1 234 567",
    ],
)
def test_plain_texts_stay_readable(text: str) -> None:
    assert masked_text(text) == text


@pytest.mark.parametrize(
    ("way", "hides"),
    [
        (("client", "email"), True),
        (("contact", "name"), True),
        (("first_name",), True),
        (("invoiceAddress", "street"), True),
        (("postal_code",), True),
        (("project", "name"), False),
        (("products", "name"), False),
        (("file_name",), False),
        (("amount",), False),
        (("mailing",), False),
    ],
)
def test_names_of_fields_tell_what_is_personal(*, way: tuple[str, ...], hides: bool) -> None:
    assert is_personal(way) is hides


def test_a_field_that_the_schema_marks_is_hidden_with_all_that_is_in_it() -> None:
    case: dict[str, Any] = {"badge": {"number": 7, "valid": True, "colour": "blue"}, "size": 3}
    shown = masked(case, (), frozenset({("badge",)}))
    assert shown == {"badge": {"number": MASK, "valid": True, "colour": MASK}, "size": 3}
    assert not named_personal("badge")
