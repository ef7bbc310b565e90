"""Knows how a drawing becomes a Plan: kinds give primitives, edges become exits.

Must not run or store anything.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from pydantic import ValidationError

from runtime.calendars.duration import DAY, HOUR, parse_duration
from runtime.definition.codec import digest
from runtime.errors import InvalidWorkflowError
from runtime.plan.regions import entries, join_region, sources
from runtime.primitives import Body, CallPlan, Exit, Expr, Join, Pass, Plan, PlanStep, Policy
from runtime.step import Around, Kind

if TYPE_CHECKING:
    from runtime.definition.attributes import Node, Retry
    from runtime.definition.definition import Definition

KindOf: TypeAlias = Callable[[str], Kind[Any]]
Library: TypeAlias = Callable[[str], "Definition"]
"""Finds a definition by id; raises BatonError when there is none."""
ReadsOf: TypeAlias = Callable[[str], "tuple[tuple[str, ...] | None, tuple[tuple[str, ...], ...]]"]
"""The top-level names an expression reads (None: cannot tell) and the paths of its fields."""


def no_library(definition: str) -> Definition:
    """A library without any definition."""
    raise InvalidWorkflowError(
        f"The sub-workflow “{definition}” cannot be found.",
        why="No folder of workflows was given, or none in it has this id.",
        next_step="Keep the called workflow's file beside the calling one.",
    )


@dataclass(frozen=True, slots=True)
class Compiler:
    """Turns definitions into plans.

    Attributes:
        kind: finds a step kind by name.
        reads: tells what an expression reads.
        library: finds the definitions that are called.
        environment: whose values the settings take; "" = the default ones.
    """

    kind: KindOf
    reads: ReadsOf
    library: Library = no_library
    environment: str = ""
    _memo: dict[str, Any] = field(default_factory=dict[str, Any])

    def compile(self, definition: Definition) -> Plan:
        """Returns the definition, with everything it calls, as a plan.

        The same definition and the same kinds give the same plan.

        Raises:
            InvalidWorkflowError: it has no start, or a step's params do not fit its kind.
            UnknownKindError: a step's kind is not known here.
        """
        main = definition.meta.id or "main"
        bodies: dict[str, Body] = {}
        waiting = [(main, definition)]
        while waiting:
            name, current = waiting.pop()
            body = bodies[name] = self._body(current)
            called = {
                s.primitive.body for s in body.steps.values() if isinstance(s.primitive, CallPlan)
            }
            waiting += [(each, self.library(each)) for each in sorted(called - set(bodies))]
        connections = {n: c.connector for n, c in definition.meta.connections.items()}
        return Plan(main, bodies, connections)

    def _body(self, definition: Definition) -> Body:
        meta = definition.meta
        around = Around({n: c.connector for n, c in meta.connections.items()})
        steps = {node.id: self._step(definition, node, around) for node in definition.nodes()}
        settings = {
            n: s.environments.get(self.environment, s.value) for n, s in meta.settings.items()
        }
        start = _start_of(definition, self.kind)
        return Body(meta.id, meta.name, digest(definition), start, steps, settings, dict(meta.data))

    def _step(self, definition: Definition, node: Node, around: Around) -> PlanStep:
        kind = self.kind(node.kind)
        params = self._params(kind, node)
        primitive = Pass() if node.disabled else kind.compile(params, around)
        if isinstance(primitive, Join):
            coming = sources(definition, node.id) if primitive.coming else ()
            region = join_region(definition, node.id)
            primitive = replace(primitive, region=region, sources=coming)
        saves = {} if node.disabled else {**kind.saves(params), **node.saves}
        exits: dict[str, tuple[Exit, ...]] = {}
        inner = entries(definition, node.id)
        for edge in definition.out_edges(node.id):
            if edge.target not in inner:
                exits[edge.port] = (*exits.get(edge.port, ()), Exit(edge.key, edge.target))
        return PlanStep(
            id=node.id,
            name=node.title,
            kind=node.kind,
            version=kind.version,
            primitive=self._with_reads(primitive),
            params=params.model_dump(mode="json"),
            exits=exits,
            incoming=len(definition.in_edges(node.id)),
            saves=tuple(
                (path, self._expr(Expr(text, place=f"saves.{path}")))
                for path, text in saves.items()
            ),
            policy=policy_of(node),
            parent=node.parent or "",
            entries=inner,
        )

    def _params(self, kind: Kind[Any], node: Node) -> Any:
        given: dict[str, Any] = dict(node.params)
        if node.kind_version < kind.version:
            given = kind.migrate(given, node.kind_version)
        try:
            return kind.params.model_validate(given)
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            place = ".".join(str(part) for part in first["loc"])
            raise InvalidWorkflowError(
                f"The settings of step “{node.title}” do not fit.",
                why=f"{place}: {first['msg']}.",
                next_step="Correct it; `baton validate FILE` lists everything that is wrong.",
                detail=str(error),
            ) from None

    def _with_reads(self, value: Any) -> Any:
        """Returns plain data with every expression in it knowing what it reads."""
        if isinstance(value, Expr):
            return self._expr(value)
        if isinstance(value, tuple):
            return tuple(map(self._with_reads, cast("tuple[object, ...]", value)))
        if is_dataclass(value) and not isinstance(value, type):
            changes = {f.name: self._with_reads(getattr(value, f.name)) for f in fields(value)}
            return replace(value, **changes)
        return value

    def _expr(self, expr: Expr) -> Expr:
        if expr.text not in self._memo:
            self._memo[expr.text] = self.reads(expr.text)
        roots, facts = self._memo[expr.text]
        return replace(expr, roots=roots, facts=facts)


def _start_of(definition: Definition, kind: KindOf) -> str:
    """The one step of the top level whose kind begins a case."""
    starts = [node.id for node in definition.children(None) if kind(node.kind).begins]
    if len(starts) != 1:
        raise InvalidWorkflowError(
            f"“{definition.meta.name or definition.meta.id}” has {len(starts)} starts.",
            why="A case must know where to begin.",
            next_step="Draw exactly one start step.",
        )
    return starts[0]


def policy_of(node: Node) -> Policy:
    """Returns a step's policy in seconds; without one, an effect is tried once."""
    drawn = node.policy
    timeout = seconds(drawn.timeout) if drawn.timeout else 0.0
    retry: Retry | None = drawn.retry
    if retry is None:
        return Policy(timeout=timeout)
    return Policy(
        retry.attempts,
        seconds(retry.delay),
        retry.factor,
        seconds(retry.max_delay),
        retry.jitter,
        timeout,
    )


def seconds(text: str) -> float:
    """Returns a clock duration in seconds; a business duration counts eight hours a day.

    Raises:
        DurationError: the text is no duration.
    """
    duration = parse_duration(text)
    days = duration.days * DAY + duration.business_days * 8 * HOUR
    return float(days + duration.seconds + duration.business_seconds)
