"""Knows how a case sends a message. Must not know who gets it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from runtime.primitives import Expr, Send
from runtime.step import ERROR, OUT, UNDO, Around, Finding, Kind, Port, fields, path_words
from runtime.steps.send_message.params import SendMessageParams

if TYPE_CHECKING:
    from runtime.definition.json_value import JsonObject


class SendMessage(Kind[SendMessageParams]):
    """Sends a message to the case that waits for it, now or later."""

    name = "send_message"
    title = "Send a message"
    summary = "Another case that waits for the message gets it, now or when it comes to wait."
    group = "Flow"
    category = "time"
    synonyms = ("message", "send", "notify a case", "publish", "emit", "signal", "event")
    starter: ClassVar[JsonObject] = {"message": ""}
    params = SendMessageParams

    def ports(self, params: SendMessageParams) -> tuple[Port, ...]:
        """On when it is sent, or when what it holds cannot be worked out."""
        del params
        return (OUT, ERROR, UNDO)

    def compile(self, params: SendMessageParams, around: Around) -> Send:
        """Sends it with the commit of the step: once, or not at all."""
        del around
        key = Expr(params.key, place="key") if params.key.strip() else None
        return Send(params.message, key, fields(params.content, "content"))

    def caption(self, params: SendMessageParams, around: Around) -> str:
        """Which message, and what it belongs to."""
        del around
        words = path_words(params.key)
        named = params.message or self.title
        return f"{named} · {words}" if words else named

    def findings(self, params: SendMessageParams) -> tuple[Finding, ...]:
        """The name that is still to be given."""
        if params.message.strip():
            return ()
        sentence = "Say which message: its name is missing."
        return (Finding("message.name", "message", sentence, "error"),)
