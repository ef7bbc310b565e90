"""A run is called the same wherever it is shown, so that nobody takes what was done for a test."""

from __future__ import annotations

import pytest

from designer.panels.wording import sort_of_run
from runtime.events.view import RunView


@pytest.mark.parametrize(
    ("dry", "test", "said"),
    [(True, True, "Test run"), (False, True, "Real run"), (False, False, "Run")],
)
def test_a_run_that_wrote_is_never_called_a_test(dry: bool, test: bool, said: str) -> None:
    """Else somebody takes a real booking for one that was only listed."""
    assert sort_of_run(RunView("r1", dry=dry, test=test)) == said
