"""Knows what usually follows a step. Must not know Qt, or any kind or system by name.

What follows is counted in the shipped templates; where they say too little, plain rules about what
a step is about decide. The same drawing always gives the same answer.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Protocol, cast

from connectors.connector import load
from connectors.errors import ConnectorError
from designer.library.offers import template_document

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from designer.library.cards import Card, CardMaker
    from designer.library.offers import Offer
    from runtime.definition.json_value import JsonObject

MOST = 8
"""How many suggestions are given."""
_FEW = 4
"""What was seen no more often than that is hardly a habit."""
_FRAME = 0.5
"""How much less likely a step is that only leads paths, and chooses none."""
_FAR = 0.7
"""How much of a rule holds for a system that the workflow does not use yet."""
_JOINS = 3.0
"""How much more likely paths are to wait for each other where there are several."""
_ERROR, _OPERATION = "error", "operation:"
_AFTER: Mapping[str, Mapping[str, float]] = {
    "trigger": {"data": 3, "people": 3, "system": 3, "logic": 2},
    "people": {"system": 3, "data": 2, "end": 1.5, "people": 1, "logic": 1},
    "system": {"logic": 3, "system": 2, "people": 2, "data": 2, "end": 1},
    "data": {"logic": 3, "system": 3, "people": 2, "end": 1},
    "logic": {"people": 3, "system": 3, "data": 2, "end": 1.5, "logic": 1},
    "time": {"system": 3, "people": 3, "logic": 1, "end": 1},
    "ai": {"logic": 3, "people": 3, "system": 2, "data": 2},
    "": {"people": 2, "system": 2, "logic": 1, "data": 1},
}
"""How well what a step is about fits behind what the step before is about."""
_AFTER_FAILURE: Mapping[str, float] = {"people": 4, "end": 3, "logic": 1, "time": 2}
_TO_UNDO: Mapping[str, float] = {"system": 3, "people": 2, "data": 0.5}
_TAKES_BACK = frozenset(
    {"archive", "cancel", "close", "delete", "end", "recall", "refund", "release", "remove"}
    | {"reopen", "reverse", "revoke", "undo", "void", "withdraw"}
)
"""Words of a title that promise to take something back."""
_BACK = 4.0
"""How much likelier what promises it is where something is to be undone."""
_UNDOES = 3.0
"""How much likelier undoing is where something that can be undone failed or was refused."""


class Drawing(Protocol):
    """What is read of a drawing."""

    graph: JsonObject
    nodes: dict[str, JsonObject]

    def out_edges(self, step: str, port: str | None = None) -> list[JsonObject]:
        """Return the edges that leave a step."""
        ...

    def in_edges(self, step: str) -> list[JsonObject]:
        """Return the edges that reach a step."""
        ...


def suggest(
    offers: Sequence[Offer], model: Drawing, cards: CardMaker, source: str, port: str
) -> list[Offer]:
    """Return what may come next, the likeliest first.

    Args:
        offers: what there is.
        model: the drawing.
        cards: tells what the steps there are about.
        source: id of the step before; "" for the first step of a drawing.
        port: the way out of it.
    """
    if source not in model.nodes:
        return [offer for offer in offers if offer.kind and offer.category == "trigger"][:MOST]
    connectors = _connectors(model.graph)
    about = cards.card(model.nodes[source], connectors).category
    used, joins = set(connectors.values()), _has_parted(model, source)
    ways = {way.name for way in cards.card(model.nodes[source], connectors).ports if way.undoes}
    seen = _Seen(_name(model.nodes[source], connectors), port, about, used, port in ways)
    undone = _can_be_undone(model, cards, connectors)
    following = {
        _name(model.nodes[str(edge["target"])], connectors)
        for edge in model.out_edges(source, port)
    }
    scored: list[tuple[float, int, Offer]] = []
    for place, offer in enumerate(offers):
        if offer.id in following or not offer.kind or offer.category == "trigger":
            continue
        card = _card(offer, cards) if offer.category == "logic" else None
        score = seen.score(offer, is_frame=card is not None and not card.diamond)
        if card is not None and card.gathers:
            score = score + _JOINS if joins else 0.0  # one path alone has nobody to wait for
        if card is not None and card.undoes:
            score = score + _UNDOES if undone and not seen.undoes else 0.0
        if score > 0:
            scored.append((-score, place, offer))
    return [offer for _, _, offer in _varied(sorted(scored, key=lambda hit: hit[:2]))][:MOST]


def _card(offer: Offer, cards: CardMaker) -> Card:
    """Return how a step that is placed now would look."""
    node: JsonObject = {"kind": offer.kind, "kind_version": offer.version, "params": offer.params}
    return cards.card(node, {})


def _can_be_undone(model: Drawing, cards: CardMaker, connectors: Mapping[str, str]) -> bool:
    """Whether a line leads from any step to what undoes it."""
    return any(
        model.out_edges(name, port.name)
        for name, node in model.nodes.items()
        for port in cards.card(node, connectors).ports
        if port.undoes
    )


def _has_parted(model: Drawing, step: str) -> bool:
    """Whether several paths were on their way at once before the case came to a step."""
    seen, here = {step}, [step]
    while here:
        for edge in model.in_edges(here.pop()):
            before, port = str(edge["source"]), str(edge["port"])
            if len(model.out_edges(before, port)) > 1:
                return True
            if before not in seen:
                seen.add(before)
                here.append(before)
    return False


@dataclass(frozen=True, slots=True)
class _Seen:
    """The place where something is to follow.

    Attributes:
        name: what the step before is, as an offer's id.
        about: its category.
        used: ids of the connectors that the workflow uses.
        undoes: whether it is to undo what the step before did.
    """

    name: str
    port: str
    about: str
    used: set[str] = field(default_factory=set[str])
    undoes: bool = False

    def score(self, offer: Offer, *, is_frame: bool) -> float:
        """Return how well something fits here.

        Args:
            offer: what is to follow.
            is_frame: whether it only holds other steps together, which few places need.
        """
        if self.undoes:
            return self._taking_back(offer, is_frame=is_frame)
        habits = _habits()
        rules = _AFTER_FAILURE if self.port == _ERROR else _AFTER.get(self.about, _AFTER[""])
        rule = rules.get(offer.category, 0.0)
        seen = 9 * _share(habits.after_way.get((self.name, self.port)), offer.id)
        if (self.name, self.port) not in habits.after_way:  # its other ways lead elsewhere
            seen += 3 * _share(habits.after.get(self.name), offer.id)
        if offer.id.startswith(_OPERATION):
            seen += 3 * _fit(self.name, offer.id) if self.port != _ERROR else 0.0
            seen += offer.connector in self.used
            return rule + seen if seen > 1 else rule * seen / 4
        seen += 2 * _share(habits.after_kind.get(_kind(self.name)), offer.id)
        if offer.connector and offer.connector not in self.used:
            rule *= _FAR  # a connection would have to be made first
        fits = rule + seen + 4 * _share(habits.everywhere, offer.id) if rule else seen
        return fits * (_FRAME if is_frame else 1.0)

    def _taking_back(self, offer: Offer, *, is_frame: bool) -> float:
        """Return how well something undoes the step before."""
        rule = 0.0 if is_frame else _TO_UNDO.get(offer.category, 0.0)
        if not rule or _TAKES_BACK.isdisjoint(offer.title.casefold().split()):
            return 0.0 if offer.id.startswith(_OPERATION) else rule
        near = 1.0 if offer.connector in {"", *self.used} else _FAR
        return (rule + _BACK + _fit(self.name, offer.id)) * near


def _varied(scored: Iterable[tuple[float, int, Offer]]) -> list[tuple[float, int, Offer]]:
    """Return the hits in an order in which no system fills the first places alone."""
    first: list[tuple[float, int, Offer]] = []
    later: list[tuple[float, int, Offer]] = []
    shown: Counter[str] = Counter()
    for hit in scored:
        system = hit[2].system
        shown[system] += bool(system)
        (later if shown[system] > MOST // 2 else first).append(hit)
    return [*first, *later]


def _share(counts: Counter[str] | None, name: str) -> float:
    """Return how often something was seen, of all; little of what was seldom looked at."""
    return counts[name] / (counts.total() + _FEW) if counts else 0.0


def _kind(name: str) -> str:
    """Return the same for every operation, so that kinds and systems compare."""
    return _OPERATION if name.startswith(_OPERATION) else name


# --- what the templates do ------------------------------------------------------------------------


@dataclass(slots=True)
class _Habits:
    """How often what follows what, by offers' ids."""

    after_way: dict[tuple[str, str], Counter[str]] = field(
        default_factory=dict[tuple[str, str], "Counter[str]"]
    )
    after: dict[str, Counter[str]] = field(default_factory=dict[str, "Counter[str]"])
    after_kind: dict[str, Counter[str]] = field(default_factory=dict[str, "Counter[str]"])
    everywhere: Counter[str] = field(default_factory=Counter[str])

    def learn(self, document: JsonObject) -> None:
        connectors = _connectors(cast("JsonObject", document["graph"]))
        nodes, edges = (cast("list[JsonObject]", document[part]) for part in ("nodes", "edges"))
        names = {str(node["id"]): _name(node, connectors) for node in nodes}
        for edge in edges:
            one, other = names[str(edge["source"])], names[str(edge["target"])]
            way = (one, str(edge.get("port", "out")))
            self.after_way.setdefault(way, Counter())[other] += 1
            self.after.setdefault(one, Counter())[other] += 1
            self.after_kind.setdefault(_kind(one), Counter())[_kind(other)] += 1
            self.everywhere[_kind(other)] += 1


