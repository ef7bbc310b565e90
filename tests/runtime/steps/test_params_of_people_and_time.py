"""What a process owner is told while drawing, instead of by a case that stands still later."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from runtime import steps
from runtime.primitives import Person
from runtime.step import Around
from runtime.step.people import DeadlineParams

WHO = {"title": "Approve?", "assignees": '"role:finance"'}


def findings(name: str, **params: Any) -> list[tuple[str, str]]:
    kind = steps.kind(name)
    found = kind.findings(kind.params.model_validate({**WHO, **params}))
    return [(finding.code, finding.field) for finding in found]


@pytest.mark.parametrize("name", ["approval", "task"])
@pytest.mark.parametrize("field", ["due", "remind"])
@pytest.mark.parametrize("text", ["2 days or so", "P1M", "P1BDT4H", "-P1D"])
def test_a_time_that_is_none_is_refused_while_drawing(name: str, field: str, text: str) -> None:
    with pytest.raises(ValidationError, match=r"duration|mixes"):
        steps.kind(name).params.model_validate({**WHO, field: text})


@pytest.mark.parametrize("name", ["approval", "task"])
@pytest.mark.parametrize(
    "form",
    [
        {"type": "strin"},
        {"properties": {"a": {"pattern": "("}}},
        {"$ref": Path(__file__).as_uri()},
        {"$schema": "http://127.0.0.1:9/schema"},
        {"type": "array"},
    ],
)
def test_a_form_that_nobody_could_fill_in_is_refused_while_drawing(
    name: str, form: dict[str, Any]
) -> None:
    with pytest.raises(ValidationError, match=r"JSON Schema|type object"):
        steps.kind(name).params.model_validate({**WHO, "form": form})


@pytest.mark.parametrize("name", ["approval", "task"])
def test_times_that_lead_to_nothing_are_shown(name: str) -> None:
    assert findings(name, when_overdue="go_on") == [("deadline.none", "due")]
    assert findings(name, escalate_to='"user:analyst"') == [("deadline.none", "due")]
    unused = findings(name, due="P1D", when_overdue="go_on", escalate_to='"user:analyst"')
    assert unused == [("deadline.unused", "escalate_to")]
    assert findings(name, due="P2BD", remind="P1BD", escalate_to='"user:analyst"') == []
    assert findings(name, due="P2BD") == []


@pytest.mark.parametrize(
    ("remind", "due", "late"),
    [
        ("P1D", "P2D", False),
        ("P2D", "PT48H", True),
        ("P3D", "P2D", True),
        ("P2BD", "P2BD", True),
        ("P1BDT1BH", "P2BD", False),
        ("P3D", "P2BD", False),
    ],
)
def test_a_reminder_after_the_end_is_shown(remind: str, due: str, *, late: bool) -> None:
    times = DeadlineParams.model_validate({"due": due, "remind": remind, "escalate_to": "x"})
    found = [finding.code for finding in times.late_findings()]
    assert found == (["deadline.reminder"] if late else [])


@pytest.mark.parametrize("name", ["approval", "task"])
def test_what_is_asked_stands_above_until_when(name: str) -> None:
    """Else a person who draws a step is asked for a deadline before the question."""
    fields = list(steps.kind(name).params.model_json_schema()["properties"])
    assert fields[:3] == ["title", "assignees", "facts"]
    assert fields[-5:] == ["due", "remind", "when_overdue", "escalate_to", "calendar"]


def test_an_approval_can_ask_for_more_than_one_refusal() -> None:
    kind = steps.kind("approval")
    made = kind.compile(kind.params.model_validate({**WHO, "needed": 2, "refusals": 2}), Around())
    assert isinstance(made, Person)
    assert [(o.port, o.quorum) for o in made.outcomes] == [("approved", 2), ("rejected", 2)]


@pytest.mark.parametrize("given", [{}, {"duration": "PT1H", "until": "data.x"}])
def test_a_wait_is_told_one_thing(given: dict[str, str]) -> None:
    with pytest.raises(ValidationError, match="exactly one of the three"):
        steps.kind("wait").params.model_validate(given)
