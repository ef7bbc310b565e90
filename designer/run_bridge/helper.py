"""Knows what the window can ask of the helper. Must not know how it is done: another process does.

The helper keeps nothing. What is asked is answered also when it dies meanwhile, except a formula
that it died of.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, cast

from designer.run_bridge import problem_lines
from designer.run_bridge.outbox import Manner
from designer.run_bridge.server import Server

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtCore import QObject

    from designer.run_bridge.replies import Reply
    from runtime.definition.json_value import JsonObject, JsonValue

_NONE: Mapping[str, float] = MappingProxyType({})
_LONG = Manner(seconds=120.0, again=True, lane="slow")
_SHORT = Manner(seconds=20.0, again=True, lane="quick")
_RISKY = Manner(
    seconds=3.0,
    lane="quick",
    risky=True,
    too_long="This formula takes too long and was stopped. Let it look at fewer items.",
)
MOST_SAMPLES = 20


class Helper(Server):
    """Checks, arranges, explains and previews in another process.

    It works on one long and one short request at a time. A reply that is called off while it waits
    costs nothing.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__("helper_child", "The helper", parent=parent)

    def check(self, document: JsonObject, folder: str = "") -> Reply:
        """List what is wrong or unwise in a workflow: done with a list of `Problem`.

        Args:
            document: the workflow.
            folder: where the workflows lie that its steps run; "" where nobody knows.
        """
        args: JsonObject = {"document": document, "folder": folder}
        return self._child.ask("check", args, _LONG, problem_lines.read)

    def arrange(
        self,
        document: JsonObject,
        steps: Sequence[str] | None,
        sizes: Mapping[str, tuple[float, float]],
        *,
        keep_order: bool = False,
        names: Mapping[str, float] = _NONE,
    ) -> Reply:
        """Say where steps should lie: done with `{step: (x, y)}`.

        Args:
            document: the workflow.
            steps: those that may move; None for all.
            sizes: width and height of each step's card.
            keep_order: those above each other stay in their order.
            names: how far right of each card the names of its ways out reach.
        """
        chosen: JsonValue = None if steps is None else [*steps]
        measured: JsonObject = {step: [*size] for step, size in sizes.items()}
        args: JsonObject = {"document": document, "steps": chosen, "sizes": measured}
        args |= {"keep_order": keep_order, "names": {**names}}
        return self._child.ask("arrange", args, _LONG, _places)

    def schema_for(self, document: JsonObject, step: str, *, saving: bool = False) -> Reply:
        """Say what formulas see at a step: done with a JSON Schema, {} where the step is gone.

        With `saving`, what the step gives is there as well, as `output`. What people filled in at
        steps before is told by their forms, and what systems answered by their connectors.
        """
        args: JsonObject = {"document": document, "step": step, "saving": saving}
        return self._child.ask("schema_for", args, _SHORT)

    def preview(self, text: str, samples: Sequence[JsonObject]) -> Reply:
        """Evaluate a formula for each sample: done with a list of `{"value"}` or `{"error"}`.

        At most `MOST_SAMPLES` are tried.
        """
        tried: list[JsonValue] = [*samples[:MOST_SAMPLES]]
        return self._child.ask("preview", {"text": text, "samples": tried}, _RISKY)

    def explain(self, text: str) -> Reply:
        """Read a formula in plain words: done with `{"words"}` or `{"error", "offset"}`."""
        return self._child.ask("explain", {"text": text}, _SHORT)

    def complete(self, text: str, offset: int, schema: JsonObject) -> Reply:
        """Say what may stand at the cursor: done with `{"from", "items"}`.

        Each item has `text`, `title`, and `kind`: "field", "function" or "variable".
        """
        args: JsonObject = {"text": text, "offset": offset, "schema": schema}
        return self._child.ask("complete", args, _SHORT)


def _places(found: Any) -> dict[str, tuple[float, float]]:
    places = cast("dict[str, list[float]]", found)
    return {step: (float(x), float(y)) for step, (x, y) in places.items()}
