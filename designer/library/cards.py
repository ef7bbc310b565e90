"""Knows how a step looks: title, caption, colour, icon, ways out. Must not know Qt or a canvas."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, cast

import orjson

from runtime.calendars import DurationError, duration_words, parse_duration
from runtime.definition.attributes import Node
from runtime.plan.drawing import read_step
from runtime.primitives import CallPlan, Join, Person, Undo
from runtime.step import OUT, Around, Category, Port

if TYPE_CHECKING:
    from collections.abc import Mapping

    from runtime.definition.json_value import JsonObject
    from runtime.plan.drawing import Step
    from runtime.step import Kind

Shape: TypeAlias = Literal["trigger", "card", "end"]
_READ = ("kind", "kind_version", "params")
"""Attributes of a step that decide how its card looks, besides its name."""


@dataclass(frozen=True, slots=True)
class Card:
    """What the canvas shows of a step.

    Attributes:
        title: the step's name.
        caption: what it does, in a few words.
        category: gives the colour.
        shape: a trigger is round at the left, an end at the right.
        diamond: whether the case takes one of several ways here.
        icon: name of an icon, for `designer.assets.icons`: "kind:…" or "connector:…".
        ports: ways out, top to bottom; a step with none ends a path.
        enters: whether something can lead here.
        repeats: whether other steps lie inside.
        known: False for a step whose kind this Baton does not have.
        calls: id of the workflow that it runs; "" for none.
        gathers: whether paths wait for each other here.
        undoes: whether what other steps did is undone here.
        due: how long people have to answer, in words; "" for no limit.
    """

    title: str
    caption: str
    category: Category
    shape: Shape
    diamond: bool
    icon: str
    ports: tuple[Port, ...]
    enters: bool = True
    repeats: bool = False
    known: bool = True
    calls: str = ""
    gathers: bool = False
    undoes: bool = False
    due: str = ""

    @property
    def rows(self) -> int:
        """How many ways out stand below each other beside it; what undoes it hangs apart."""
        return sum(not port.undoes for port in self.ports)


class CardMaker:
    """Makes cards; the same attributes give the same card without being read again.

    Args:
        kinds: the step kinds by name.
    """

    def __init__(self, kinds: Mapping[str, Kind[Any]]) -> None:
        self._kinds = kinds
        self._read = lru_cache(maxsize=20_000)(self._made)

    def card(self, node: JsonObject, connectors: Mapping[str, str]) -> Card:
        """Return how a step looks; never raises.

        Args:
            node: the plain attributes of the step.
            connectors: name of each connection of the workflow to the id of its connector.
        """
        read = [node.get(name) for name in _READ]
        made = self._read(orjson.dumps(read), tuple(sorted(connectors.items())))
        title = str(node.get("name") or node.get("id") or "")
        return Card(title, *made)

    def _made(self, key: bytes, connectors: tuple[tuple[str, str], ...]) -> tuple[Any, ...]:
        attributes = dict(zip(_READ, orjson.loads(key), strict=True))
        node = Node.model_validate({"id": "_", **{k: v for k, v in attributes.items() if v}})
        around = Around(dict(connectors))
        step = read_step(node, self._kinds, around)
        if step.kind is None:
            return (node.kind, "logic", "card", False, "", (OUT,), True, False, False)
        kind = step.kind
        unknown = () if kind.category == "end" else (OUT,)
        ports = step.ports if step.ports is not None else unknown
        shape: Shape = "trigger" if kind.begins else "end" if kind.category == "end" else "card"
        icon = _icon(step, dict(connectors))
        looks = (kind.category, shape, kind.chooses, icon, ports)
        calls = step.primitive.body if isinstance(step.primitive, CallPlan) else ""
        does = (isinstance(step.primitive, Join), isinstance(step.primitive, Undo))
        more = (not kind.begins, step.holds, True, calls, *does, _due(step))
        return (_caption(step, around), *looks, *more)


def _caption(step: Step, around: Around) -> str:
    kind = cast("Kind[Any]", step.kind)
    if step.params is None:
        return kind.title
    try:
        return kind.caption(step.params, around) or kind.title
    except Exception:  # noqa: BLE001 - a caption is decoration; a kind must not break the canvas
        return kind.title


def _due(step: Step) -> str:
    """Return how long people have; "" where a formula says it, or what is no duration."""
    asked = step.primitive
    after = asked.due.after if isinstance(asked, Person) and asked.due else None
    try:
        return duration_words(parse_duration(after)) if isinstance(after, str) else ""
    except DurationError:
        return ""


def _icon(step: Step, connectors: Mapping[str, str]) -> str:
    """A step that uses a connection shows that system's icon, else its kind's."""
    connection = getattr(step.primitive, "connection", "")
    connector = connectors.get(connection, "")
    return f"connector:{connector}" if connector else f"kind:{step.node.kind}"
