"""A person draws an approval from nothing, by mouse or by keys alone; both give the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.flows.designer import approval
from tests.flows.designer.approval import Keys, Mouse

if TYPE_CHECKING:
    from tests.helpers.windows import Seat

pytest_plugins = ["tests.helpers.stall_watch"]
pytestmark = pytest.mark.slow


@pytest.mark.parametrize("hand", [Mouse, Keys])
def test_an_approval_is_drawn_from_nothing(seat: Seat, hand: type[Mouse | Keys]) -> None:
    with seat.never_stuck():
        hand(seat).draw()
    assert seat.edges() == approval.EDGES
    assert approval.steps(seat) == approval.STEPS
    seat.wait_for_no_problem()
