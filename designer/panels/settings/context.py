"""Knows what the forms of the settings may ask, and whom that is asked of. Knows no form."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import TYPE_CHECKING

import orjson

from connectors.connector import load
from connectors.errors import ConnectorError
from designer.forms.context import FormContext
from designer.panels.settings.renaming import Renaming
from runtime.primitives import Compute
from runtime.step import Around

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from connectors.manifest import Operation
    from designer.panels.workbench import Workbench
    from runtime.definition.json_value import JsonObject, JsonValue

_PERSON = re.compile(r"\b(?:role|user):[\w.@-]+")
_STANDARD = ("standard",)


def form_context(bench: Workbench, step: str = "") -> FormContext:
    """Return what the forms for a step may ask; "" for the workflow as a whole.

    The schema of what formulas see comes later: the helper works it out meanwhile.
    """
    connectors = bench.connectors()
    context = FormContext(
        bench.theme,
        samples=_samples(bench, step),
        helper=bench.services.helper,
        connections={name: (name, connector) for name, connector in connectors.items()},
        operations=lambda connection: operations_of(connectors.get(connection, "")),
        workflows=bench.beside,
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


def _samples(bench: Workbench, step: str) -> Sequence[tuple[str, JsonObject]]:
    """Return what formulas of a step saw in the run that is shown."""
    run = bench.run
    if run is None or not step:
        return ()
    view = run.view
    data: JsonValue = run.data_at(bench.path_of(step)).get("before") or {}
    results = {name: each.output for name, each in view.steps.items()}
    return (("", {"input": view.input, "data": data, "steps": results}),)
