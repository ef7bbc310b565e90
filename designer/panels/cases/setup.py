"""Knows what tests are made up with: simulated people, and connections that fail. Not Qt.

What people answer is test data of a step and lies in the workflow, beside its samples. Which
connection fails is what one person tries out just now, so it stays on this computer.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from designer.document.changes.samples import SAMPLES
from designer.document.changes.steps import title_of
from designer.document.history import Command
from designer.library.offers import marked_field
from designer.run_bridge.orders import Answer, Trouble
from runtime.definition.samples import ANSWERS, simulated_answers
from runtime.plan.problems import Edit
from runtime.primitives import Person
from runtime.step import Around

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from designer.document.model import Model
    from designer.document.workflow import WorkflowDocument
    from designer.settings.preferences import Preferences
    from runtime.definition.json_value import JsonObject, JsonValue
    from runtime.primitives import Outcome
    from runtime.step import Kind

HOW = {"down": "cannot be reached", "refuses": "says no", "slow": "answers slowly"}
"""What can go wrong with a connection, in words."""
_MOST_TOLD = 2
"""Troubles that fit in one sentence."""


def key_of(document: WorkflowDocument) -> str:
    """Return by what this computer remembers a workflow; "" for one without name and file."""
    return str(document.model.graph.get("id") or document.path or "")


# --- people ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Asking:
    """A step that asks people.

    Attributes:
        form: JSON Schema of what they fill in; {} for nothing.
    """

    step: str
    title: str
    outcomes: tuple[Outcome, ...]
    form: JsonObject


def asking(model: Model, kinds: Mapping[str, Kind[Any]]) -> list[Asking]:
    """Return the steps that ask people, as far as they are filled in."""
    found: list[Asking] = []
    for step, node in model.nodes.items():
        kind = kinds.get(str(node.get("kind")))
        if kind is None or not marked_field(kind, "assignee") or node.get("disabled"):
            continue
        try:
            made = kind.compile(kind.params.model_validate(node.get("params") or {}), Around())
        except ValueError:  # it is not filled in yet: the problems say so
            continue
        if isinstance(made, Person):
            found.append(Asking(step, title_of(model, step), made.outcomes, made.form))
    return found


def answers(model: Model) -> dict[str, tuple[Answer, ...]]:
    """Return what simulated people answer, by step."""
    kept = simulated_answers(model.value(SAMPLES), model.nodes)
    return {step: tuple(Answer(**asdict(each)) for each in held) for step, held in kept.items()}


def all_answers(model: Model) -> tuple[Answer, ...]:
    """Return what simulated people answer in a workflow."""
    return tuple(answer for held in answers(model).values() for answer in held)


def set_answers(model: Model, wanted: Mapping[str, Answer | None]) -> Command:
    """Let simulated people answer so; None lets the test wait for a person at that step."""
    known = answers(model)
    patch: list[Edit] = []
    for step, answer in wanted.items():
        path = (*SAMPLES, step, ANSWERS)
        if answer is None and step in known:
            patch.append(Edit("remove", path))
        elif answer is not None and known.get(step) != (answer,):
            plain: JsonValue = [answer.model_dump(mode="json", exclude={"step"})]
            patch.append(Edit("set", path, plain))
    return Command("Change what simulated people answer", tuple(patch))


# --- connections ----------------------------------------------------------------------------------


def troubles(preferences: Preferences, document: WorkflowDocument) -> tuple[Trouble, ...]:
    """Return which connections of a workflow fail in tests on this computer."""
    declared = document.model.graph.get("connections")
    names = declared if isinstance(declared, dict) else {}
    read = (_trouble(each) for each in preferences.troubles.get(key_of(document)) or ())
    return tuple(each for each in read if each is not None and each.connection in names)


def _trouble(plain: object) -> Trouble | None:
    try:
        return Trouble.model_validate(plain)
    except ValidationError:
        return None


def set_troubles(
    preferences: Preferences, document: WorkflowDocument, wanted: Iterable[Trouble]
) -> None:
    """Let connections of a workflow fail in tests on this computer, and no others."""
    plain = [each.model_dump(mode="json") for each in wanted]
    others = {key: held for key, held in preferences.troubles.items() if key != key_of(document)}
    preferences.troubles = {**others, **({key_of(document): plain} if plain else {})}


def trouble_words(several: Iterable[Trouble], titles: Mapping[str, str]) -> str:
    """Return what nobody should forget: "NetSuite cannot be reached"; "" for nothing."""
    told = [f"{titles.get(each.connection, each.connection)} {_how(each)}" for each in several]
    if len(told) > _MOST_TOLD:
        return f"{len(told)} connections fail"
    return " and ".join(told)


def _how(trouble: Trouble) -> str:
    return HOW[trouble.how] if trouble.how != "slow" else f"takes {trouble.seconds:g} s"


def connection_titles(model: Model) -> dict[str, str]:
    """Return what people call each connection of a workflow."""
    declared = model.graph.get("connections")
    found: dict[str, str] = {}
    for name, entry in (declared if isinstance(declared, dict) else {}).items():
        title = entry.get("title") if isinstance(entry, dict) else None
        found[name] = str(title or name)
    return found


def connection_of(model: Model, kinds: Mapping[str, Kind[Any]], step: str) -> str:
    """Return the connection that a step uses; "" for none."""
    node = model.nodes.get(step, {})
    kind, params = kinds.get(str(node.get("kind"))), node.get("params")
    if kind is None or not isinstance(params, dict):
        return ""
    return str(params.get(marked_field(kind, "connection")) or "")
