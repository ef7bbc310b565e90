"""Tests that a test of a workflow tells what changed, and nothing else.

If they fail, people chase differences that are none, or a wrong amount goes through as expected.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt

from designer.assets.theme import LIGHT
from designer.panels.cases.case import Case, Expected, Field, case_of
from designer.panels.cases.changing import changes_by
from designer.panels.cases.compare import (
    accepted,
    differences,
    end_words,
    place_words,
    unlike,
)
from designer.panels.cases.reached import Reached
from designer.panels.cases.recording import usual_fields, with_value
from designer.panels.cases.rows import DifferenceRows

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from runtime.definition.json_value import JsonValue

_NAMES = st.text("abcxyz._ ", min_size=1, max_size=4)
_SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(10**12), 10**12)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8)
    | st.decimals(allow_nan=False, allow_infinity=False, places=2).map(str)
    | st.datetimes().map(lambda moment: moment.isoformat())
)
_VALUES: st.SearchStrategy[JsonValue] = st.recursive(
    _SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_NAMES, inner, max_size=3),
    max_leaves=8,
)
_DATA = st.dictionaries(_NAMES, _VALUES, max_size=4)
_STEPS = st.dictionaries(
    _NAMES, st.dictionaries(st.sampled_from(["out", "error", "yes"]), st.integers(1, 3), min_size=1)
)


def _steady(value: JsonValue) -> bool:
    del value
    return False


def recorded(got: Reached) -> Expected:
    fields = usual_fields(got, _steady)
    return Expected(
        status=got.status, error=got.error, ends=got.ends, steps=got.steps, fields=fields
    )


@given(data=_DATA, result=_VALUES, steps=_STEPS, status=st.sampled_from(["completed", "failed"]))
def test_a_run_is_always_equal_to_its_own_recording(
    data: dict[str, JsonValue], result: JsonValue, steps: dict[str, dict[str, int]], status: str
) -> None:
    got = Reached(status, data=data, result=result, steps=steps, ends=("paid",))
    kept = Case(expected=recorded(got)).plain()
    read = case_of(kept)
    assert read is not None
    assert differences(read.expected, got) == []


@given(before=_DATA, after=_DATA, steps=_STEPS)
def test_what_was_accepted_differs_no_longer(
    before: dict[str, JsonValue], after: dict[str, JsonValue], steps: dict[str, dict[str, int]]
) -> None:
    expected = recorded(Reached(data=before))
    got = Reached("failed", error="x", data=after, steps=steps, ends=("rejected",))
    assert differences(accepted(expected, got), got) == []


@given(data=_DATA, other=st.text("qw", min_size=1, max_size=3), pick=st.data())
def test_any_value_that_changes_is_told_with_its_place(
    data: dict[str, JsonValue], other: str, pick: st.DataObject
) -> None:
    expected = recorded(Reached(data=data))
    plain = [f for f in expected.fields if not isinstance(f.value, list | dict)]
    if plain:
        changed = pick.draw(st.sampled_from(plain))
        now = with_value({"data": data}, changed.at, f"changed {other}")
        assert isinstance(now, dict)
        found = differences(expected, Reached(data=now["data"]))
        assert changed.at in [each.at for each in found]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("10.50", 10.5),
        ("10.50", "10.5"),
        (7200, 7200.0),
        ("2026-11-21T10:00:00Z", "2026-11-21T11:00:00+01:00"),
        ("2026-11-21T10:00:00+00:00", "2026-11-21T10:00:00.000Z"),
        ({"amount": "1.00"}, {"amount": "1", "new": True}),
    ],
)
def test_money_and_moments_are_compared_by_what_they_mean(one: JsonValue, other: JsonValue) -> None:
    assert not [*unlike(one, other, ())]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("007", "7"),
        ("10.50", "10.51"),
        (True, 1),
        (False, None),
        (0, ""),
        ("2026-11-21T10:00:00Z", "2026-11-21T10:00:00+01:00"),
        ([1, 2], [1]),
        ([1], [1, 2]),
        ({"a": 1}, {}),
        ("a", ["a"]),
    ],
)
def test_what_means_something_else_differs(one: JsonValue, other: JsonValue) -> None:
    assert [*unlike(one, other, ())]


def test_steps_are_told_by_what_people_see() -> None:
    expected = Expected(
        ends=("paid",),
        steps={"ask": {"approved": 1}, "pay": {"out": 1}, "loop": {"out": 3}, "paid": {"end": 1}},
    )
    got = Reached(
        ends=("refused",),
        steps={"ask": {"rejected": 1}, "loop": {"out": 2}, "refused": {"end": 1}},
    )
    found = differences(expected, got, lambda step: step.capitalize())
    assert [(each.where, each.expected, each.got) for each in found] == [
        ("How it ends", "ends at “Paid”", "ends at “Refused”"),
        ("Ask", "goes on by “approved”", "goes on by “rejected”"),
        ("Pay", "runs", "not needed"),
        ("Loop", "runs 3 times", "runs 2 times"),
    ]
    assert found[1].step == "ask"
    drawn = differences(expected, got, str, ["loop", "pay", "ask"])
    assert [each.where for each in drawn[1:]] == ["loop", "pay", "ask"], "as in the drawing"
    loose = expected.model_copy(update={"compares_steps": False})
    assert [each.sort for each in differences(loose, got)] == ["end"]


def test_an_error_is_told_with_its_words() -> None:
    got = Reached("failed", error="connector.rejected", message="The client is blocked.")
    (found,) = differences(Expected(), got)
    assert (found.expected, found.got) == (
        "ends",
        "fails because a system said no: The client is blocked.",
    )


def test_a_code_is_told_in_plain_words_and_stands_in_the_tip(qtbot: QtBot) -> None:
    """Nobody who draws workflows knows codes; whoever writes to the help desk needs them."""
    del qtbot
    expected = Expected(status="failed", error="connector.not_found")
    got = Reached("failed", error="expression.result", message="The sum is no number.")
    rows = DifferenceRows(LIGHT)
    rows.show_rows(differences(expected, got))
    tips = [str(rows.index(0, at).data(Qt.ItemDataRole.ToolTipRole)) for at in (1, 2)]
    told = [str(rows.index(0, at).data()) for at in (1, 2)]
    assert told == [
        "fails because a record does not exist",
        "fails because a formula could not be worked out: The sum is no number.",
    ]
    assert [tip.splitlines()[-1] for tip in tips] == [
        "Code: connector.not_found",
        "Code: expression.result",
    ]


def test_a_code_that_a_person_chose_is_told_as_it_is() -> None:
    own = end_words("failed", "credit.refused", (), str)
    assert own == "fails with the code “credit.refused”"
    assert end_words("failed", "", (), str) == "fails"


def test_places_count_items_from_one() -> None:
    assert place_words(("data", "lines", 0, "amount")) == "lines · 1 · amount"
    assert place_words(("result", "total")) == "result · total"
    assert place_words(("result",)) == "result"


def test_numbers_of_the_run_and_its_moments_are_not_expected_by_themselves() -> None:
    changes = changes_by("run-8c1f", "2026-11-21T10:00:00+00:00", "2026-11-21T10:00:05+00:00")
    data: JsonValue = {
        "client": "Client A",
        "key": "run-8c1f:invoice",
        "at": "2026-11-21T10:00:03Z",
        "day": "2026-11-21",
        "due": "2026-12-21",
        "signed": "2026-11-20T08:00:00Z",
        "token": "f3b8a6d2-0c55-4e6f-9d0b-6d2f1c3e4a5b",
        "lines": [{"id": "run-8c1f:1", "amount": "5.00"}],
        "tags": ["a", "b"],
    }
    fields = usual_fields(Reached(data=data), changes)
    assert [(*field.at[1:], field.value) for field in fields] == [
        ("client", "Client A"),
        ("due", "2026-12-21"),
        ("signed", "2026-11-20T08:00:00Z"),
        ("lines", 0, "amount", "5.00"),
        ("tags", ["a", "b"]),
    ]


def test_a_test_of_a_newer_program_is_not_read() -> None:
    assert case_of({"id": "a", "from the future": True}) is None
    assert case_of({"expected": {"fields": [{"at": "nowhere"}]}}) is None
    case = Case(id="a", expected=Expected(fields=(Field(at=("data", "x", 0), value=None),)))
    assert case_of(case.plain()) == case
