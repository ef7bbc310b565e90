"""Lists that follow a drawing: in another order nobody finds in them what they see in front."""

from __future__ import annotations

import pytest

from designer.document.model import Model
from designer.document.order import in_order
from tests.helpers.drawings import choice, data, draw, each
from tests.helpers.run_sessions import signed_sow


def placed(model: Model, **places: tuple[float, float]) -> Model:
    for step, place in places.items():
        model.nodes[step]["position"] = [*place]
    return model


def test_upper_ways_come_first_and_a_join_behind_all_of_them() -> None:
    """Else the way a case took is told in leaps."""
    drawing = draw(
        ["start", choice("which", "left", "right"), data("low"), data("high"), "end"],
        ["start>which", "which.left>low", "which.right>high", "low>end", "high>end"],
    )
    model = placed(Model(drawing.document()), low=(2, 9), high=(2, 1), end=(3, 0))
    assert in_order(model) == ["start", "which", "high", "low", "end"]


def test_an_arrow_back_changes_no_order() -> None:
    """Else a step that is done again stands before the one that leads to it."""
    model = Model(
        draw(
            ["start", data("do"), choice("good", "yes"), "end"],
            ["start>do", "do>good", "good.yes>end", "good.otherwise>do"],
        ).document()
    )
    assert in_order(model) == ["start", "do", "good", "end"]


def test_what_lies_inside_a_step_stands_right_behind_it() -> None:
    inner = {**data("inner", "item"), "parent": "all"}
    ways = ["start>all", "all.each>inner", "all.done>after", "after>end"]
    model = Model(draw(["start", each("all"), inner, data("after"), "end"], ways).document())
    assert in_order(model) == ["start", "all", "inner", "after", "end"]


def test_steps_that_nothing_leads_to_are_listed_too() -> None:
    """Else a step that is not connected yet is in no list at all."""
    model = Model(draw(["start", data("a"), data("b"), "end"], ["start>end", "a>b"]).document())
    model.nodes["b"]["position"] = [0, 900]
    found = in_order(model)
    assert sorted(found) == ["a", "b", "end", "start"]
    assert found.index("a") < found.index("b")


@pytest.mark.parametrize("seed", [1, 7])
def test_no_step_of_a_large_drawing_stands_before_one_that_leads_to_it(seed: int) -> None:
    """Whichever order the file has them in."""
    document = signed_sow().document()
    nodes = document["nodes"]
    assert isinstance(nodes, list)
    model = Model({**document, "nodes": nodes[seed:] + nodes[:seed]})
    found = in_order(model)
    assert found == in_order(Model(document))
    early = [
        (edge["source"], edge["target"])
        for edge in model.edges.values()
        if found.index(str(edge["source"])) > found.index(str(edge["target"]))
    ]
    assert len(early) <= 4, f"only arrows that lead back: {early}"
