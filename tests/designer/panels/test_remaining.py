"""Who looks at a card must see how much time is left, and not what was left an hour ago."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.panels.remaining import holds_for, left

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def in_(**span: float) -> str:
    return (NOW + timedelta(**span)).isoformat()


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (in_(days=2, hours=4, minutes=59), "2 d 4 h left"),
        (in_(days=1), "1 d left"),
        (in_(hours=3, minutes=20), "3 h left"),
        (in_(minutes=17, seconds=40), "17 min left"),
        (in_(seconds=20), "under 1 min left"),
        (in_(hours=-3), "3 h overdue"),
        (in_(seconds=-5), "under 1 min overdue"),
        ("", ""),
        ("soon", ""),
        ("2026-11-20T10:00:00", ""),
    ],
)
def test_the_time_that_is_left_is_said_in_few_words(due: str, words: str) -> None:
    assert left(due, NOW) == words


@given(st.floats(min_value=-400_000, max_value=400_000))
def test_words_hold_as_long_as_is_said_and_no_longer(seconds: float) -> None:
    due = in_(seconds=seconds)
    span = holds_for(due, NOW)
    assert span is not None
    assert 0 <= span <= 3_600
    assert left(due, NOW + timedelta(seconds=max(span - 0.01, 0))) == left(due, NOW)
    assert left(due, NOW + timedelta(seconds=span + 0.01)) != left(due, NOW)


def test_nothing_counts_down_where_nothing_is_due() -> None:
    assert holds_for("", NOW) is None
