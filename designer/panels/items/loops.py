"""Knows what is kept of the items that a run goes through. Must not know events or Qt."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from runtime.definition.json_value import JsonValue

State: TypeAlias = Literal["running", "waiting", "failed", "ok", "skipped"]


@dataclass(slots=True)
class Cell:
    """What became of one step for one item, the last time that it came there.

    Attributes:
        step: callers first, as in `RunView`.
        visit: which visit of the step by any item it is, from 0.
        moment: how many events had happened when it last changed.
        message: why it failed, or for whom it waits.
    """

    step: str
    visit: int
    moment: int
    state: State = "running"
    port: str = ""
    output: JsonValue = None
    because: JsonValue = None
    message: str = ""


@dataclass(slots=True)
class Row:
    """One item that was begun.

    Attributes:
        state: of the whole item; what failed inside and was dealt with does not make it failed.
        cells: by step.
    """

    state: State = "running"
    cells: dict[str, Cell] = field(default_factory=dict[str, Cell])

    @property
    def has_failed(self) -> bool:
        """Whether the item failed, or any step of it."""
        return self.state == "failed" or any(c.state == "failed" for c in self.cells.values())


@dataclass(slots=True)
class Loop:
    """A step that goes through a list, with all that it went through.

    Attributes:
        items: of every time that the case came to it, one after the other.
        rows: one for each of them, None for one that has not begun.
        begins: at which row each time begins.
        steps: those inside, as they were first come to.
        begun, ended: how many items have.
    """

    step: str
    items: list[JsonValue] = field(default_factory=list["JsonValue"])
    rows: list[Row | None] = field(default_factory=list["Row | None"])
    begins: list[int] = field(default_factory=list[int])
    steps: dict[str, None] = field(default_factory=dict[str, None])
    begun: int = 0
    ended: int = 0

    def has_failed(self, row: int) -> bool:
        """Whether an item failed, or any step of it."""
        found = self.rows[row]
        return found is not None and found.has_failed
