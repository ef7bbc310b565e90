"""What a person loses when test data is read wrongly: a test says nothing about the workflow."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.definition.samples import (
    Sample,
    SimulatedAnswer,
    pinned_samples,
    samples_of,
    simulated_answers,
)
from tests.helpers.workflow_strategies import JSON

PARTS = st.dictionaries(st.sampled_from(["items", "pinned", "answers", "x"]), JSON, max_size=3)


def test_what_a_workflow_keeps_is_read_for_the_steps_that_are_drawn() -> None:
    kept: Any = {
        "ask": {
            "items": {"yes": {"output": {"ok": True}, "port": "approved"}, "odd": 1},
            "pinned": "yes",
            "answers": [{"outcome": "approved"}, {"values": {"why": "x"}, "actor": "user:lead"}],
        },
        "free": {"items": {"one": {"output": None}}, "pinned": "other"},
        "gone": {"items": {"one": {"output": 1}}, "pinned": "one", "answers": [{"reason": "x"}]},
    }
    drawn = {"ask", "free"}
    assert pinned_samples(kept, drawn) == {"ask": Sample("yes", {"ok": True}, "approved")}
    assert samples_of(kept, "free") == {"one": Sample("one", None, "out")}
    first, second = simulated_answers(kept, drawn)["ask"]
    assert first == SimulatedAnswer("ask", "approved")
    assert second == SimulatedAnswer("ask", values={"why": "x"}, actor="user:lead")


@pytest.mark.parametrize("plain", [None, [], {"outcome": 1}, {"values": []}, {"mood": "good"}])
def test_an_answer_in_another_form_is_given_by_nobody(plain: Any) -> None:
    """A newer program may mean something by it that this one would do wrongly."""
    assert simulated_answers({"ask": {"answers": [plain]}}, {"ask"}) == {}


@given(st.dictionaries(st.sampled_from("ab"), JSON | PARTS, max_size=2) | JSON)
def test_no_test_data_keeps_a_workflow_from_being_tested(kept: Any) -> None:
    for answers in simulated_answers(kept, {"a", "b"}).values():
        assert all(isinstance(each.outcome, str) for each in answers)
    for step, sample in pinned_samples(kept, {"a", "b"}).items():
        assert sample == samples_of(kept, step)[sample.name]
