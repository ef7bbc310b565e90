"""Knows how the kernel's asks are answered: expressions and moments.

Must not know what they are for.
"""

from __future__ import annotations

import inspect
import zlib
from datetime import UTC
from typing import TYPE_CHECKING, TypeAlias

from runtime.errors import BatonError
from runtime.expressions import Evaluation, Failure, Value
from runtime.kernel.pure import holds
from runtime.kernel.signals import Answered
from runtime.primitives import Due, Expr

if TYPE_CHECKING:
    from collections.abc import Awaitable
    from datetime import datetime

    from runtime.definition.json_value import JsonObject, JsonValue
    from runtime.kernel.turn import Ask
    from runtime.ports import CalendarBook, Evaluator

Answer: TypeAlias = Value | Failure


class Answerer:
    """Answers asks, at once when the evaluator does, else later."""

    def __init__(self, evaluator: Evaluator, calendars: CalendarBook) -> None:
        self._evaluator = evaluator
        self._calendars = calendars

    def answer(self, run: str, seq: int, ask: Ask, now: datetime) -> Answered | Awaitable[Answered]:
        """Returns the answer to an ask.

        Args:
            run: the run, which seeds `$random` together with its place.
            seq: place in the journal.
            ask: the questions and what they may read.
            now: what `$now` says; the moment durations count from.
        """
        values: list[JsonValue] = []
        seed = zlib.crc32(run.encode()) ^ (seq << 8)
        for place, question in enumerate(ask.questions):
            if isinstance(question, Due):
                return self._answer_slowly(ask, values, now, seed)
            request = Evaluation(question.text, ask.context, now, seed + place)
            found = self._evaluator.evaluate(request)
            if not isinstance(found, Value | Failure):
                return self._answer_slowly(ask, values, now, seed, found)
            if isinstance(found, Failure):
                return _failed(ask, values, found, question)
            values.append(found.value)
            if ask.first_true and holds(found.value):
                break
        return Answered(ask.token, ask.step, ask.stage, ask.scope, tuple(values))

    async def _answer_slowly(
        self,
        ask: Ask,
        values: list[JsonValue],
        now: datetime,
        seed: int,
        first: Awaitable[Answer] | None = None,
    ) -> Answered:
        """Answers the questions that are left; some need the calendar or another process."""
        for place in range(len(values), len(ask.questions)):
            question = ask.questions[place]
            if first is not None:
                found, first = await first, None
            elif isinstance(question, Due):
                found = await self._due(question, ask.context, now, seed + place)
            else:
                found = await self._evaluate(question, ask.context, now, seed + place)
            if isinstance(found, Failure):
                return _failed(ask, values, found, question)
            values.append(found.value)
            if ask.first_true and holds(found.value):
                break
        return Answered(ask.token, ask.step, ask.stage, ask.scope, tuple(values))

    async def _evaluate(self, expr: Expr, context: JsonObject, now: datetime, seed: int) -> Answer:
        found = self._evaluator.evaluate(Evaluation(expr.text, context, now, seed))
        return await found if inspect.isawaitable(found) else found

    async def _due(self, due: Due, context: JsonObject, now: datetime, seed: int) -> Answer:
        """Works a moment out; the result is ISO text in UTC."""
        if due.at is not None:
            found = await self._evaluate(due.at, context, now, seed)
            return found if isinstance(found, Failure) else self._moment(found.value, due.calendar)
        after = due.after
        if isinstance(after, Expr):
            found = await self._evaluate(after, context, now, seed)
            if isinstance(found, Failure):
                return found
            after = str(found.value)
        try:
            moment = self._calendars.due(now, after or "PT0S", due.calendar)
        except BatonError as error:
            return Failure(error.code, str(error))
        return Value(moment.astimezone(UTC).isoformat())

    def _moment(self, value: JsonValue, calendar: str) -> Answer:
        """Reads an ISO date or time; one without a zone is local to the calendar."""
        text = value if isinstance(value, str) else "" if value is None else repr(value)
        try:
            return Value(self._calendars.moment(text, calendar).astimezone(UTC).isoformat())
        except BatonError as error:
            return Failure("due.no_moment", str(error))


def broken(ask: Ask, error: Exception) -> Answered:
    """The answer when the evaluator itself failed, which is nobody's expression's fault."""
    told: JsonObject = {
        "code": error.code if isinstance(error, BatonError) else "evaluator.broken",
        "message": str(error)
        if isinstance(error, BatonError)
        else "An expression could not be "
        "evaluated: the evaluator ended with an error of its own. Try the step again.",
        "detail": f"{type(error).__name__}: {error}",
    }
    return Answered(ask.token, ask.step, ask.stage, ask.scope, (), told)


def _failed(ask: Ask, values: list[JsonValue], failure: Failure, question: Expr | Due) -> Answered:
    """The answer when a question failed; the error names the expression and the place in it."""
    error: JsonObject = {"code": failure.code, "message": failure.message}
    if isinstance(question, Expr):
        error |= {"expression": question.text, "field": question.place}
    if failure.offset is not None:
        error["offset"] = failure.offset
    return Answered(ask.token, ask.step, ask.stage, ask.scope, tuple(values), error)
