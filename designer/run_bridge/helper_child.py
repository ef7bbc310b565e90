"""Knows what the helper does for the window, in its own process. Must not know Qt; keeps nothing.

It checks, arranges, and reads and tries formulas. A hostile formula may end it at any time.
"""

from __future__ import annotations

import faulthandler
import sys
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from designer.run_bridge import problem_lines
from designer.run_bridge.called_in import called_in
from designer.run_bridge.serving import Channel, serve
from runtime.definition.definition import Definition
from runtime.definition.errors import DefinitionError
from runtime.expressions import (
    ExpressionSyntaxError,
    Failure,
    InProcessEvaluator,
    complete,
    explain,
)
from runtime.expressions.evaluation import Evaluation
from runtime.plan.check import check
from runtime.plan.problems import Problem
from runtime.plan.seen import seen_at
from runtime.steps import kinds

if TYPE_CHECKING:
    from collections.abc import Generator

    from runtime.definition.json_value import JsonObject, JsonValue

MEMORY = 1_500 * 1024 * 1024
"""Bytes that the helper may take beyond what it has when it starts."""
MOST_SECONDS = 20
"""A formula that holds the process longer ends it, also when no window is there to do so."""
MOST_ITEMS = 200
MOST_PROBLEMS = 1_000
_SLOW, _QUICK = "slow", "quick"

LANES = {
    "check": _SLOW,
    "arrange": _SLOW,
    "schema_for": _QUICK,
    "preview": _QUICK,
    "explain": _QUICK,
    "complete": _QUICK,
}
"""What may take long does not hold up what a person waits for while typing."""


def do_check(args: JsonObject) -> JsonValue:
    """Check a workflow: `document`, and against those that it runs in a `folder`."""
    try:
        definition = Definition.from_document(_object(args, "document"))
    except DefinitionError as error:
        return problem_lines.written([Problem("document.form", "error", str(error))])
    known = called_in(definition, str(args.get("folder") or ""))
    return problem_lines.written(_most(check(definition, kinds(), called=known)))


def _most(problems: list[Problem]) -> list[Problem]:
    """Leave out what nobody reads, and say so; the worst come first."""
    more = len(problems) - MOST_PROBLEMS
    if more <= 0:
        return problems
    sentence = f"{more:,} more are not listed. They are looked at again when some are mended."
    return [*problems[:MOST_PROBLEMS], Problem("document.many", "hint", sentence)]


def do_arrange(args: JsonObject) -> JsonValue:
    """Say where steps should lie: `document`, `steps` (or null), `sizes`, `names`, `keep_order`."""
    from designer.document.arrange import arranged

    steps, sizes = args.get("steps"), _object(args, "sizes")
    chosen = None if steps is None else [str(step) for step in cast("list[JsonValue]", steps)]
    measured = {
        step: cast("tuple[float, float]", tuple(cast("Any", sizes[step]))) for step in sizes
    }
    names = cast("dict[str, float]", _object(args, "names"))
    keeps = args.get("keep_order") is True
    places = arranged(_object(args, "document"), measured, chosen, keep_order=keeps, names=names)
    return {step: [x, y] for step, (x, y) in places.items()}


def do_schema_for(args: JsonObject) -> JsonValue:
    """Say what the formulas of a `step` of a `document` see.

    If `saving`, those that save too. What steps give is told as far as forms and systems say it.
    """
    definition = Definition.from_document(_object(args, "document"))
    step, saving = str(args.get("step")), args.get("saving") is True
    if step not in definition:
        return {}
    return seen_at(definition, kinds(), step, saving=saving, results=True)


def do_preview(args: JsonObject) -> JsonValue:
    """Evaluate `text` for each of `samples`."""
    from designer.document.moment import now

    text, samples = str(args["text"]), cast("list[JsonObject]", args["samples"])
    with _ended_if_stuck():
        return [_tried(Evaluation(text, sample, now(), seed=0)) for sample in samples]


def do_explain(args: JsonObject) -> JsonValue:
    """Read `text` in plain words."""
    try:
        return {"words": explain(str(args["text"]))}
    except ExpressionSyntaxError as error:
        return {"error": error.message, "offset": error.offset}


def do_complete(args: JsonObject) -> JsonValue:
    """Say what may stand at `offset` of `text`, where formulas see what `schema` says."""
    offset = cast("int", args["offset"])
    found = complete(str(args["text"]), offset, _object(args, "schema"))[:MOST_ITEMS]
    items: list[JsonValue] = [
        {"text": each.text, "title": each.detail, "kind": each.kind} for each in found
    ]
    return {"from": found[0].begin if found else offset, "items": items}


HANDLERS = {
    "check": do_check,
    "arrange": do_arrange,
    "schema_for": do_schema_for,
    "preview": do_preview,
    "explain": do_explain,
    "complete": do_complete,
}


def warm_up() -> None:
    """Load what is needed for the first answer, before it is asked for."""
    for kind in kinds().values():
        kind.params.model_json_schema()
    _evaluator()
    explain("data.amount > 1")


@lru_cache(maxsize=1)
def _evaluator() -> InProcessEvaluator:
    return InProcessEvaluator()


def _tried(request: Evaluation) -> JsonValue:
    outcome = _evaluator().evaluate(request)
    if isinstance(outcome, Failure):
        return {"error": outcome.message, "offset": outcome.offset}
    return {"value": outcome.value}


@contextmanager
def _ended_if_stuck() -> Generator[None]:
    """End the process from outside of the interpreter, which a formula may hold for good."""
    faulthandler.dump_traceback_later(MOST_SECONDS, exit=True)
    try:
        yield
    finally:
        faulthandler.cancel_dump_traceback_later()


def _object(args: JsonObject, name: str) -> JsonObject:
    return cast("JsonObject", args[name])


def _bound_memory() -> None:
    """Bound what a formula can take from the rest of the machine, where the system can do that."""
    if sys.platform == "win32":
        return
    import resource

    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        most = pages * resource.getpagesize() + MEMORY
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    except (OSError, ValueError):  # no such bound on macOS; the limits of formulas still stand
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """Serve until the window is gone."""
    channel = Channel.of_process()
    _bound_memory()
    serve(channel, HANDLERS, LANES, warm_up)


if __name__ == "__main__":
    main()
