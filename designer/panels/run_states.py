"""Knows what the canvas shows of a run: a state for each step and edge. Must not know Qt.

What needs a person comes first: running, failed, waiting, problem, pinned, ok.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from designer.canvas.states import IDLE, CardState, EdgeState
from designer.document.changes.samples import pins
from designer.panels import wording
from designer.panels.event_words import skipped_by, would
from designer.panels.remaining import left
from runtime.events.model import ItemStarted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime

    from designer.canvas.states import StateName
    from designer.document.model import Model
    from runtime.definition.json_value import JsonObject, JsonValue
    from runtime.events.model import Recorded
    from runtime.events.view import RunView, StepView, WaitingFor
    from runtime.plan.problems import Problem


def _its_own(step: str, port: str) -> str:
    del step
    return port


def into(step: str, first: str) -> str:
    """Return the name of the way from a step that repeats to one where each item begins."""
    return f"{step}\n{first}"


class Travelled:
    """How often a case went along each edge, now and earlier; takes events one by one.

    No path goes along the edge from a step that repeats to those that it repeats, but each item
    begins there: it counts under the names of both steps, see `into`.

    An edge of a sub-workflow is not of its caller's drawing: its steps are named with their caller,
    so only the moves of paths within the same calls count.

    Args:
        within: the callers around the drawing; "" for none.

    Attributes:
        counts: by edge, now.
        seen: how many events were taken.
    """

    def __init__(self, within: str = "") -> None:
        self._within = within
        self.counts: dict[str, int] = {}
        self.seen = 0
        self._ways: list[str] = []
        self._places: list[int] = []

    def see(self, recorded: Recorded, view: RunView) -> None:
        """Take one more event, with the run as it is after it or later."""
        event = recorded.event
        owner = event.step if isinstance(event, ItemStarted) else ""
        for token, step, edge in getattr(event, "moves", ()):
            way = edge or (into(owner, step) if owner else "")
            if way and view.within.get(token, "") == self._within:
                self.counts[way] = self.counts.get(way, 0) + 1
                self._ways.append(way)
                self._places.append(self.seen)
        self.seen += 1

    def at(self, moment: int | None) -> Mapping[str, int]:
        """Return how often it had gone along each edge after so many events; None for all."""
        if moment is None or moment >= self.seen:
            return self.counts
        return Counter(self._ways[: bisect_left(self._places, moment)])


@dataclass(frozen=True, slots=True)
class Shown:
    """What the canvas shows."""

    steps: dict[str, CardState] = field(default_factory=dict[str, CardState])
    edges: dict[str, EdgeState] = field(default_factory=dict[str, EdgeState])


def inside(view: RunView, within: str) -> RunView:
    """Return what a run shows of a called workflow, its steps named as in that one's drawing.

    Args:
        view: the run.
        within: the callers around it ("credit_check/"); "" for the run itself.
    """
    if not within:
        return view
    steps = {
        name.removeprefix(within): seen
        for name, seen in view.steps.items()
        if name.startswith(within)
    }
    waiting = {
        token: replace(waits, step=waits.step.removeprefix(within))
        for token, waits in view.waiting.items()
        if waits.step.startswith(within)
    }
    would_do: list[JsonObject] = [
        {**each, "step": str(each["step"]).removeprefix(within)}
        for each in view.would_do
        if str(each["step"]).startswith(within)
    ]
    return replace(view, steps=steps, waiting=waiting, would_do=would_do)


def of_drawing(model: Model, problems: Iterable[Problem], stops: frozenset[str]) -> Shown:
    """Return the states while nothing runs: switched off, pinned, problems, breakpoints.

    Args:
        model: the document.
        problems: what the check found; only what forbids running is shown on a card.
        stops: steps and edges before which a run pauses.
    """
    edges = {key: EdgeState(breakpoint=True) for key in stops & model.edges.keys()}
    return Shown(_calm(model, problems, stops), edges)


def of_run(
    model: Model,
    view: RunView,
    travelled: Mapping[str, int],
    *,
    problems: Iterable[Problem] = (),
    stops: frozenset[str] = frozenset(),
    ran: JsonObject | None = None,
    outcome_of: Callable[[str, str], str] = _its_own,
    now: datetime | None = None,
) -> Shown:
    """Return the states of a run on a drawing.

    Args:
        model: the document.
        view: the run.
        travelled: how often the case went along each edge.
        problems: what the check found.
        stops: steps and edges before which a run pauses.
        ran: steps by id as they were when the run began; a step that differs now is stale.
        outcome_of: what a way out of a step says of how it ended; "" for nothing.
        now: from when on time is left to who is asked; None tells the day, as of a past moment.
    """
    calm = _calm(model, problems, stops)
    waits = _waits(view)
    undone = {str(each["step"]): str(each["would"]) for each in reversed(view.would_do)}
    shown: dict[str, CardState] = {}
    for step, node in model.nodes.items():
        name = partial(outcome_of, step)
        state = _state(step, view, waits.get(step), undone.get(step, ""), name, now)
        rest = calm.get(step, IDLE)
        if state is None:
            shown[step] = rest
            continue
        stale = ran is not None and _differs(ran.get(step), node)
        if stale or rest.breakpoint:
            state = replace(state, breakpoint=rest.breakpoint, stale=stale)
        shown[step] = state
    return Shown(
        {step: state for step, state in shown.items() if state != IDLE},
        _edges(model, shown, view, travelled, stops),
    )


def mark_differing(
    shown: Shown, model: Model, differing: Mapping[str, str], ways: frozenset[str], within: str = ""
) -> None:
    """Mark the cards of steps that differ between two runs, and the edges.

    Args:
        shown: takes the marks.
        model: the document.
        differing: what to say of each step, as the run names it.
        ways: edges of the open workflow that only one of the two runs took.
        within: the callers around the drawing; "" for none.
    """
    for name, words in differing.items():
        top, inner, _ = name.removeprefix(within).partition("/")
        is_here = name.startswith(within) and top in model.nodes
        if is_here and not (inner and f"{within}{top}" in differing):
            said = "differs inside" if inner else words
            shown.steps[top] = replace(shown.steps.get(top, IDLE), differs=said)
    for key in () if within else ways & model.edges.keys():
        shown.edges[key] = replace(shown.edges.get(key, EdgeState()), differs=True)


def _calm(model: Model, problems: Iterable[Problem], stops: frozenset[str]) -> dict[str, CardState]:
    found: dict[str, CardState] = {}
    for step, sample in pins(model).items():
        found[step] = CardState("pinned", f"test data: {sample.name}")
    for problem in problems:
        step = problem.step or ""
        if problem.severity == "error" and found.get(step, CardState()).name != "problem":
            title = str((model.nodes.get(step) or {}).get("name") or step)
            found[step] = CardState("problem", wording.on_card(problem.sentence, title))
    for step, node in model.nodes.items():
        if node.get("disabled") is True:
            found[step] = CardState("disabled", "off")
    for step in stops & model.nodes.keys():
        found[step] = replace(found.get(step, CardState()), breakpoint=True)
    return found


def _waits(view: RunView) -> dict[str, WaitingFor]:
    order = {"incident": 0, "pause": 1, "task": 2, "retry": 3, "time": 4, "message": 5}
    found: dict[str, WaitingFor] = {}
    for waits in sorted(view.waiting_for, key=lambda each: order.get(each.kind, 6)):
        found.setdefault(_top(waits.step), waits)
    return found


def _top(step: str) -> str:
    """Return the step of this drawing: of one within a called workflow, the caller."""
    return step.partition("/")[0]


def _state(
    step: str,
    view: RunView,
    waits: WaitingFor | None,
    undone: str,
    outcome_of: Callable[[str], str],
    now: datetime | None,
) -> CardState | None:
    """Return the state of a step that the case has come to or has passed by, else None."""
    seen, over = view.steps.get(step), bool(view.ended)
    if waits is not None:
        return _waiting(waits, seen, now)
    if seen is None:
        return CardState("skipped", "not needed") if over and view.status == "completed" else None
    names: dict[str, StateName] = {
        "running": "running",
        "paused": "running",
        "waiting": "waiting",
        "retrying": "running",
        "incident": "failed",
        "completed": "ok",
        "failed": "failed",
        "cancelled": "skipped",
    }
    if over and not seen.ended:
        return CardState("skipped", "stopped")
    if seen.status == "completed" and seen.skipped:
        return CardState("skipped", skipped_by(seen.skipped))
    return CardState(names[seen.status], _line(seen, undone, outcome_of))


def _waiting(waits: WaitingFor, seen: StepView | None, now: datetime | None) -> CardState:
    if waits.kind == "incident":
        return CardState("failed", wording.first_sentence(waits.message) or "needs a decision")
    if waits.kind == "pause":
        return CardState("running", "stands here, not begun", paused=True)
    if waits.kind == "task":
        due = left(waits.due, now) if now else f"due {wording.soon(waits.due)}"
        who = wording.people(waits.people) or "somebody"
        return CardState("waiting", f"{who} · {due}" if waits.due else who)
    if waits.kind == "retry":
        attempt = seen.attempts + 1 if seen else 2
        return CardState("running", f"attempt {attempt} at {wording.clock(waits.due)}")
    return CardState("waiting", _resting(waits))


def _resting(waits: WaitingFor) -> str:
    if waits.kind == "message":
        return f"waits for “{waits.message}”"
    if waits.kind == "path":
        return "waits for another path"
    return f"until {wording.at(waits.due)}" if waits.due else "waits"


def _line(seen: StepView, undone: str, outcome_of: Callable[[str], str]) -> str:
    if seen.status == "failed" and seen.error:
        return wording.first_sentence(str(seen.error.get("message", "failed")))
    if seen.status == "cancelled":
        return "stopped: no longer needed"
    if seen.status != "completed":
        return {"waiting": "waits for other paths", "retrying": "tries again"}.get(
            seen.status, "running"
        )
    return would(seen.id, undone) if undone else _result(seen, outcome_of)


def _result(seen: StepView, outcome_of: Callable[[str], str]) -> str:
    """Return what came of a step, in a few words: "approved · 3 h 12 min", "3 items", "done"."""
    parts = [wording.short(seen.output)] if isinstance(seen.output, list) else []
    if seen.port not in {"", "out"}:
        parts.insert(0, outcome_of(seen.port))
    if seen.visits > 1:
        parts.append(f"{seen.visits} times")
    parts.append(wording.between(seen.started, seen.ended))
    return " · ".join(part for part in parts if part) or "done"


def _edges(
    model: Model,
    shown: Mapping[str, CardState],
    view: RunView,
    travelled: Mapping[str, int],
    stops: frozenset[str],
) -> dict[str, EdgeState]:
    found: dict[str, EdgeState] = {}
    for key, edge in model.edges.items():
        source, target = str(edge["source"]), str(edge["target"])
        count, stops_here = travelled.get(key, 0), key in stops
        if not count and model.nodes.get(target, {}).get("parent") == source:
            count = travelled.get(into(source, target), 0)
        name = _edge_name(count, shown.get(source, IDLE).name, shown.get(target, IDLE).name)
        if name == "idle" and (view.ended or _is_past(view.steps.get(source))):
            name = "skipped"  # what a case has not gone by its end, it does not go
        if name != "idle" or stops_here:
            found[key] = EdgeState(name, count, stops_here)
    return found


def _edge_name(count: int, source: StateName, target: StateName) -> StateName:
    if count:
        return target if target in {"running", "waiting", "failed"} else "ok"
    return "skipped" if "skipped" in {source, target} else "idle"


def _is_past(seen: StepView | None) -> bool:
    """Whether a case has left a step: a way that it has not gone then, it did not take."""
    left = {"completed", "failed", "cancelled"}
    return seen is not None and seen.status in left and not seen.under_way


_DRAWN: Sequence[str] = ("position", "name", "notes")
"""Attributes of a step that change nothing of what it does."""


def _differs(then: JsonValue, now: JsonObject) -> bool:
    if not isinstance(then, dict):
        return True
    keys = (then.keys() | now.keys()) - {*_DRAWN}
    return any(then.get(key) != now.get(key) for key in keys)
