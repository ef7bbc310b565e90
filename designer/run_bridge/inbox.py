"""Knows how a task of any run is answered from the window. Must not know what follows."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from designer.run_bridge.engine import Engine
    from designer.run_bridge.replies import Reply
    from runtime.definition.json_value import JsonObject


@dataclass(frozen=True, slots=True)
class TaskAnswer:
    """What somebody says to a task.

    Attributes:
        outcome: id of the answer.
        values: what was filled in.
        reason: one sentence why, or "".
        actor: who answers, "user:analyst".
        roles: what that person is.
        as_asked: whether they answer in the name of whoever is asked, as one does in tests.
    """

    run: str
    task: str
    outcome: str
    values: JsonObject
    reason: str
    actor: str
    roles: tuple[str, ...]
    as_asked: bool


def answer(engine: Engine, said: TaskAnswer) -> Reply:
    """Answer a task; the reply fails where the runtime does not take the answer."""
    return engine.ask("answer", asdict(said))
