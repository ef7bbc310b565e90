"""A schedule reads as words, comes back as it was written, and gives its cron line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.forms.basic.schedule_text import WEEKDAYS, Schedule, as_cron, parse, words, written
from tests.helpers.forms import editor, edits_of

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

times = st.builds("{:02}:{:02}".format, st.integers(0, 23), st.integers(0, 59))
zones = st.sampled_from(["", "UTC", "Europe/Paris"])
calendars = st.sampled_from(["", "standard"])
weekdays = st.lists(st.sampled_from(list(WEEKDAYS)), min_size=1, unique=True).map(tuple)
days = st.lists(st.sampled_from(["1", "15", "31", "last"]), min_size=1, unique=True).map(tuple)
schedules = st.one_of(
    st.builds(Schedule, st.just("daily"), at=times, zone=zones, calendar=calendars),
    st.builds(Schedule, st.just("weekly"), at=times, days=weekdays, zone=zones, calendar=calendars),
    st.builds(Schedule, st.just("monthly"), at=times, days=days, zone=zones, calendar=calendars),
    st.builds(Schedule, st.just("every"), every=st.sampled_from(["PT15M", "P1D"]), zone=zones),
    st.builds(Schedule, st.just("cron"), cron=st.just("0 8 * * 1-5"), zone=zones),
)


@given(schedules)
def test_what_is_written_is_read_back(schedule: Schedule) -> None:
    found = parse(written(schedule))
    assert found is not None
    assert written(found) == written(schedule)
    assert words(found)


@pytest.mark.parametrize(
    ("text", "said", "cron"),
    [
        ("daily 08:00 in Europe/Paris", "Every day at 08:00, Europe/Paris time", "0 8 * * *"),
        ("weekly mon,thu 17:30", "Every Monday and Thursday at 17:30, UTC time", "30 17 * * 1,4"),
        ("weekly sun 06:00", "Every Sunday at 06:00, UTC time", "0 6 * * 0"),
        (
            "monthly 1,last 09:00",
            "On the 1st and the last day of each month at 09:00, UTC time",
            "",
        ),
        ("every PT15M", "Every 15 minutes, UTC time", ""),
        (
            "daily 08:00 on standard",
            "Every day at 08:00, UTC time, not on free days of the calendar standard",
            "0 8 * * *",
        ),
    ],
)
def test_a_schedule_reads_as_words(text: str, said: str, cron: str) -> None:
    found = parse(text)
    assert found is not None
    assert words(found) == said
    assert as_cron(found) == cron


@pytest.mark.parametrize(
    "text",
    ["weekly 08:00", "daily 25:00", "monthly 32 08:00", "daily 08:00 in Mars/Base", "every x"],
)
def test_an_impossible_schedule_is_told(text: str, qtbot: QtBot) -> None:
    made = editor({"type": "string", "x-baton-field": "schedule"}, qtbot)
    made.set_value(text)
    assert made.own_problem()
    assert made.value() == text


def test_a_schedule_is_put_together(qtbot: QtBot) -> None:
    made = editor({"type": "string", "x-baton-field": "schedule"}, qtbot)
    heard = edits_of(made)
    made.set_value("daily 08:00 in Europe/Paris")
    assert heard == []
    weekly = made._how.findText("Every week")
    made._how.setCurrentIndex(weekly)
    made._how.activated.emit(weekly)
    assert heard[-1] == "weekly mon 08:00 in Europe/Paris"
