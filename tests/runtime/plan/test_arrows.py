"""What is lost when these fail: a loop that nobody can leave passes the check."""

from __future__ import annotations

from itertools import pairwise

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from runtime.plan.arrows import Arrows

STEPS = [f"s{number}" for number in range(12)]


@given(st.lists(st.tuples(st.sampled_from(STEPS), st.sampled_from(STEPS)), max_size=40))
def test_rings_are_those_that_networkx_finds(arrows: list[tuple[str, str]]) -> None:
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(STEPS)
    graph.add_edges_from(arrows)
    known = {frozenset(ring) for ring in nx.strongly_connected_components(graph)}
    assert {frozenset(ring) for ring in Arrows(STEPS, arrows).rings()} == known


@given(st.lists(st.tuples(st.sampled_from(STEPS), st.sampled_from(STEPS)), max_size=40))
def test_no_arrow_leads_back_to_an_earlier_ring(arrows: list[tuple[str, str]]) -> None:
    """Whoever works from the first to the last must have seen what comes before."""
    rings = Arrows(STEPS, arrows).rings()
    place = {step: number for number, ring in enumerate(rings) for step in ring}
    assert all(place[source] <= place[target] for source, target in arrows)


def test_a_very_long_drawing_is_no_problem() -> None:
    steps = [str(number) for number in range(20_000)]
    assert len(Arrows(steps, pairwise(steps)).rings()) == 20_000
    ring = Arrows(steps, [*pairwise(steps), (steps[-1], steps[0])])
    assert ring.rings() == [set(steps)]
