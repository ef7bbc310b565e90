"""Knows a short way to write drawings for tests, and small step kinds to draw with.

A step is written "id:kind" (or "kind" alone), with params where it needs them; a line "a>b", or
"a.port>b" for another port than `out`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from runtime import steps
from runtime.definition.definition import Definition
from runtime.errors import BatonError
from runtime.primitives import Effect
from runtime.step import (
    ERROR,
    OUT,
    UNDO,
    Around,
    Completed,
    ConnectionRef,
    EffectKind,
    Expression,
    Finding,
    Mapping_,
    Params,
    Port,
    Result,
    StepContext,
    Text,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from runtime.step import Kind

OWNERS = {"business": "Finance operations", "technical": "Integration", "control": "Audit"}


class PostParams(Params):
    """What is posted, and where."""

    repeat: Literal["safe", "keyed", "verify", "ask"] = Field("safe", title="Repeat")
    connection: ConnectionRef = Field("", title="System")
    amount: Expression = Field("", title="Amount")
    fields: Mapping_ = Field(default_factory=dict[str, str], title="Fields")
    remark: Text = Field("", title="Remark")
    rows: list[int] = Field(default_factory=list[int], title="Rows")


class Post(EffectKind[PostParams]):
    """Posts something to a system that does not exist."""

    name = "post"
    version = 2
    title = "Post"
    summary = "Posts something."
    group = "Systems"
    params = PostParams

    def ports(self, params: PostParams) -> tuple[Port, ...]:
        if 99 in params.rows:
            raise BatonError("The rows cannot be read.", next_step="Write other rows.")
        return (OUT, ERROR, UNDO)

    def compile(self, params: PostParams, around: Around) -> Effect:
        del around
        if 98 in params.rows:
            raise ValueError("the rows do not go together")
        return Effect(repeat=params.repeat, connection=params.connection)

    def perform(self, context: StepContext, params: PostParams) -> Result:
        del context, params
        return Completed()

    def findings(self, params: PostParams) -> tuple[Finding, ...]:
        return (Finding("post.empty", "rows", "nothing is posted."),) if 13 in params.rows else ()

    def migrate(self, params: dict[str, Any], version: int) -> dict[str, Any]:
        assert version == 1
        return {name: value for name, value in params.items() if name != "old"}


def kinds() -> Mapping[str, Kind[Any]]:
    """All real kinds and the fake one."""
    return {**steps.kinds(), Post.name: Post()}


def choice(step: str, *ways: str, when: str = "true", **more: Any) -> dict[str, Any]:
    """A decision with these ways and `otherwise`."""
    conditions = [{"port": way, "when": when} for way in ways]
    return {"id": step, "kind": "decision", "params": {"conditions": conditions}} | more


def data(step: str, value: str = "1", **more: Any) -> dict[str, Any]:
    """A step that computes something."""
    return {"id": step, "kind": "map_data", "params": {"value": value}} | more


def post(step: str, *, version: int = 2, **params: Any) -> dict[str, Any]:
    """A step of the fake kind."""
    return {"id": step, "kind": "post", "kind_version": version, "params": params}


def each(step: str, items: str = "[1]", **params: Any) -> dict[str, Any]:
    """A for-each."""
    return {"id": step, "kind": "for_each", "params": {"items": items} | params}


def join(step: str, **params: Any) -> dict[str, Any]:
    """A join."""
    return {"id": step, "kind": "join", "params": params}


def draw(nodes: list[str | dict[str, Any]], lines: list[str], **graph: Any) -> Definition:
    """A definition with all owners named, so that only what a test is about is wrong."""
    meta: dict[str, Any] = {"format": 1, "owners": OWNERS} | graph
    edges = [_edge(line) for line in lines]
    return Definition.from_document(
        {"graph": meta, "nodes": [_node(node) for node in nodes], "edges": edges}
    )


def _node(node: str | dict[str, Any]) -> dict[str, Any]:
    if isinstance(node, dict):
        return node
    step, _, kind = node.partition(":")
    return {"id": step, "kind": kind or step}


def _edge(line: str) -> dict[str, Any]:
    source, _, target = line.partition(">")
    step, _, port = source.partition(".")
    return {"source": step, "port": port or "out", "target": target}
