"""What somebody wrote on a note can still be read after the drawing was tidied up."""

from __future__ import annotations

import time
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.document import layout
from designer.document.arrange import arranged
from designer.document.changes.arranging import arrange_command
from designer.document.changes.frames import add_frame
from designer.document.changes.notes_aside import nearest_free
from designer.document.workflow import WorkflowDocument
from runtime.definition.definition import Definition
from tests.helpers.stall_watch import hold

CARD = (224.0, 72.0)
_PLACE = st.tuples(st.integers(-80, 250), st.integers(-80, 80)).map(lambda p: (p[0] * 8, p[1] * 8))
_SIZE = st.tuples(st.integers(20, 40), st.integers(12, 30)).map(lambda p: (p[0] * 8, p[1] * 8))


def drawing(steps: dict[str, Any], notes: dict[str, Any], edges: str = "") -> WorkflowDocument:
    """A document of steps by their places, notes, and edges "a>b"."""
    drawn = [edge.split(">") for edge in edges.split()]
    nodes = [{"id": step, "kind": "parallel", "position": [*at]} for step, at in steps.items()]
    links = [{"source": a, "target": b, "key": f"{n}"} for n, (a, b) in enumerate(drawn)]
    graph = {"format": 1, "layout": {"notes": notes}}
    whole: Any = {"graph": graph, "nodes": nodes, "edges": links}
    return WorkflowDocument(Definition.from_document(whole))


def note(at: tuple[float, float], size: tuple[float, float] = (160, 96), step: str = "") -> Any:
    entry = {"text": "Ask the auditors first", "position": [*at], "size": [*size]}
    return {**entry, "step": step} if step else entry


def meet(one: tuple[Any, Any], other: tuple[Any, Any]) -> bool:
    (x, y), (w, h) = one
    (u, v), (wide, high) = other
    return bool(x < u + wide and u < x + w and y < v + high and v < y + h)


def under_cards(opened: WorkflowDocument, sizes: dict[str, Any]) -> list[str]:
    """The notes on which a card lies."""
    cards = [(n["position"], sizes.get(s, CARD)) for s, n in opened.model.nodes.items()]
    papers = layout.notes(opened.model)
    pairs = product(papers.items(), cards)
    return [name for (name, paper), card in pairs if meet((paper.position, paper.size), card)]


@given(
    steps=st.lists(_PLACE, min_size=1, max_size=12),
    loose=st.lists(st.tuples(_PLACE, _SIZE, st.booleans()), max_size=5),
    links=st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=16),
    heights=st.lists(st.sampled_from([72.0, 96.0, 168.0]), min_size=12, max_size=12),
)
def test_no_card_lies_on_a_note_after_tidying_up(
    steps: list[Any], loose: list[Any], links: list[tuple[int, int]], heights: list[float]
) -> None:
    count = len(steps)
    edges = " ".join(f"s{a}>s{b}" for a, b in links if a < count and b < count)
    papers = {
        f"n{k}": note(at, size, "s0" if hangs else "") for k, (at, size, hangs) in enumerate(loose)
    }
    opened = drawing({f"s{k}": at for k, at in enumerate(steps)}, papers, edges)
    sizes = {f"s{k}": (224.0, heights[k]) for k in range(count)}
    places = arranged(opened.model.document(), sizes)
    before = opened.model.document()
    opened.do(arrange_command(opened.model, places, sizes))
    assert under_cards(opened, sizes) == []
    if opened.history.entries:
        assert [entry.title for entry in opened.history.entries] == ["Tidy up"]
        opened.undo()
    assert opened.model.document() == before


def test_a_note_that_hangs_on_nothing_goes_just_out_of_the_way() -> None:
    opened = drawing({"a": (0, 0), "b": (900, 900)}, {"n": note((320, 8)), "far": note((0, 400))})
    opened.do(arrange_command(opened.model, {"a": (0, 0), "b": (296, 0)}))
    papers = layout.notes(opened.model)
    assert papers["n"].position == (320, 88)
    assert papers["far"].position == (0, 400)


def test_a_note_in_the_way_of_nobody_stays() -> None:
    """Tidying two steps must not disturb what lies about elsewhere, even under other cards."""
    opened = drawing({"a": (0, 0), "b": (600, 0), "c": (1200, 0)}, {"n": note((1210, 8))})
    opened.do(arrange_command(opened.model, {"a": (0, 0), "b": (296, 0)}))
    assert layout.notes(opened.model)["n"].position == (1210, 8)


def test_two_notes_that_give_way_do_not_lie_on_each_other() -> None:
    notes = {"n": note((300, 0)), "m": note((304, 8)), "o": note((0, 88))}
    opened = drawing({"a": (0, 0), "b": (900, 0)}, notes)
    opened.do(arrange_command(opened.model, {"a": (0, 0), "b": (296, 0)}))
    papers = {name: (p.position, p.size) for name, p in layout.notes(opened.model).items()}
    assert not meet(papers["n"], papers["m"])
    assert not meet(papers["o"], papers["n"])


@pytest.mark.parametrize("inside", [True, False])
def test_only_a_note_of_a_group_lies_in_the_group(*, inside: bool) -> None:
    at = (0, 80) if inside else (8, -160)
    opened = drawing({"a": (0, 0), "b": (0, 200)}, {"n": note(at)})
    command, _ = add_frame(opened.model, ["a", "b"])
    opened.do(command)
    opened.do(arrange_command(opened.model, {"a": (0, 0), "b": (0, 200 if inside else -200)}))
    place = layout.notes(opened.model)["n"].position
    assert (place == at) is inside
    top = -240 if not inside else -40
    assert meet((place, (160, 96)), ((-16, top), (256, 400))) is inside


def test_the_nearest_place_is_found_in_each_direction() -> None:
    box = (0.0, 0.0, 100.0, 100.0)
    assert nearest_free(box, [(90, 0, 400, 400)]) == (-26, 0)
    assert nearest_free(box, [(-400, 0, 10, 400)]) == (26, 0)
    assert nearest_free(box, [(0, 90, 400, 400), (-400, 0, -10, 400)]) == (0, -116)
    assert nearest_free(box, []) == (0, 0)


@pytest.mark.timing
def test_fifty_notes_give_way_in_a_moment() -> None:
    """Else the window would stand still at the end of tidying up a large drawing."""
    steps = {f"s{k}": (k % 40 * 296.0, k // 40 * 112.0) for k in range(1000)}
    papers = {f"n{k}": note((k * 96.0, k * 48.0)) for k in range(50)}
    opened = drawing(steps, papers)
    start = time.thread_time()
    command = arrange_command(opened.model, {**steps})
    hold(time.thread_time() - start, 0.05)
    assert command.patch
