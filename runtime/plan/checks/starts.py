"""Knows where a case may begin and what it can come to: starts, unreachable steps, dead ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runtime.plan.problems import Edit, Fix, Problem
from runtime.primitives import Finish
from runtime.step import OUT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from runtime.definition.json_value import JsonObject
    from runtime.plan.drawing import AnyKind, Step
    from runtime.plan.survey import Survey
    from runtime.primitives import Primitive
    from runtime.step import Port

_GAP = 220
"""Distance in canvas units at which a fix puts a new step beside an old one."""


def find(survey: Survey) -> Iterator[Problem]:
    """Find starts that are missing or too many, steps never reached, and paths that just stop."""
    yield from _starts(survey)
    if survey.starts:
        yield from _unreachable(survey)
    for step in survey.steps.values():
        if step.node.disabled:
            yield from _switched_off(survey, step)
        elif step.ports is not None and not step.ends:
            yield from _ways_out(survey, step, step.ports)


def _starts(survey: Survey) -> Iterator[Problem]:
    if not survey.starts:
        sentence = "The workflow has no start; draw the step with which a case begins."
        yield Problem("start.missing", "error", sentence, fix=_start_fix(survey))
    for step in survey.starts[1:]:
        both = f"{survey.starts[0].title} and {step.title}"
        sentence = f"A case can begin at {both}; keep only one start."
        yield Problem("start.several", "error", sentence, step.id)
    for step in survey.starts:
        for edge in survey.definition.in_edges(step.id):
            sentence = f"A line leads back to the start {step.title}; lead it to the step after it."
            yield Problem("start.entered", "error", sentence, step.id, edge.key)


def _start_fix(survey: Survey) -> Fix | None:
    """Put a start before the one step that nothing leads to."""
    drawing = survey.drawing
    kind = drawing.find_kind(lambda found, _: found.begins)
    top = survey.definition.children(None)
    first = [node for node in top if not survey.definition.in_edges(node.id)]
    if kind is None or len(first) != 1:
        return None
    start, edge = drawing.unused_id("start"), drawing.unused_id("edge_start")
    position = _beside(first[0].position, -_GAP)
    attributes: JsonObject = {"kind": kind, "kind_version": drawing.kinds[kind].version, **position}
    link: JsonObject = {"source": start, "port": "out", "target": first[0].id}
    edits = Edit("set", ("nodes", start), attributes), Edit("set", ("edges", edge), link)
    return Fix(f"Add a start before “{first[0].title}”", edits)


def _unreachable(survey: Survey) -> Iterator[Problem]:
    for step in survey.steps.values():
        if step.id not in survey.reached:
            sentence = f"No case ever comes to {step.title}; draw a line to it, or remove it."
            yield Problem("step.unreachable", "error", sentence, step.id)


def _switched_off(survey: Survey, step: Step) -> Iterator[Problem]:
    """A step that is switched off is passed by its way `out`, whatever its kind."""
    if step.ends or survey.drawing.in_each(step) or survey.definition.out_edges(step.id, OUT.name):
        return
    sentence = f"{step.title} is switched off, and a case would stop there; switch it on again."
    fix = Fix(f"Switch {step.title} on", (Edit("remove", ("nodes", step.id, "disabled")),))
    yield Problem("step.switched_off", "error", sentence, step.id, field="disabled", fix=fix)


def _ways_out(survey: Survey, step: Step, ports: tuple[Port, ...]) -> Iterator[Problem]:
    if step.holds:
        # The way inside is given by the steps inside, also when no line is drawn to them.
        ports = tuple(port for port in ports if not port.inside)
        if not survey.drawing.entries(step.id):
            sentence = f"There is nothing inside {step.title}; put in what is to run there."
            yield Problem("each.empty", "warning", sentence, step.id)
    if survey.drawing.in_each(step):
        return  # where a path stops inside a for-each, the item is done
    drawn = {edge.port for edge in survey.definition.out_edges(step.id)}
    open_ports = [port for port in ports if port.needed and port.name not in drawn]
    if open_ports and not any(port.needed and port.name in drawn for port in ports):
        sentence = f"The path just stops at {step.title}; draw what comes next, or an end."
        fix = _end_fix(survey, step, [port.name for port in open_ports])
        yield Problem("step.dead_end", "error", sentence, step.id, fix=fix)
        return
    for port in open_ports:
        way = f"{step.title} by “{port.title}”"
        sentence = f"Nothing follows when a case leaves {way}; draw what comes next, or an end."
        fix = _end_fix(survey, step, [port.name])
        yield Problem(
            "port.open", "warning", sentence, step.id, field=f"ports.{port.name}", fix=fix
        )


def _end_fix(survey: Survey, step: Step, ports: list[str]) -> Fix | None:
    drawing = survey.drawing
    kind = drawing.find_kind(_is_end)
    if kind is None:
        return None
    end = drawing.unused_id("end")
    position = _beside(step.node.position, _GAP)
    attributes: JsonObject = {"kind": kind, "kind_version": drawing.kinds[kind].version, **position}
    edits = [Edit("set", ("nodes", end), attributes)]
    for port in ports:
        link: JsonObject = {"source": step.id, "port": port, "target": end}
        edits.append(Edit("set", ("edges", drawing.unused_id(f"{step.id}.{port}-{end}")), link))
    return Fix(f"Add an end after {step.title}", tuple(edits))


def _is_end(kind: AnyKind, primitive: Primitive) -> bool:
    del kind
    return isinstance(primitive, Finish) and primitive.how == "end"


def _beside(position: list[float] | None, distance: float) -> JsonObject:
    return {} if position is None else {"position": [position[0] + distance, position[1]]}
