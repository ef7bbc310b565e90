"""Knows how to make arbitrary workflow documents. Must not know what is tested with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy

TEXT = st.text(st.characters(codec="utf-8"), max_size=6)
NUMBERS = st.integers(-(2**63) + 1, 2**63 - 1) | st.floats(allow_nan=False, allow_infinity=False)
SCALARS = st.none() | st.booleans() | NUMBERS | TEXT
JSON: SearchStrategy[Any] = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(TEXT, inner, max_size=2),
    max_leaves=6,
)
OBJECTS = st.dictionaries(TEXT, JSON, max_size=2)
UNKNOWN = st.dictionaries(TEXT.map(lambda name: f"x-{name}"), JSON, max_size=2)
IDS = st.lists(st.text("abcdé ", min_size=1, max_size=3), min_size=1, max_size=4, unique=True)


@st.composite
def documents(draw: DrawFn) -> dict[str, Any]:
    """Whole documents of the newest format, with unknown attributes at every level."""
    ids = draw(IDS)
    nodes = [draw(_node(step, ids[:place])) for place, step in enumerate(ids)]
    ends = draw(st.lists(st.tuples(st.sampled_from(ids), st.sampled_from(ids)), max_size=5))
    edges = [draw(_edge(number, *pair)) for number, pair in enumerate(ends)]
    document = draw(UNKNOWN) | {"directed": True, "multigraph": True}
    return document | {"graph": draw(_meta()), "nodes": nodes, "edges": edges}


@st.composite
def shuffled(draw: DrawFn, document: dict[str, Any]) -> dict[str, Any]:
    """The same document with every list of steps and edges, and every object, in another order."""
    mixed = {name: document[name] for name in draw(st.permutations(list(document)))}
    for part in ("nodes", "edges"):
        items = draw(st.permutations(mixed[part]))
        mixed[part] = [{name: item[name] for name in reversed(item)} for item in items]
    return mixed


def optional(**parts: SearchStrategy[Any]) -> SearchStrategy[dict[str, Any]]:
    """Objects that have some of these members."""
    return st.fixed_dictionaries({}, optional=parts)


def _joined(*parts: SearchStrategy[dict[str, Any]]) -> SearchStrategy[dict[str, Any]]:
    def merge(found: tuple[dict[str, Any], ...]) -> dict[str, Any]:
        return {name: value for part in found for name, value in part.items()}

    return st.tuples(*parts).map(merge)


def _node(step: str, outer: list[str]) -> SearchStrategy[dict[str, Any]]:
    known = optional(
        kind_version=st.integers(1, 9),
        name=TEXT,
        params=OBJECTS,
        position=st.lists(st.integers(-9, 9), min_size=2, max_size=2),
        notes=TEXT,
        policy=optional(timeout=TEXT, on_error=st.sampled_from(["incident", "route"])),
        parent=st.sampled_from(outer) if outer else st.none(),
        disabled=st.booleans(),
        saves=st.dictionaries(TEXT, TEXT, max_size=2),
    )
    fixed = st.fixed_dictionaries({"id": st.just(step), "kind": st.sampled_from(["start", "x"])})
    return _joined(UNKNOWN, known, fixed)


def _edge(number: int, source: str, target: str) -> SearchStrategy[dict[str, Any]]:
    fixed = st.fixed_dictionaries(
        {
            "source": st.just(source),
            "target": st.just(target),
            "port": st.sampled_from(["out", "error", "yes"]),
            "key": st.just(f"e{number}"),
        }
    )
    return _joined(UNKNOWN, optional(label=TEXT), fixed)


def _meta() -> SearchStrategy[dict[str, Any]]:
    known = optional(
        id=TEXT,
        name=TEXT,
        owners=optional(business=TEXT, technical=TEXT),
        input=OBJECTS,
        data=OBJECTS,
        settings=st.dictionaries(TEXT, _joined(UNKNOWN, optional(value=JSON)), max_size=2),
        connections=st.dictionaries(TEXT, optional(connector=TEXT, title=TEXT), max_size=2),
        tests=st.lists(OBJECTS, max_size=2),
        layout=OBJECTS,
        labels=st.dictionaries(TEXT, TEXT, max_size=2),
    )
    fixed: dict[str, Any] = {"format": 1}
    return _joined(UNKNOWN, known, st.just(fixed))
