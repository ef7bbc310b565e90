"""Knows how it is drawn what becomes of a case when a step fails. Must not know kinds or Qt.

Where a line leads on from the failure, the case goes there; where none does, an operator decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from designer.document.changes.edges import new_edge
from designer.document.changes.steps import remove, title_of
from designer.document.history import Command
from runtime.plan.problems import Edit
from runtime.step import ERROR

if TYPE_CHECKING:
    from collections.abc import Callable

    from designer.document.model import Model
    from runtime.definition.json_value import JsonObject

Choice: TypeAlias = Literal["incident", "route", "stop"]
_POLICY = ("policy", "on_error")
_ROUTE = "route"


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is drawn for the failure of a step.

    Attributes:
        choice: "incident" asks an operator, "route" goes another way, "stop" ends the case.
        leads_to: ids of the steps that the case goes on at.
    """

    choice: Choice = "incident"
    leads_to: tuple[str, ...] = ()


def drawn(model: Model, step: str, is_end: Callable[[JsonObject], bool]) -> Drawn:
    """Return what becomes of a case when a step fails.

    Args:
        model: the document.
        step: its id.
        is_end: whether a step ends the case as failed.
    """
    targets = tuple(str(edge["target"]) for edge in model.out_edges(step, ERROR.name))
    if targets and all(is_end(model.nodes[target]) for target in targets):
        return Drawn("stop", targets)
    wants_way = model.value(("nodes", step, *_POLICY)) == _ROUTE
    return Drawn("route" if targets or wants_way else "incident", targets)


def ask_operator(model: Model, step: str, is_end: Callable[[JsonObject], bool]) -> Command:
    """Let an operator decide: what is drawn for the failure goes."""
    patch = (*_undrawn(model, step, is_end), *_policy(model, step, None))
    return Command(f"Ask an operator if “{title_of(model, step)}” fails", patch)


def go_another_way(model: Model, step: str, is_end: Callable[[JsonObject], bool]) -> Command:
    """Let the case go on by a line that leads on from the failure; the person draws it."""
    ends = drawn(model, step, is_end).choice == "stop"
    gone = _undrawn(model, step, is_end) if ends else ()
    patch = (*gone, *_policy(model, step, _ROUTE))
    return Command(f"Go another way if “{title_of(model, step)}” fails", patch)


def stop_the_case(
    model: Model, step: str, is_end: Callable[[JsonObject], bool], placing: tuple[Command, str]
) -> Command:
    """Let the failure end the case as failed.

    Args:
        model: the document.
        step: its id.
        is_end: whether a step ends the case as failed.
        placing: the command that adds such an end, and its id.
    """
    adding, end = placing
    patch = (
        *_undrawn(model, step, is_end),
        *_policy(model, step, None),
        *adding.patch,
        new_edge(model, step, ERROR.name, end),
    )
    return Command(f"Stop the case if “{title_of(model, step)}” fails", patch)


def _undrawn(model: Model, step: str, is_end: Callable[[JsonObject], bool]) -> tuple[Edit, ...]:
    """Return the edits that take the lines of a failure away, with ends that only they lead to."""
    patch: list[Edit] = []
    for edge in model.out_edges(step, ERROR.name):
        target = str(edge["target"])
        if is_end(model.nodes[target]) and len(model.in_edges(target)) == 1:
            patch += remove(model, [target]).patch
        else:
            patch.append(Edit("remove", ("edges", str(edge["key"]))))
    return tuple(patch)


def _policy(model: Model, step: str, value: str | None) -> tuple[Edit, ...]:
    path = ("nodes", step, *_POLICY)
    if model.value(path) == value:
        return ()
    return (Edit("remove", path) if value is None else Edit("set", path, value),)
