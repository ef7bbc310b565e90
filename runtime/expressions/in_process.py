"""Knows how to evaluate an expression here and now, under every limit that works without a process.

Must not know runs, steps or journals. The interpreter waits while an expression is evaluated, at
most `Limits.timeout_ms` and one built-in function; other people's expressions belong in the pool.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from runtime.expressions.compiled import cache_here
from runtime.expressions.engine import compile_here
from runtime.expressions.evaluation import Failure, Limits, Value
from runtime.expressions.failures import failure_of
from runtime.expressions.values import (
    UnfitValueError,
    converted,
    fit_result,
    longest_list,
    prepared,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from runtime.definition.json_value import JsonValue
    from runtime.expressions.compiled import Compiled, CompiledCache
    from runtime.expressions.engine import Compile, CompiledText
    from runtime.expressions.evaluation import Evaluation

_DEFAULT_LIMITS = Limits()


class InProcessEvaluator:
    """Evaluates on the calling thread; safe to share between threads.

    Args:
        limits: what one evaluation may use.
        cache_size: how many compiled texts each thread keeps for evaluators of the same settings.
        locate: whether a failure is looked up for its place in the text (slower, failures only).
        engine: the evaluating library; the fastest one this machine has where none is named.
    """

    def __init__(
        self,
        limits: Limits = _DEFAULT_LIMITS,
        *,
        cache_size: int = 2_048,
        locate: bool = True,
        engine: Compile | None = None,
    ) -> None:
        self._limits = limits
        self._locate = locate
        self._cache_size = cache_size
        self._engine = engine or compile_here()

    def evaluate(self, request: Evaluation) -> Value | Failure:
        """Returns the value, or the failure; raises for no text and no context."""
        cache = cache_here(self._limits, self._cache_size, self._engine)
        compiled = cache.get(request)
        if isinstance(compiled, Failure):
            return self._placed(compiled, request)
        try:
            context = prepared(request.context)
        except UnfitValueError as error:
            return _unfit_input(error)
        most = self._limits.max_sequence_length
        if compiled.long_lists_hurt and longest_list(context) > most:
            return Failure("expression.limit", f"$distinct compares at most {most} items here.")
        result = self._run(cache, compiled, request, context)
        if isinstance(result, Failure):
            return result if result.is_limit else self._placed(result, request)
        try:
            return Value(fit_result(result, self._limits.max_result_bytes))
        except UnfitValueError as error:
            return Failure("expression.result", f"The result cannot be kept: {error}.")

    def _run(
        self,
        cache: CompiledCache,
        compiled: Compiled,
        request: Evaluation,
        context: Mapping[str, JsonValue],
    ) -> object:
        """Returns what the library answers, or the failure it ended in."""
        if compiled.guarded:
            cache.guards.begin(request)
        try:
            return self._call(compiled, context)
        except UnfitValueError as error:
            return _unfit_input(error)
        except MemoryError:
            return Failure("expression.limit", "The expression needs more memory than there is.")
        except (ValueError, TypeError, OverflowError, RecursionError) as error:
            return failure_of(error)
        except BaseException as error:
            if type(error).__name__ != "PanicException":  # the library's own, not an Exception
                raise
            cache.drop(request)
            return Failure("expression.failed", "The evaluator cannot cope with this expression.")

    def _call(self, compiled: Compiled, context: Mapping[str, JsonValue]) -> object:
        limits = self._limits
        expression = compiled.expression
        bounds = (limits.timeout_ms, limits.max_stack_depth, limits.max_sequence_length)
        try:
            return _evaluate(expression, context, bounds)
        except TypeError:  # a value that looks like JSON and is none: a tuple, an enum, a UUID
            return _evaluate(expression, converted(context), bounds)

    def _placed(self, failure: Failure, request: Evaluation) -> Failure:
        """Returns the failure with its place in the text, where that can be found safely."""
        if not self._locate:
            return failure
        from runtime.expressions.location import located

        return located(failure, request)


def _unfit_input(error: UnfitValueError) -> Failure:
    return Failure("expression.input", f"The expression cannot be given its data: {error}.")


def _evaluate(
    expression: CompiledText,
    context: Mapping[str, JsonValue],
    bounds: tuple[int, int, int],
) -> object:
    timeout, depth, length = bounds
    return expression.evaluate(
        context, timeout=timeout, max_stack_depth=depth, max_sequence_length=length
    )
