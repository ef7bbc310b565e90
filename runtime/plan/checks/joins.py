"""Knows whether paths that part also meet: splits without a join, joins that wait for ever."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from runtime.plan.problems import Edit, Fix, Problem
from runtime.primitives import Finish, Join

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from runtime.definition.attributes import Edge
    from runtime.definition.json_value import JsonObject
    from runtime.plan.drawing import AnyKind, Step
    from runtime.plan.survey import Survey
    from runtime.primitives import Primitive


def find(survey: Survey) -> Iterator[Problem]:
    """Find steps that run once too often, and joins that are never, or not always, satisfied."""
    unjoined = list(_unjoined(survey))
    yield from unjoined or _multiplied(survey)
    for step in survey.steps.values():
        if isinstance(step.primitive, Join):
            yield from _never(survey, step, step.primitive)


def _unjoined(survey: Survey) -> Iterator[Problem]:
    for step in survey.steps.values():
        ways = survey.concurrency.arrivals(step.id)
        if step.ends or step.joins or not ways:
            continue
        if (together := _together(survey, ways)) is not None:
            sentence = (
                f"{step.title} runs more than once, because paths that run at the same time meet "
                "there without waiting for each other; put a join before it."
            )
            fix = _join_fix(survey, step, ways, together)
            yield Problem("split.unjoined", "warning", sentence, step.id, fix=fix)


def _together(survey: Survey, ways: Sequence[Edge]) -> list[Edge] | None:
    """Return ways in that all run at the same time, as many as the first such pair leads to."""
    for one, two in combinations(ways, 2):
        if survey.concurrency.edges(one, two):
            found = [one, two]
            for other in ways:
                if other not in found and all(survey.concurrency.edges(other, e) for e in found):
                    found.append(other)
            return found
    return None


def _join_fix(
    survey: Survey, step: Step, ways: Sequence[Edge], together: Sequence[Edge]
) -> Fix | None:
    drawing = survey.drawing
    kind = drawing.find_kind(_is_join)
    rest = [edge for edge in ways if edge not in together]
    # A way in that runs beside only some of the others needs a person's thought.
    if kind is None or any(survey.concurrency.edges(a, b) for a in rest for b in ways):
        return None
    if any(drawing.enters(edge) for edge in together):
        return None
    join = drawing.unused_id("join")
    position = step.node.position
    attributes: JsonObject = {"kind": kind, "kind_version": drawing.kinds[kind].version}
    if position is not None:
        attributes["position"] = [position[0] - 110, position[1]]
    if step.node.parent is not None:
        attributes["parent"] = step.node.parent
    link: JsonObject = {"source": join, "port": "out", "target": step.id}
    edits = [Edit("set", ("nodes", join), attributes)]
    edits += [Edit("set", ("edges", edge.key, "target"), join) for edge in together]
    edits.append(Edit("set", ("edges", drawing.unused_id(f"{join}.out-{step.id}")), link))
    return Fix(f"Add a join before {step.title}", tuple(edits))


def _is_join(kind: AnyKind, primitive: Primitive) -> bool:
    del kind
    return isinstance(primitive, Join) and primitive.need == 0


def _multiplied(survey: Survey) -> Iterator[Problem]:
    """Find splits inside a loop that start more paths with every round."""
    for edge in survey.definition.edges():
        beside = [e for e in survey.definition.out_edges(edge.source, edge.port) if e != edge]
        if beside and survey.concurrency.edges(edge, edge):
            step = survey.steps[edge.source]
            sentence = (
                f"With every round of the loop, {step.title} starts its paths once more while the "
                "earlier ones still run; join them before the loop goes back."
            )
            yield Problem("split.in_loop", "warning", sentence, step.id, edge.key)
            return


def _never(survey: Survey, step: Step, join: Join) -> Iterator[Problem]:
    ways = survey.concurrency.arrivals(step.id)
    need = join.need or len(ways)
    if need > len(ways):
        few = "1 path leads" if len(ways) == 1 else f"{len(ways)} paths lead"
        sentence = f"{step.title} waits for {need} paths, and only {few} there; lower the number."
        yield Problem("join.never", "error", sentence, step.id, field="params")
    elif step.id in survey.reached and not _can_meet(survey, ways, need):
        sentence = (
            f"{step.title} waits for paths of which a case takes only one or the other; "
            "lead them on without a join, or begin them at the same time."
        )
        fix = _without_join(survey, step, ways)
        yield Problem("join.never", "error", sentence, step.id, fix=fix)
    else:
        yield from _leaks(survey, step, ways)


def _can_meet(survey: Survey, ways: Sequence[Edge], need: int) -> bool:
    """Whether so many ways in can carry a token at once."""
    if need <= 1:
        return True
    if need == len(ways):
        return all(survey.concurrency.edges(one, two) for one, two in combinations(ways, 2))
    # Greedy from each way in: exact for paths that part by nested splits and choices.
    return any(_group(survey, first, ways) >= need for first in ways)


def _group(survey: Survey, first: Edge, ways: Sequence[Edge]) -> int:
    found = [first]
    for other in ways:
        if all(survey.concurrency.edges(other, one) for one in found) and other != first:
            found.append(other)
    return len(found)


def _without_join(survey: Survey, step: Step, ways: Sequence[Edge]) -> Fix | None:
    """Lead the ways in straight to what follows, when none of them runs beside another."""
    onward = survey.definition.out_edges(step.id)
    pairs = combinations(ways, 2)
    if len(onward) != 1 or any(survey.concurrency.edges(one, two) for one, two in pairs):
        return None
    if any(edge.source == step.id or survey.drawing.enters(edge) for edge in ways):
        return None
    target = onward[0].target
    edits = [Edit("set", ("edges", edge.key, "target"), target) for edge in ways]
    edits += [Edit("remove", ("edges", onward[0].key)), Edit("remove", ("nodes", step.id))]
    return Fix(f"Take out {step.title}", tuple(edits))


def _leaks(survey: Survey, step: Step, ways: Sequence[Edge]) -> Iterator[Problem]:
    """Tell the first place where an awaited path can get away without ending the whole case."""
    coming = _leads_to(survey, step.id)
    for source in sorted(coming - {step.id}):
        at = survey.steps[source]
        away = _away(survey, source, coming)
        if away is not None and _waited(survey, [away], ways):
            where = f"can go from {at.title} to {survey.steps[away.target].title} instead"
            yield _may_wait(step, where, away)
            return
        if _may_stop(survey, at) and _waited(survey, survey.concurrency.arrivals(source), ways):
            yield _may_wait(step, f"can stop at {at.title}", None)
            return


def _may_wait(step: Step, where: str, away: Edge | None) -> Problem:
    sentence = (
        f"{step.title} may wait for ever, because a path on its way there {where}; lead that path "
        "to the join too, or finish everything there."
    )
    return Problem("join.may_wait", "warning", sentence, step.id, away.key if away else None)


def _waited(survey: Survey, edges: Sequence[Edge], ways: Sequence[Edge]) -> bool:
    return any(survey.concurrency.edges(edge, way) for edge in edges for way in ways)


def _away(survey: Survey, source: str, coming: set[str]) -> Edge | None:
    """Return a line on which a token leaves all paths to the join without ending the case."""
    for edge in survey.definition.out_edges(source):
        if edge.target in coming or not survey.drawing.stays(edge):
            continue
        beside = survey.definition.out_edges(source, edge.port)
        # Where the split sends another token on to the join, nothing is lost.
        kept = any(other.target in coming for other in beside)
        if not kept and not _stops_all(survey, edge.target):
            return edge
    return None


def _may_stop(survey: Survey, step: Step) -> bool:
    """Whether a path just stops at a step in a for-each; elsewhere that is told by itself."""
    drawn = {edge.port for edge in survey.definition.out_edges(step.id)}
    open_ports = {port.name for port in step.ports or () if port.needed} - drawn
    return survey.drawing.in_each(step) and not step.ends and bool(open_ports)


def _leads_to(survey: Survey, step: str) -> set[str]:
    found, todo = {step}, [step]
    while todo:
        new = {edge.source for edge in survey.concurrency.arrivals(todo.pop())} - found
        found |= new
        todo += new
    return found


def _stops_all(survey: Survey, step: str) -> bool:
    """Whether every path from a step ends the whole case."""
    found, todo = {step}, [step]
    while todo:
        current = survey.steps[todo.pop()]
        end = current.primitive
        if isinstance(end, Finish):
            if end.how == "end":
                return False
            continue
        following = {edge.target for edge in survey.definition.out_edges(current.id)}
        if not following:
            return False
        todo += following - found
        found |= following
    return True