@lru_cache(maxsize=1)
def _habits() -> _Habits:
    from importlib.resources import files

    habits = _Habits()
    folder = files("resources") / "templates"
    for entry in sorted(folder.iterdir(), key=lambda one: one.name) if folder.is_dir() else ():
        try:
            habits.learn(template_document(entry.name))
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            continue  # a folder that holds no readable workflow teaches nothing
    return habits


def _connectors(graph: JsonObject) -> dict[str, str]:
    declared = graph.get("connections")
    found: dict[str, str] = {}
    for name, connection in (declared if isinstance(declared, dict) else {}).items():
        connector = connection.get("connector") if isinstance(connection, dict) else None
        found[name] = connector if isinstance(connector, str) else ""
    return found


def _name(node: JsonObject, connectors: Mapping[str, str]) -> str:
    """Return the id of the offer that gives such a step: of the operation that it asks for."""
    params = cast("dict[str, Any]", node.get("params") or {})
    texts = {text for text in params.values() if isinstance(text, str)}
    for connection in sorted(texts & connectors.keys()):
        for operation in sorted(texts - {connection}):
            if operation in _operations(connectors[connection]):
                return f"operation:{connectors[connection]}.{operation}"
    return f"kind:{node.get('kind')}"


# --- what fits ------------------------------------------------------------------------------------


