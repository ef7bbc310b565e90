"""Knows what people call the steps of a run and their ways out, callers first. Must not know files.

A run names a step of a called workflow with the steps that called it ("check/approve"); its name
stands in the drawing of that workflow, which is read when the run is shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from designer.document.changes.steps import title_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from designer.document.model import Model
    from designer.document.workflow import WorkflowDocument
    from designer.library.cards import Card, CardMaker
    from designer.run_bridge.session import RunSession
    from runtime.definition.json_value import JsonObject

UNKNOWN = "a step inside"
"""What a step inside a called workflow is called as long as nobody has its drawing: no id."""


class Names(Protocol):
    """What people call the steps of a run, and the ways out of them."""

    def title(self, step: str) -> str:
        """Return what people call a step, without those that called its workflow."""
        ...

    def way(self, step: str, port: str) -> str:
        """Return what people call a way out of a step."""
        ...


class Shown(Protocol):
    """What lies on the desk, as far as it tells names."""

    document: WorkflowDocument
    draft: WorkflowDocument
    within: str
    run: RunSession | None

    def connectors(self) -> dict[str, str]:
        """Return the name of each connection of the workflow, with the id of its connector."""
        ...


class RunNames:
    """Names of the steps of the run on the desk.

    Args:
        bench: what lies on the desk.
        cards: know the ways out of a step.

    Attributes:
        called: the drawings of called workflows that are known, by their id.
    """

    def __init__(self, bench: Shown, cards: CardMaker) -> None:
        self._bench, self._cards = bench, cards
        self._kept: tuple[object, dict[str, JsonObject]] = (None, {})
        self.called: Mapping[str, Model] = {}

    def title(self, step: str) -> str:
        """Return what people call a step, without those that called its workflow."""
        outer, _, last = step.rpartition("/")
        for model in self._models(outer):
            if last in model.nodes:
                return title_of(model, last)
        node = None if outer else self._as_run().get(last)
        return str((node or {}).get("name") or (UNKNOWN if outer else step))

    def way(self, step: str, port: str) -> str:
        """Return what people call a way out of a step; its own name where nobody knows the step."""
        card = self._card(step)
        ports = card.ports if card is not None else ()
        return next((each.title for each in ports if each.name == port), port)

    def outcome(self, step: str, port: str) -> str:
        """Return what the way out says of how a step ended; "" where it says nothing.

        That a list was gone through to its end is no outcome.
        """
        card = self._card(step)
        return "" if card is not None and card.repeats else self.way(step, port)

    def _card(self, step: str) -> Card | None:
        node = self._node(step)
        return self._cards.card(node, self._bench.connectors()) if node else None

    def _node(self, step: str) -> JsonObject | None:
        outer, _, last = step.rpartition("/")
        found = (model.nodes[last] for model in self._models(outer) if last in model.nodes)
        return next(found, None if outer else self._as_run().get(last))

    def _models(self, outer: str) -> Iterator[Model]:
        """Yield the drawings in which the steps may be that some callers run."""
        bench = self._bench
        if bench.within == (f"{outer}/" if outer else ""):
            yield bench.document.model
        if not outer:
            yield bench.draft.model
        elif (caller := self._node(outer)) is not None:
            model = self.called.get(self._cards.card(caller, {}).calls)
            if model is not None:
                yield model

    def _as_run(self) -> dict[str, JsonObject]:
        """Return the steps of the run's own drawing: some may be drawn no longer."""
        document = self._bench.run.document if self._bench.run is not None else None
        if self._kept[0] is not document:
            nodes = document.get("nodes") if document else None
            several = nodes if isinstance(nodes, list) else []
            found = {str(node.get("id")): node for node in several if isinstance(node, dict)}
            self._kept = document, found
        return self._kept[1]
