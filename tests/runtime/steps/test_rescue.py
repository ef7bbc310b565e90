"""A step that is to close a case for a failure must be ready at once, and must close it."""

from __future__ import annotations

import pytest

from runtime.primitives import Finish
from runtime.step import Around
from runtime.steps import kinds

RESCUES = sorted(name for name, kind in kinds().items() if kind.rescue)


def test_a_case_can_be_closed_for_a_failure() -> None:
    """Else nobody can choose that a failure stops the case."""
    assert RESCUES


@pytest.mark.parametrize("name", RESCUES)
def test_what_takes_in_a_failure_needs_nothing_filled_in_and_fails_the_case(name: str) -> None:
    kind = kinds()[name]
    params = kind.params.model_validate(dict(kind.rescue))
    made = kind.compile(params, Around())
    assert isinstance(made, Finish)
    assert made.how == "fail"
    assert made.reason is not None
    assert "error.message" in made.reason.text
    assert not kind.ports(params)
