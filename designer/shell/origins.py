"""Knows how each step was drawn when it did what a run shows of it. Must not know how it is shown.

A test that begins at a step takes what comes before over from an earlier run: those steps did their
work as they were drawn then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from runtime.events.model import RunForked

if TYPE_CHECKING:
    from designer.run_bridge.session import RunSession
    from runtime.definition.json_value import JsonObject
    from runtime.events.model import RunEvent


class Origins:
    """Follows the run that is shown; remembers the one before, which it may have begun from."""

    def __init__(self) -> None:
        self._run: RunSession | None = None
        self._former: tuple[str, JsonObject] = ("", {})
        self._begin()

    def _begin(self) -> None:
        self._before: set[str] = set()
        self._taken: JsonObject = {}
        self._is_forked = False

    def take(self, run: RunSession | None) -> None:
        """Follow another run, or none."""
        if self._run is not None:
            self._former = (self._run.run, self.drawn() or {})
        self._run = run
        self._begin()

    def see(self, event: RunEvent) -> None:
        """Take one more thing that happened in it."""
        step = str(getattr(event, "step", "")).partition("/")[0]
        if isinstance(event, RunForked):
            earlier, drawn = self._former
            known = self._before & drawn.keys() if event.run == earlier else set[str]()
            self._taken = {name: drawn[name] for name in known}
            self._is_forked = True
        elif self._is_forked:
            self._taken.pop(step, None)  # it is done anew
        else:
            self._before.add(step)

    def drawn(self) -> JsonObject | None:
        """Return the steps by id as they were drawn; None where nobody knows."""
        nodes = self._run.document.get("nodes") if self._run is not None else None
        if not isinstance(nodes, list):
            return None
        own: JsonObject = {str(node["id"]): node for node in nodes if isinstance(node, dict)}
        return {**own, **self._taken}
