"""What a dry run would have written is told so that the owner of a process can read it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from runtime.steps.call.behaviour import Call
from runtime.steps.call.params import CallParams

if TYPE_CHECKING:
    from runtime.step import StepContext


def test_a_write_is_told_with_what_it_would_have_sent() -> None:
    """Else people read the insides of a programming language: None, True, quotes in quotes."""
    inputs = {"name": "Client C", "address": {"city": "Zürich", "zip": None}, "active": True}
    context = cast("StepContext", cast("Any", type("Context", (), {"inputs": inputs})()))
    params = CallParams(connection="erp", operation="create_client")
    assert Call().describe(context, params) == (
        "would create client in “erp” with name = Client C, "
        'address = {"city": "Zürich", "zip": null}, active = true'
    )
