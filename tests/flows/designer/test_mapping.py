"""A person fills what a step needs by name: nobody types what the case already knows."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.flows.designer.test_bad_input import workflow
from tests.helpers.windows import Seat, seated

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

pytest_plugins = ["tests.helpers.stall_watch"]
pytestmark = pytest.mark.slow


def client_order() -> dict[str, Any]:
    """A workflow that begins with a client and is to make them known to a system."""
    fields = {"name": {"type": "string"}, "code": {"type": "string"}, "colour": {"type": "string"}}
    made = workflow(
        connections={"erp": {"connector": "tryton"}},
        input={"type": "object", "properties": fields, "required": ["name", "code"]},
    )
    params: dict[str, Any] = {"connection": "erp", "operation": "create_client", "inputs": {}}
    made["nodes"][1] |= {"kind": "call", "params": params}
    return made


def test_what_is_called_alike_is_mapped_by_one_click(qtbot: QtBot, home: Path) -> None:
    file = home / "order.baton.json"
    file.write_text(json.dumps(client_order()))
    with seated(qtbot, home / "kept", file) as seat, seat.never_stuck():
        seat.choose("Work it out")
        seat.push("Map by name")
        seat.wait(lambda: inputs(seat))
        assert inputs(seat) == {"name": "input.name", "code": "input.code"}
        seat.press("Ctrl+Z")
        assert not inputs(seat)
        seat.press("Ctrl+Y")
        seat.press("Ctrl+S")
        seat.wait(lambda: "input.code" in file.read_text())


def inputs(seat: Seat) -> Any:
    """What the system is given."""
    params: Any = seat.model.nodes[seat.named("Work it out")]["params"]
    return params.get("inputs")
