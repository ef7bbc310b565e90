"""Knows a helper that answers here, as late as a test wants. Must not know widgets."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, QTimer, Signal

from runtime.expressions import (
    Evaluation,
    ExpressionSyntaxError,
    InProcessEvaluator,
    Value,
    complete,
    explain,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from runtime.definition.json_value import JsonObject, JsonValue

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


class InProcessReply(QObject):
    """An answer that is worked out after some time, unless nobody waits any more."""

    done = Signal(object)
    failed = Signal(str)

    def __init__(self, work: Callable[[], object], delay: int) -> None:
        super().__init__()
        self._work = work
        self.cancelled = False
        QTimer.singleShot(delay, self, self._answer)

    def cancel(self) -> None:
        """Nobody waits any more."""
        self.cancelled = True

    def _answer(self) -> None:
        if not self.cancelled:
            self.done.emit(self._work())


class InProcessHelper:
    """Answers about formulas with the real language, in this process.

    Args:
        delay: milliseconds until an answer comes.

    Attributes:
        asked: what was asked, in order: what and about which text.
        replies: the answers, also those under way.
    """

    def __init__(self, delay: int = 0) -> None:
        self.delay = delay
        self.asked: list[tuple[str, str]] = []
        self.replies: list[InProcessReply] = []
        self._evaluator = InProcessEvaluator()

    def preview(self, text: str, samples: Sequence[JsonObject]) -> InProcessReply:
        """Evaluate a formula for each sample."""
        return self._reply("preview", text, lambda: [self._value(text, each) for each in samples])

    def explain(self, text: str) -> InProcessReply:
        """Read a formula in plain words."""
        return self._reply("explain", text, lambda: _explained(text))

    def complete(self, text: str, offset: int, schema: JsonObject) -> InProcessReply:
        """Say what may stand at the cursor."""
        return self._reply("complete", text, lambda: _completed(text, offset, schema))

    def _reply(self, what: str, text: str, work: Callable[[], object]) -> InProcessReply:
        self.asked.append((what, text))
        reply = InProcessReply(work, self.delay)
        self.replies.append(reply)
        return reply

    def _value(self, text: str, sample: JsonObject) -> JsonObject:
        outcome = self._evaluator.evaluate(Evaluation(text, sample, NOW, 7))
        if isinstance(outcome, Value):
            return {"value": outcome.value}
        return {"error": outcome.message}


def _explained(text: str) -> JsonObject:
    try:
        return {"words": explain(text)}
    except ExpressionSyntaxError as error:
        return {"error": str(error), "offset": error.offset}


def _completed(text: str, offset: int, schema: JsonObject) -> JsonObject:
    found = complete(text, offset, schema)
    items = [{"text": each.text, "title": each.detail} for each in found]
    begin = found[0].begin if found else offset
    return {"from": begin, "items": cast("JsonValue", items)}
