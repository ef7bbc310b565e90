"""Knows that a fix is applied whole or not at all."""

from __future__ import annotations

import pytest

from runtime.definition.codec import digest
from runtime.definition.errors import DefinitionError
from runtime.plan.fixes import apply_fix
from runtime.plan.problems import Edit, Fix
from tests.helpers.drawings import data, draw

DRAWN = draw(
    ["start", data("a", name="Check") | {"params": {"rows": [1, 2], "limit": 5}}], ["start>a"]
)


def fixed(*edits: Edit) -> dict[str, object]:
    definition = apply_fix(DRAWN, Fix("Mend it", edits))
    return dict(definition.graph.nodes["a"])


def test_values_are_set_and_removed_by_the_id_of_the_step() -> None:
    assert fixed(
        Edit("set", ("nodes", "a", "params", "limit"), 7),
        Edit("set", ("nodes", "a", "params", "rows", "1"), 3),
        Edit("set", ("nodes", "a", "params", "rows", "2"), 4),
        Edit("remove", ("nodes", "a", "params", "rows", "0")),
        Edit("set", ("nodes", "a", "policy", "timeout"), "PT1M"),
        Edit("remove", ("nodes", "a", "name")),
    ) == {
        "kind": "map_data",
        "params": {"rows": [3, 4], "limit": 7},
        "policy": {"timeout": "PT1M"},
    }


def test_steps_and_edges_come_and_go() -> None:
    edits = (
        Edit("set", ("nodes", "end"), {"kind": "end"}),
        Edit("set", ("edges", "e9"), {"source": "start", "target": "end"}),
        Edit("remove", ("edges", "start.out-a")),
        Edit("remove", ("nodes", "a")),
        Edit("set", ("graph", "owners", "business"), "PMO"),
    )
    definition = apply_fix(DRAWN, Fix("Mend it", edits))
    assert [node.id for node in definition.nodes()] == ["end", "start"]
    assert [edge.key for edge in definition.edges()] == ["e9"]
    assert definition.meta.owners.business == "PMO"


@pytest.mark.parametrize(
    "edit",
    [
        Edit("remove", ("nodes", "gone")),
        Edit("set", ("nodes", "gone"), "no attributes"),
        Edit("set", ("nodes", "gone", "params", "x"), 1),
        Edit("set", ("nodes", "gone", "params"), {"kind": "end"}),
        Edit("remove", ("nodes", "a", "params", "gone")),
        Edit("remove", ("nodes", "a", "params", "gone", "deeper")),
        Edit("set", ("nodes", "a", "params", "limit", "deeper"), 1),
        Edit("set", ("nodes", "a", "params", "limit", "deeper", "still"), 1),
        Edit("set", ("nodes", "a", "params", "rows", "9"), 1),
        Edit("remove", ("nodes", "a", "params", "rows", "last")),
        Edit("remove", ("nodes", "a", "kind")),
    ],
)
def test_a_drawing_that_has_changed_since_is_not_touched(edit: Edit) -> None:
    before = digest(DRAWN)
    first = Edit("set", ("nodes", "a", "params", "limit"), 7)
    with pytest.raises(DefinitionError):
        apply_fix(DRAWN, Fix("Mend it", (first, edit)))
    assert digest(DRAWN) == before
