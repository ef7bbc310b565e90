"""Knows which attributes a workflow file may hold, and their types. Must not know step kinds.

Every model allows unknown attributes, because a file written by a newer Baton or by another
networkx program must survive a round trip. What is only unwise (a duration that does not parse,
an owner that is missing) loads, and is reported by `check`: a draft must always open.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue, StringConstraints

Identifier = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class _Attributes(BaseModel):
    model_config = ConfigDict(extra="allow", strict=True, frozen=True)


class Owners(_Attributes):
    """Who answers for the workflow: names or roles, empty when nobody is named yet."""

    business: str = Field(default="", title="Business owner", description="Owns the process.")
    technical: str = Field(default="", title="Technical owner", description="Owns the connections.")
    control: str = Field(
        default="", title="Control owner", description="Owns approvals and evidence."
    )


class Setting(_Attributes):
    """A named threshold that may differ from one environment to another."""

    title: str = Field(default="", title="Title")
    value_type: str = Field(
        default="",
        alias="type",
        title="Type",
        description="number, money, text, boolean, date, duration or list.",
    )
    value: JsonValue = Field(
        default=None, title="Value", description="Used where no environment differs."
    )
    environments: dict[str, JsonValue] = Field(
        default_factory=dict, title="Environments", description="Environment name to its value."
    )


class Connection(_Attributes):
    """A named role such as "erp", bound to a real system outside of the file."""

    connector: str = Field(default="", title="Connector", description="Id of the connector.")
    title: str = Field(default="", title="Title")


class Retry(_Attributes):
    """How an effect that failed is tried again."""

    attempts: int = Field(default=3, ge=1, title="Attempts", description="The first one included.")
    delay: str = Field(default="PT1S", title="First delay", description="ISO 8601 duration.")
    factor: float = Field(default=2.0, ge=1, title="Growth of the delay from attempt to attempt")
    max_delay: str = Field(default="PT5M", title="Longest delay", description="ISO 8601 duration.")
    jitter: float = Field(default=0.1, ge=0, le=1, title="Share of the delay that is random")


class Policy(_Attributes):
    """What happens when a step takes too long or fails."""

    retry: Retry | None = Field(default=None, title="Retry")
    timeout: str | None = Field(default=None, title="Time limit", description="ISO 8601 duration.")
    on_error: Literal["incident", "route"] = Field(
        default="incident",
        title="When attempts end",
        description="The port `error` is taken where it is drawn, else a person decides; "
        "route: it must be drawn.",
    )


class Node(_Attributes):
    """One step. References are by `id`, so renaming a step is safe."""

    id: Identifier = Field(title="Id")
    kind: Identifier = Field(title="Kind", description="Name of the step kind.")
    kind_version: int = Field(default=1, ge=1, title="Version of the step kind")
    name: str = Field(default="", title="Name", description="What people read on the canvas.")
    params: dict[str, JsonValue] = Field(default_factory=dict, title="Parameters")
    position: Annotated[list[float], Field(min_length=2, max_length=2)] | None = Field(
        default=None, title="Position", description="x and y on the canvas."
    )
    notes: str = Field(default="", title="Notes")
    policy: Policy = Field(default_factory=Policy, title="Policy")
    parent: Identifier | None = Field(
        default=None,
        title="Lies inside",
        description="Id of the for-each or group around this step.",
    )
    disabled: bool = Field(default=False, title="Switched off")
    saves: dict[str, str] = Field(
        default_factory=dict,
        title="Saves",
        description="Case field path to a JSONata expression over the step's `output`.",
    )

    @property
    def title(self) -> str:
        """The name that people see: the step's name, or its id while it has none."""
        return self.name or self.id


class Edge(_Attributes):
    """One connection from an output port of a step to another step."""

    source: Identifier = Field(title="From step")
    port: Identifier = Field(default="out", title="Port", description="Output port of the source.")
    target: Identifier = Field(title="To step")
    key: Identifier = Field(
        default="", title="Id of the edge", description="Made of its ends if missing."
    )
    label: str = Field(default="", title="Label")


class Meta(_Attributes):
    """What the file says about the workflow as a whole."""

    format: int = Field(title="Number of the file format", description="Without it, a file is old.")
    id: str = Field(default="", title="Id")
    name: str = Field(default="", title="Name")
    description: str = Field(default="", title="Description")
    owners: Owners = Field(default_factory=Owners, title="Owners")
    input: dict[str, JsonValue] = Field(
        default_factory=dict, title="Input", description="JSON Schema of what starts a case."
    )
    data: dict[str, JsonValue] = Field(
        default_factory=dict, title="Case data", description="JSON Schema of the case data."
    )
    settings: dict[str, Setting] = Field(default_factory=dict, title="Settings")
    connections: dict[str, Connection] = Field(default_factory=dict, title="Connections")
    sla: dict[str, JsonValue] = Field(default_factory=dict, title="Service level")
    tests: list[dict[str, JsonValue]] = Field(default=[], title="Test cases")
    samples: dict[str, JsonValue] = Field(
        default_factory=dict,
        title="Test data",
        description="By step: outputs, which of them stands for its work, what people answer.",
    )
    layout: dict[str, JsonValue] = Field(default_factory=dict, title="Layout of the canvas")
    labels: dict[str, str] = Field(default_factory=dict, title="Labels")


class Document(_Attributes):
    """A whole workflow file: node-link data of a directed multigraph."""

    directed: Literal[True] = Field(default=True, title="Edges have a direction")
    multigraph: Literal[True] = Field(default=True, title="Two steps may have several edges")
    graph: Meta = Field(title="Workflow")
    nodes: list[Node] = Field(title="Steps")
    edges: list[Edge] = Field(title="Edges")
