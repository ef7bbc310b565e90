"""Knows whether each step's kind and params are known and valid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runtime.plan.drawing import read_step
from runtime.plan.near import did_you_mean, nearest
from runtime.plan.param_fields import marked
from runtime.plan.problems import Edit, Fix, Problem
from runtime.step import Around

if TYPE_CHECKING:
    from collections.abc import Iterator

    from runtime.plan.drawing import AnyKind, Complaint, Step
    from runtime.plan.survey import Survey


def find(survey: Survey) -> Iterator[Problem]:
    """Find unknown kinds, kinds of a newer Baton, and params that do not fit."""
    for step in survey.steps.values():
        if step.kind is None:
            yield _unknown(survey, step)
            continue
        if step.node.kind_version > step.kind.version:
            sentence = (
                f"{step.title} was drawn with a newer version of its kind "
                f"({step.node.kind_version}, here {step.kind.version}); update Baton."
            )
            yield Problem("kind.newer", "error", sentence, step.id, field="kind_version")
        for complaint in step.complaints:
            if complaint.code != "uncompiled" or not _lacks_connection(survey, step):
                yield _misfit(step, step.kind, complaint)
        if step.params is not None:
            for said in step.kind.findings(step.params):
                sentence = f"{step.title}: {said.message}"
                field = f"params.{said.field}" if said.field else "params"
                yield Problem(said.code, said.severity, sentence, step.id, field=field)


def _lacks_connection(survey: Survey, step: Step) -> bool:
    """Whether a step cannot be compiled for a reason that the check of connections tells."""
    declared = survey.definition.meta.connections
    named = [str(found.value) for found in marked(step, "connection")]
    return any(name not in declared or not declared[name].connector for name in named)


def _unknown(survey: Survey, step: Step) -> Problem:
    meant = nearest(step.node.kind, survey.drawing.kinds)
    sentence = f"{step.title} is of the unknown kind “{step.node.kind}”.{did_you_mean(meant)}"
    fix = None
    if meant is not None and _would_fit(survey, step, meant):
        edit = Edit("set", ("nodes", step.id, "kind"), meant)
        fix = Fix(f"Make it “{survey.drawing.kinds[meant].title}”", (edit,))
    return Problem("kind.unknown", "error", sentence, step.id, field="kind", fix=fix)


def _would_fit(survey: Survey, step: Step, kind: str) -> bool:
    """Whether the step is right in all respects once it is of that kind."""
    node = step.node.model_copy(update={"kind": kind})
    ports = read_step(node, survey.drawing.kinds, Around()).ports
    drawn = {edge.port for edge in survey.definition.out_edges(step.id)}
    return ports is not None and drawn <= {port.name for port in ports}


def _misfit(step: Step, kind: AnyKind, complaint: Complaint) -> Problem:
    field = "params" + "".join(
        f"[{part}]" if isinstance(part, int) else f".{part}" for part in complaint.field
    )
    if complaint.code == "extra_forbidden":
        return _unknown_param(step, kind, complaint, field)
    if complaint.code == "missing":
        sentence = f"{step.title} needs “{_titled(kind, complaint)}”; fill it in."
        return Problem("param.missing", "error", sentence, step.id, field=field)
    where = f", “{_titled(kind, complaint)}”" if complaint.field else ""
    sentence = f"{step.title}{where}: {complaint.message.rstrip('.')}."
    return Problem("param.invalid", "error", sentence, step.id, field=field)


def _unknown_param(step: Step, kind: AnyKind, complaint: Complaint, field: str) -> Problem:
    name = str(complaint.field[-1])
    top = len(complaint.field) == 1
    free = kind.params.model_fields.keys() - set(step.raw or {}) if top else set[str]()
    meant = nearest(name, free)
    sentence = f"{step.title} has no field “{name}”; take it out.{did_you_mean(meant)}"
    fix = _param_fix(step, complaint, meant)
    return Problem("param.unknown", "error", sentence, step.id, field=field, fix=fix)


def _param_fix(step: Step, complaint: Complaint, meant: str | None) -> Fix | None:
    if step.kind is None or step.node.kind_version != step.kind.version:
        return None  # the drawing still has the params of the older version
    path = ("nodes", step.id, "params", *map(str, complaint.field))
    name = path[-1]
    remove = Edit("remove", path)
    if meant is None:
        return Fix(f"Take out “{name}”", (remove,))
    value = (step.raw or {})[name]
    # The name is only right if the value is: a rename must not bring a new problem.
    renamed = {key: found for key, found in (step.raw or {}).items() if key != name}
    node = step.node.model_copy(update={"params": {**renamed, meant: value}})
    errors = read_step(node, {node.kind: step.kind}, Around()).complaints
    if any(error.field[:1] == (meant,) for error in errors):
        return None
    return Fix(f"Call it “{meant}”", (remove, Edit("set", (*path[:-1], meant), value)))


def _titled(kind: AnyKind, complaint: Complaint) -> str:
    """Call a field by the title that its form shows; rows are counted from 1."""
    first, *rest = complaint.field or ("",)
    found = kind.params.model_fields.get(str(first))
    words = [found.title if found is not None and found.title else str(first)]
    words += [f"row {part + 1}" if isinstance(part, int) else str(part) for part in rest]
    return ", ".join(words)
