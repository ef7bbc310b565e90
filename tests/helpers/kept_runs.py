"""Knows how a test has runs that were recorded before, without a process that keeps them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from designer.run_bridge.session import RunSession
from runtime.events import codec
from runtime.events.model import RunStarted
from tests.helpers.designer_helper import InProcessReply

if TYPE_CHECKING:
    from runtime.definition.json_value import JsonObject

BEGAN = "2026-11-20T08:00:00+00:00"


class KeptRuns:
    """An engine that knows one run of a while ago, with or without its drawing.

    Args:
        document: the drawing of the run; {} where nobody has kept it.
    """

    def __init__(self, document: JsonObject) -> None:
        self.document = document

    def follow(self, session: RunSession, *, document: bool = False) -> InProcessReply:
        """Hands out what happened, and the drawing where it is asked for."""
        started = RunStarted("deal", "Deal 7", "sha256:0", "sha256:0", "start", {}, "user:analyst")
        event = codec.as_object(started)
        session.take([{"seq": 0, "at": BEGAN, "by": "user:analyst", "event": event}])
        return InProcessReply(lambda: (self.document or None) if document else None, 0)

    def leave(self, session: RunSession) -> None:
        """Nobody watches it any more."""

    def opened(self) -> RunSession:
        """Return the run, as it is opened from a list."""
        session = RunSession(cast("Any", self))
        session.open("run-7")
        return session
