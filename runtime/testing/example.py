"""Knows the file of an example: what is drawn, done and expected. Must not run it.

An example holds a whole workflow, or only the params of one step. Around those, the rest is drawn:
the start (and the case fields it is given), the step, and one end for each way out.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Literal

from pydantic import (
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    JsonValue,
    ValidationError,
    model_validator,
)

from runtime.calendars import NamedCalendars
from runtime.definition.definition import Definition
from runtime.errors import BatonError
from runtime.step import Around
from runtime.testing.clock import MORNING

if TYPE_CHECKING:
    from pathlib import Path

    from runtime.step import Kind

STEP = "step"
"""Id of the step under test in a drawing made of params alone."""


class ExampleError(BatonError):
    """An example cannot be read, or does not turn out as it says."""

    code = "example"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, validate_by_name=True)


class Answer(_Part):
    """A person answers the open task of a step; `refused` expects that they may not."""

    step: str
    by: str = Field(alias="as")
    roles: list[str] = []
    outcome: str = ""
    values: dict[str, JsonValue] = {}
    reason: str = ""
    refused: bool = False


class HandOver(_Part):
    """A person hands the open task of a step to others."""

    step: str
    by: str = Field(alias="as")
    roles: list[str] = []
    to: list[str]
    reason: str = ""
    refused: bool = False


class Mend(_Part):
    """A person mends the incident of a step."""

    step: str
    by: str = Field("user:operator", alias="as")
    action: Literal["retry", "skip", "route"]
    output: JsonValue = None
    request: JsonValue = None
    reason: str = "mended"


class Message(_Part):
    """A message is sent to whichever case waits for it."""

    name: str
    key: str = ""
    content: JsonValue = None
    by: str = Field("user:sender", alias="as")


class Add(_Part):
    """A person adds items to a repetition that is under way."""

    step: str
    items: list[JsonValue]
    by: str = Field("user:operator", alias="as")


class Outcome(_Part):
    """What the effect of a step gives the next time: an output, or how it fails."""

    step: str
    output: JsonValue = None
    fails: dict[str, Any] | None = None


class Do(_Part):
    """One thing that happens."""

    answer: Answer | None = None
    delegate: HandOver | None = None
    resolve: Mend | None = None
    advance: str | None = None
    effect: Outcome | None = None
    message: Message | None = None
    add: Add | None = None

    @model_validator(mode="after")
    def _one(self) -> Do:
        if len(self.model_fields_set) != 1:
            raise ValueError("each entry of “do” holds exactly one thing")
        return self


class Expect(_Part):
    """How it must turn out. Of objects, only the members that stand here are compared.

    Attributes:
        port, because: of the step under test.
        output: of the step under test, or of the case when a whole workflow is drawn.
        data: the case fields.
        order: the steps that were completed, in order, start and ends left out.
        waiting_for: ids of the steps that wait.
        error: of a failed case.
        incident: the message of the open incident holds this text.
    """

    status: Literal["completed", "waiting", "failed", "cancelled"]
    port: str | None = None
    output: JsonValue = None
    data: dict[str, JsonValue] | None = None
    order: list[str] | None = None
    because: JsonValue = None
    waiting_for: list[str] | None = None
    error: dict[str, JsonValue] | None = None
    incident: str | None = None


class Example(_Part):
    """An example of a step kind.

    Attributes:
        workflows: other workflows that the drawn one runs.
        connections: name to connector id, for `params`; a drawn workflow declares its own.
        calendars: business calendars in the form of their file.
        now: when the case is started; an ISO moment with its zone.
        requester: who starts the case.
    """

    title: str = Field(min_length=1)
    params: dict[str, JsonValue] | None = None
    workflow: dict[str, JsonValue] | None = None
    workflows: list[dict[str, JsonValue]] = []
    input: JsonValue = Field(default_factory=dict)
    data: dict[str, JsonValue] = {}
    connections: dict[str, str] = {}
    calendars: list[JsonValue] = []
    now: AwareDatetime = MORNING
    requester: str = "user:requester"
    do: list[Do] = []
    expect: Expect

    @model_validator(mode="after")
    def _one(self) -> Example:
        if (self.params is None) == (self.workflow is None):
            raise ValueError("an example holds either params or a workflow")
        if self.workflow is not None and self.data:
            raise ValueError("a drawn workflow sets its own case fields; “data” goes with params")
        return self

    def definition(self, kind: Kind[Any]) -> Definition:
        """Returns the workflow that is run.

        Args:
            kind: what `params` belong to.

        Raises:
            DefinitionError: the drawn workflow cannot be read.
        """
        if self.workflow is not None:
            return Definition.from_document(self.workflow)
        return Definition.from_document(
            drawn_around(kind, self.params or {}, self.data, self.connections)
        )

    def around(self) -> Around:
        """Returns what the step may know of the drawing."""
        if self.workflow is None:
            return Around(self.connections)
        declared = Definition.from_document(self.workflow).meta.connections
        return Around({name: found.connector for name, found in declared.items()})

    def book(self) -> NamedCalendars:
        """Returns the business calendars; raises CalendarError."""
        return NamedCalendars.from_json({"format": 1, "calendars": self.calendars})


def load_example(path: Path) -> Example:
    """Reads an example.

    Raises:
        ExampleError: it is none; names the first place that is wrong.
    """
    try:
        return Example.model_validate(json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, ValidationError) as error:
        raise ExampleError(
            f"The example {path.name} cannot be read.", why=str(error), next_step="Correct it."
        ) from error


def drawn_around(
    kind: Kind[Any],
    params: dict[str, JsonValue],
    data: dict[str, JsonValue],
    connections: dict[str, str],
) -> dict[str, object]:
    """Returns a document: start, case fields if any, the step, an end for each way out."""
    ports = [port.name for port in kind.ports(kind.params.model_validate(params))]
    nodes: list[dict[str, object]] = []
    nodes.append({"id": STEP, "kind": kind.name, "params": params})
    edges: list[dict[str, str]] = [
        {"source": STEP, "port": port, "target": f"end_{n}"} for n, port in enumerate(ports)
    ]
    nodes.extend({"id": f"end_{n}", "kind": "end"} for n, _ in enumerate(ports))
    before = STEP
    if data:
        values = {name: json.dumps(value) for name, value in data.items()}
        nodes.append({"id": "case", "kind": "set_fields", "params": {"fields": values}})
        edges.append({"source": "case", "port": "out", "target": STEP})
        before = "case"
    if not kind.begins:
        nodes.append({"id": "start", "kind": "start"})
        edges.append({"source": "start", "port": "out", "target": before})
    owners = {"business": "process owner", "technical": "integration", "control": "finance control"}
    graph: dict[str, object] = {"format": 1, "id": "example", "name": "Example", "owners": owners}
    graph["connections"] = {name: {"connector": id_} for name, id_ in connections.items()}
    return {"directed": True, "multigraph": True, "graph": graph, "nodes": nodes, "edges": edges}
