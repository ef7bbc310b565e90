"""Knows whether paths that part also meet: splits without a join, joins that wait for ever."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Literal, get_args, get_origin

from runtime.plan.drawing import read_step
from runtime.plan.problems import Edit, Fix, Problem
from runtime.primitives import Finish, Join
from runtime.step import Around

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from runtime.definition.attributes import Edge
    from runtime.definition.json_value import JsonObject
    from runtime.plan.drawing import AnyKind, Step
    from runtime.plan.soundness.explore import Trail
    from runtime.plan.survey import Survey
    from runtime.primitives import Primitive

_TOLD = 2
"""How many choices a sentence names that lead to a place."""


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
        if step.ends or step.joins or not ways or survey.verdict.runs_once(step.id):
            continue
        if (together := _together(survey, ways)) is not None:
            sentence = (
                f"{step.title} runs more than once, because paths that run at the same time meet "
                "there without waiting for each other; put a join before it."
            )
            fix = _join_fix(survey, step, ways, together)
            yield Problem("split.unjoined", "warning", sentence, step.id, fix=fix)


def _together(survey: Survey, ways: Sequence[Edge]) -> list[Edge] | None:
    """Return ways in that all run at the same time, as many as the first such way leads to."""
    if not survey.concurrency.any_beside(ways):
        return None
    groups = (survey.concurrency.group(first, ways) for first in ways)
    return next((group for group in groups if len(group) > 1), None)


def _join_fix(
    survey: Survey, step: Step, ways: Sequence[Edge], together: Sequence[Edge]
) -> Fix | None:
    drawing = survey.drawing
    kind = drawing.find_kind(_is_join)
    inside = {edge.key for edge in together}
    rest = [edge for edge in ways if edge.key not in inside]
    every = survey.concurrency.rows(ways)
    # A way in that runs beside only some of the others needs a person's thought.
    if kind is None or any(survey.concurrency.beside(edge, every) for edge in rest):
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
    return isinstance(primitive, Join) and primitive == Join()


def _multiplied(survey: Survey) -> Iterator[Problem]:
    """Find splits inside a loop that start more paths with every round."""
    for step in survey.steps.values():
        if survey.verdict.runs_once(step.id):
            continue
        edges = survey.definition.out_edges(step.id)
        ports = Counter(edge.port for edge in edges)
        again = [e for e in edges if ports[e.port] > 1 and survey.concurrency.edges(e, e)]
        if again:
            sentence = (
                f"With every round of the loop, {step.title} starts its paths once more while the "
                "earlier ones still run; join them before the loop goes back."
            )
            yield Problem("split.in_loop", "warning", sentence, step.id, again[0].key)
            return


def _never(survey: Survey, step: Step, join: Join) -> Iterator[Problem]:
    if join.coming or join.when is not None:
        if step.id in survey.verdict.stuck:
            yield _stands(survey, step)
        return  # it goes on with those that come, or as its condition says
    ways = survey.concurrency.arrivals(step.id)
    need = join.need or len(ways)
    if need > len(ways) and any(survey.concurrency.edges(way, way) for way in ways):
        return  # several paths come by one line
    if need > len(ways):
        few = "1 path leads" if len(ways) == 1 else f"{len(ways)} paths lead"
        sentence = f"{step.title} waits for {need} paths, and only {few} there; lower the number."
        yield Problem("join.never", "error", sentence, step.id, field="params")
    elif step.id in survey.reached and not _can_meet(survey, ways, need):
        sentence = (
            f"{step.title} waits for paths of which a case takes only one or the other, so it "
            "stands there for ever; lead them on without a join, or begin them at the same time."
        )
        fix = _without_join(survey, step, ways) or coming_fix(step)
        yield Problem("join.never", "error", sentence, step.id, fix=fix)
    elif step.id in survey.verdict.stuck:
        yield next(_leaks(survey, step, ways), None) or _stands(survey, step)
    elif step.id not in survey.verdict.decided:
        yield from _leaks(survey, step, ways)


def _stands(survey: Survey, step: Step) -> Problem:
    """Tell that a join can be left short, where no one place can be named that a path gets away."""
    when = in_words(survey, survey.verdict.stuck[step.id])
    sentence = (
        f"{step.title} may wait for ever{when}, because not all that it waits for come then; let "
        "it go on with those that come, or lead every path there."
    )
    return Problem("join.may_wait", "warning", sentence, step.id, fix=coming_fix(step))


def in_words(survey: Survey, trail: Trail) -> str:
    """Return how a case comes to a place, as part of a sentence: its last choices."""
    told = [f"{survey.steps[step].title} is left by “{port}”" for step, port in trail[-_TOLD:]]
    return f" when {' and '.join(told)}" if told else ""


def coming_fix(step: Step) -> Fix | None:
    """Let a join wait for all that come, by the one choice of its kind that means this."""
    if step.kind is None or step.params is None or step.kind.version != step.node.kind_version:
        return None
    for name, field in step.kind.params.model_fields.items():
        for choice in get_args(field.annotation) if _is_choice(field.annotation) else ():
            if _means(step, {**step.node.params, name: choice}, Join(coming=True)):
                edit = Edit("set", ("nodes", step.id, "params", name), choice)
                return Fix(f"Let {step.title} wait for all that come", (edit,))
    return None


def _means(step: Step, params: JsonObject, wanted: Join) -> bool:
    """Whether a step would be this join with these params, and nothing is wrong with them."""
    node = step.node.model_copy(update={"params": params})
    kinds = {node.kind: step.kind} if step.kind is not None else {}
    made = read_step(node, kinds, Around())
    if made.kind is None or made.params is None or made.complaints:
        return False
    return made.primitive == wanted and not made.kind.findings(made.params)


def _is_choice(annotation: object) -> bool:
    return get_origin(annotation) is Literal


def _can_meet(survey: Survey, ways: Sequence[Edge], need: int) -> bool:
    """Whether so many ways in can carry a token at once."""
    if need <= 1:
        return True
    if need == len(ways):
        return survey.concurrency.all_beside(ways)
    # Greedy from each way in: exact for paths that part by nested splits and choices.
    return any(len(survey.concurrency.group(first, ways)) >= need for first in ways)


def _without_join(survey: Survey, step: Step, ways: Sequence[Edge]) -> Fix | None:
    """Lead the ways in straight to what follows, when none of them runs beside another."""
    onward = survey.definition.out_edges(step.id)
    if len(onward) != 1 or survey.concurrency.any_beside(ways):
        return None
    if any(edge.source == step.id or survey.drawing.enters(edge) for edge in ways):
        return None
    target = onward[0].target
    edits = [Edit("set", ("edges", edge.key, "target"), target) for edge in ways]
    edits += [Edit("remove", ("edges", onward[0].key)), Edit("remove", ("nodes", step.id))]
    return Fix(f"Take out {step.title}", tuple(edits))


def _leaks(survey: Survey, step: Step, ways: Sequence[Edge]) -> Iterator[Problem]:
    """Tell the first place where an awaited path can get away without ending the whole case."""
    rows = survey.concurrency.rows(ways)
    coming = _coming(survey, step.id, rows)
    for source in sorted(coming - {step.id}):
        at = survey.steps[source]
        away = _away(survey, source, coming)
        if away is not None and survey.concurrency.beside(away, rows):
            where = f"can go from {at.title} to {survey.steps[away.target].title} instead"
            yield _may_wait(step, where, away)
            return
        arrivals = survey.concurrency.arrivals(source)
        if _may_stop(survey, at) and any(survey.concurrency.beside(e, rows) for e in arrivals):
            yield _may_wait(step, f"can stop at {at.title}", None)
            return


def _may_wait(step: Step, where: str, away: Edge | None) -> Problem:
    sentence = (
        f"{step.title} may wait for ever, because a path on its way there {where}; lead that path "
        "to the join too, or finish everything there."
    )
    key = away.key if away else None
    return Problem("join.may_wait", "warning", sentence, step.id, key, fix=coming_fix(step))


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


def _coming(survey: Survey, join: str, rows: int) -> set[str]:
    """Return the steps on the way to a join while it waits: back to where the paths parted."""
    found, todo = {join}, [join]
    while todo:
        arrivals = survey.concurrency.arrivals(todo.pop())
        new = {e.source for e in arrivals if survey.concurrency.beside(e, rows)} - found
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
