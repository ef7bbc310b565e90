"""Knows an operation that a made-up system offers. Must not know the editors."""

from __future__ import annotations

from connectors.manifest import HttpCall, Operation


def create_project() -> Operation:
    """Return an operation with two required fields and two others."""
    return Operation(
        id="create_project",
        title="Create a project",
        description="Creates a project.",
        effect="write",
        idempotency="keyed",
        input_schema={
            "type": "object",
            "required": ["amount", "client"],
            "properties": {
                "note": {"type": "string"},
                "amount": {"type": "number", "title": "Contract value"},
                "client": {"type": "string", "title": "Client <b>name</b>"},
                "region": {"type": "string"},
            },
        },
        output_schema={"type": "object"},
        example_output={},
        call=HttpCall(method="POST", path="/projects"),
    )
