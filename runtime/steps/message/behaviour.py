"""Knows how a case waits for a message. Must not know who sends it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from runtime.primitives import Expr, Receive
from runtime.step import ERROR, OUT, Around, Finding, Kind, Port, path_words
from runtime.steps.message.params import MessageParams

if TYPE_CHECKING:
    from runtime.definition.json_value import JsonObject


class WaitForMessage(Kind[MessageParams]):
    """Rests until a message comes; its content is the step's output."""

    name = "message"
    title = "Wait for a message"
    summary = "Rests until a system or another case sends it."
    group = "Flow"
    category = "time"
    synonyms = ("message", "event", "receive", "webhook", "callback", "reply", "signal", "trigger")
    starter: ClassVar[JsonObject] = {"message": ""}
    params = MessageParams

    def ports(self, params: MessageParams) -> tuple[Port, ...]:
        """On when it has come, or when what it belongs to cannot be worked out."""
        del params
        return (OUT, ERROR)

    def compile(self, params: MessageParams, around: Around) -> Receive:
        """Waits for the message of this name and key."""
        del around
        key = Expr(params.key, place="key") if params.key.strip() else None
        return Receive(params.message, key, params.earlier)

    def caption(self, params: MessageParams, around: Around) -> str:
        """Which message, and what it belongs to."""
        del around
        words = path_words(params.key)
        named = params.message or self.title
        return f"{named} · {words}" if words else named

    def findings(self, params: MessageParams) -> tuple[Finding, ...]:
        """The name that is still to be given."""
        if params.message.strip():
            return ()
        sentence = "Say which message: its name is missing."
        return (Finding("message.name", "message", sentence, "error"),)
