"""Knows what the forms of the settings may ask, and whom that is asked of. Knows no form."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, cast

import orjson

from connectors.connector import load
from connectors.errors import ConnectorError
from designer.document.order import in_order
from designer.forms.context import FormContext
from designer.panels.settings.renaming import Renaming
from runtime.primitives import Compute
from runtime.step import Around

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from connectors.manifest import Operation
    from designer.document.model import Model
    from designer.panels.workbench import Workbench
    from designer.run_bridge.session import RunSession
    from runtime.definition.json_value import JsonObject, JsonValue

_PERSON = re.compile(r"\b(?:role|user):[\w.@-]+")
_STANDARD = ("standard",)
_ENVIRONMENT = "test"
"""Whose values the settings take in runs that begin in this window."""


def form_context(bench: Workbench, step: str = "") -> FormContext:
    """Return what the forms for a step may ask; "" for the workflow as a whole.

    The schema of what formulas see comes later: the helper works it out meanwhile.
    """
    connectors = bench.connectors()
    context = FormContext(
        bench.theme,
        samples=samples_of(bench, step),
        helper=bench.services.helper,
        connections={name: (name, connector) for name, connector in connectors.items()},
        operations=lambda connection: operations_of(connectors.get(connection, "")),
        workflows=bench.beside,
        steps=_other_steps(bench.document.model, step),
        open_workflow=bench.called_wanted.emit,
        calendars=_STANDARD,
        people=people_in(bench.document.model.nodes),
        fetch=bench.services.engine.read,
        is_unbound=bench.is_unbound,
        connect=bench.connect_wanted.emit,
        computes=_computes(bench, step) if step else None,
        undoing=_Undoing(bench),
        renaming=Renaming(bench, step),
    )
    if step:
        reply = bench.services.helper.schema_for(bench.document.model.document(), step)
        reply.done.connect(partial(FormContext.learn, context))
    return context


def _other_steps(model: Model, step: str) -> Sequence[tuple[str, str]]:
    """Return id and name of all steps but one, in the order of the drawing."""
    others = (name for name in in_order(model) if name != step)
    return [(name, str(model.nodes[name].get("name") or "")) for name in others]


@lru_cache(maxsize=64)
def operations_of(connector: str) -> Sequence[Operation]:
    """Return what a connector offers; nothing for one that is unknown or cannot be read."""
    try:
        return load(connector).manifest.operations if connector else ()
    except ConnectorError:
        return ()


def people_in(steps: Mapping[str, JsonObject]) -> tuple[str, ...]:
    """Return the roles and people whom the steps of a workflow name already."""
    text = orjson.dumps([step.get("params") for step in steps.values()]).decode()
    return tuple(sorted({*_PERSON.findall(text)}))


@dataclass(frozen=True, slots=True)
class _Undoing:
    """Takes changes of whichever workflow is open back."""

    bench: Workbench

    def depth(self) -> int:
        """Return how many changes can be taken back."""
        return self.bench.document.history.position

    def undo(self) -> None:
        """Take the last change back."""
        self.bench.document.undo()

    def redo(self) -> None:
        """Make the change again that was taken back last."""
        self.bench.document.redo()

    def seal(self) -> None:
        """Let the next change be one of its own."""
        self.bench.document.history.seal()


def _computes(bench: Workbench, step: str) -> Callable[[JsonObject], str] | None:
    """Return what makes a formula of the params of a step that is one, for trying it."""
    kind = bench.services.kinds.get(str(bench.document.step(step).get("kind")))
    if kind is None:
        return None
    around = Around(bench.connectors())

    def formula(params: JsonObject) -> str:
        try:
            made = kind.compile(kind.params.model_validate(params), around)
        except ValueError:
            return ""
        whole = made.whole if isinstance(made, Compute) else None
        return whole.text if whole is not None else ""

    return formula


def samples_of(bench: Workbench, step: str) -> Sequence[tuple[str, JsonObject]]:
    """Return what formulas of a step saw in the run that is shown; nothing where it never came.

    What a formula would give that has not been reached nobody knows: it is not “nothing”.
    """
    run = bench.run
    if run is None or not step:
        return ()
    seen = run.data_at(bench.path_of(step))
    if not seen["visits"]:
        return ()
    sample: JsonObject = {
        "input": _input(bench, run),
        "data": seen["before"] or {},
        "steps": seen["results"],
        "settings": _settings(bench),
        "run": _of_run(run),
    }
    if seen["index"] >= 0:
        sample |= {"item": seen["item"], "index": seen["index"]}
    if seen["out"] is not None:
        sample["output"] = seen["out"]  # what the step saves is made of it
    return (("", sample),)


def _input(bench: Workbench, run: RunSession) -> JsonValue:
    """Return what the drawing that is looked at began with: of a called one, what it was given."""
    caller = bench.within.rstrip("/")
    return run.data_at(caller)["in"] if caller else run.view.input


def _of_run(run: RunSession) -> JsonObject:
    first, view = run.events[0].event, run.view
    return {
        "id": run.run,
        "name": view.name,
        "key": view.key,
        "requester": view.requester,
        "environment": getattr(first, "environment", ""),
    }


def _settings(bench: Workbench) -> JsonObject:
    """Return the settings of the workflow, as runs that begin here take them."""
    known = cast("dict[str, dict[str, Any]]", bench.document.model.value(("graph", "settings")))
    return {
        name: each.get("environments", {}).get(_ENVIRONMENT, each.get("value"))
        for name, each in (known or {}).items()
    }