@lru_cache(maxsize=200)
def _operations(connector: str) -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    """Return for each operation the words of what it needs and of what it gives."""
    try:
        manifest = load(connector).manifest
    except (ConnectorError, OSError, ImportError):
        return {}
    return {
        operation.id: (_needs(operation.input_schema), frozenset(_gives(operation.output_schema)))
        for operation in manifest.operations
    }


def _needs(schema: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(str(name) for name in schema.get("required", ()))


def _gives(schema: Any) -> Iterable[str]:
    """Return the names of all fields of a result, also of those inside, and in the singular."""
    if not isinstance(schema, dict):
        return
    members = cast("dict[str, Any]", schema)
    for name, inner in cast("dict[str, Any]", members.get("properties") or {}).items():
        yield name
        yield name.removesuffix("s")
        yield from _gives(inner)
    yield from _gives(members.get("items"))


def _fit(before: str, after: str) -> float:
    """Return which share of what an operation needs the one before gives."""
    gives = _described(before)[1]
    needs = _described(after)[0]
    return len(needs & gives) / len(needs) if needs else 0.0


def _described(name: str) -> tuple[frozenset[str], frozenset[str]]:
    connector, _, operation = name.removeprefix(_OPERATION).partition(".")
    nothing: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset())
    if not name.startswith(_OPERATION):
        return nothing
    return _operations(connector).get(operation, nothing)
