"""Knows what differs between two runs of a workflow, step by step. Must not know Qt or the engine.

The order is that of the drawing; what was changed in the settings of a step comes before what came
of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Literal, TypeAlias

from designer.document.model import Model
from designer.document.order import in_order
from designer.panels import wording
from designer.panels.data.comparing import differences
from designer.panels.data.hidden import Hidden
from designer.panels.data.nodes import Looks, Node
from designer.panels.event_words import skipped_by, would
from designer.panels.history.each_visit import MOST_VISITS, EachVisit, pairs
from designer.panels.history.settings_words import leads_to, settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from designer.panels.history.settings_words import Schemas
    from runtime.definition.json_value import JsonObject, JsonValue
    from runtime.events.model import Recorded
    from runtime.events.view import RunView, StepView, WaitingFor

Sort: TypeAlias = Literal["settings", "came", "gone", "way", "state", "often", "result", "time"]
MARKS: Mapping[Sort, str] = {
    "settings": "changed",
    "came": "reached now",
    "gone": "not reached now",
    "way": "other way",
    "state": "other state",
    "often": "other number of times",
    "result": "other result",
    "time": "other time",
}
"""What a card says of each sort of difference, the one that tells most first."""
NOTHING = "—"
_SLOWER, _LEAST = 1.25, 1.0
"""A time differs where the longer one is so many times the shorter, and so many seconds more."""


@dataclass(frozen=True, slots=True)
class RunDifference:
    """One thing that differs.

    Attributes:
        step: as the run names it, callers first; "" for the case as a whole.
        what: a field, or another matter, in the users' words.
        before, now: in words.
    """

    step: str
    sort: Sort
    what: str
    before: str
    now: str


@dataclass(frozen=True)
class OneRun:
    """A run that is compared.

    Attributes:
        view: how it stands with it.
        document: the workflow as it was run; {} where nobody has kept it.
        events: all that happened, for steps to which the case came several times; () where only
            the last time is to be compared.
    """

    view: RunView
    document: JsonObject = field(default_factory=dict[str, "JsonValue"])
    events: Sequence[Recorded] = ()

    def drawing(self) -> Model | None:
        """Return the workflow as it was run; None where nobody has kept it."""
        parts = ("graph", "nodes", "edges")
        whole = all(isinstance(self.document.get(part), dict | list) for part in parts)
        return Model(dict(self.document)) if whole else None


def _none_marked(step: str) -> frozenset[tuple[str, ...]]:
    del step
    return frozenset()


@dataclass(frozen=True)
class Manner:
    """How differences are told.

    Attributes:
        masks: whether what is about a person is hidden.
        title_of: what people call a step.
        port_of: what people call a way out of a step.
        schemas: the schema of the settings of a kind of step, for the names of its fields.
        marked_in: the ways that schemas mark as personal in what came of a step; of "" in what the
            case began with.
        hide: returns a sentence without what is about a person; found out from the runs.
    """

    masks: bool
    title_of: Callable[[str], str]
    port_of: Callable[[str, str], str]
    schemas: Schemas
    marked_in: Callable[[str], frozenset[tuple[str, ...]]] = _none_marked
    hide: Callable[[str], str] = str


def run_differences(
    before: OneRun, now: OneRun, drawn: Model, manner: Manner
) -> Iterator[RunDifference | None]:
    """Yield what differs; None after each step where nothing does, so that one can breathe.

    Args:
        before: the earlier run.
        now: the later one.
        drawn: the drawing that is looked at, which gives the order of the steps.
        manner: how they are told.
    """
    drawings = before.drawing(), now.drawing()
    yield None
    order = in_order(drawn)
    yield None
    ahead = still_ahead(before, now, drawn)
    inner = _by_caller(before.view, now.view)
    yield None
    if manner.masks:
        hidden = Hidden()
        yield from _gathered(hidden, (before.view, now.view), manner)
        manner = replace(manner, hide=hidden.without)
    yield from _case(before.view, now.view, manner)
    for step in [*order, *_gone_from(drawn, drawings)]:
        yield None
        if drawings[0] is not None and drawings[1] is not None:
            yield from _drawn(step, (drawings[0], drawings[1]), manner)
        if step not in ahead:
            for name in (step, *inner.get(step, ())):
                yield from _done(name, before, now, manner)


def _gathered(hidden: Hidden, views: Iterable[RunView], manner: Manner) -> Iterator[None]:
    """Find what is about people in two runs, and pause after each step."""
    for view in views:
        hidden.gather(view.input, manner.marked_in(""))
        yield
        for name, step in view.steps.items():
            hidden.gather(step.output, manner.marked_in(name))
            yield


def marks(found: list[RunDifference]) -> dict[str, str]:
    """Return by step what its card says of its differences: "changed, other way"."""
    sorts: dict[str, set[Sort]] = {}
    for each in found:
        if each.step:
            sorts.setdefault(each.step, set()).add(each.sort)
    return {step: _mark(of_step) for step, of_step in sorts.items()}


def _mark(sorts: set[Sort]) -> str:
    told = [words for sort, words in MARKS.items() if sort in sorts]
    return ", ".join(told[:2])


def _gone_from(drawn: Model, drawings: tuple[Model | None, Model | None]) -> list[str]:
    """Return the steps that were run and are not in the drawing that is looked at."""
    names = [step for model in drawings if model is not None for step in model.nodes]
    return [step for step in dict.fromkeys(names) if step not in drawn.nodes]


def still_ahead(before: OneRun, now: OneRun, drawn: Model) -> set[str]:
    """Return the steps that one of two runs may still come to: of them nothing can be said."""
    sides = ((run.view, run.drawing() or drawn) for run in (before, now))
    return {step for view, model in sides for step in _ahead(view, model)}


def _ahead(view: RunView, model: Model) -> set[str]:
    """Return the steps that a run may still come to and has not come to: nobody knows of them."""
    found: set[str] = set()
    here = [step.partition("/")[0] for step in _stood(view)]
    while here:
        step = here.pop()
        if step in model.nodes:
            targets = [str(edge["target"]) for edge in model.out_edges(step)]
            fresh = {*targets, *model.inside(step)} - found
            found |= fresh
            here += fresh
    return found - {step.partition("/")[0] for step in view.steps}


def _stood(view: RunView) -> list[str]:
    """Return the steps where a run is under way, or was when somebody stopped it."""
    if view.status == "cancelled":
        steps = view.steps.values()
        return [step.id for step in steps if step.status == "cancelled" or not step.ended]
    return [] if view.ended else [*view.at.values()]


def _by_caller(*views: RunView) -> dict[str, list[str]]:
    """Return the steps of called workflows by the step that called them."""
    found: dict[str, list[str]] = {}
    for name in dict.fromkeys(name for view in views for name in view.steps):
        top, inner, _ = name.partition("/")
        if inner:
            found.setdefault(top, []).append(name)
    return found


# --- the case as a whole --------------------------------------------------------------------------


def _case(before: RunView, now: RunView, manner: Manner) -> Iterator[RunDifference | None]:
    ends = _stands(before, manner), _stands(now, manner)
    if ends[0] != ends[1]:
        yield RunDifference("", "state", "How it stands", *ends)
    yield from _results("", before.input, now.input, manner, "Began with: ")


def _stands(view: RunView, manner: Manner) -> str:
    """Return how it stands with a run: "completed at “Paid”", "waits at “Finance approves”"."""
    if view.ended:
        words = {"completed": "completed", "failed": "failed", "cancelled": "stopped"}[view.status]
        return f"{words}{_at(next(iter(_stood(view)), _last(view)), manner)}"
    if view.waiting:
        first = view.waiting_for[0]
        words = {"incident": "needs a decision", "pause": "stands"}.get(first.kind, "waits")
        return f"{words}{_at(first.step, manner)}"
    return "still runs"


def _last(view: RunView) -> str:
    steps = [step for step in view.steps.values() if step.ended and "/" not in step.id]
    return max(enumerate(steps), key=lambda each: (each[1].ended, each[0]))[1].id if steps else ""


def _at(step: str, manner: Manner) -> str:
    return f" at “{manner.title_of(step)}”" if step else ""


# --- a step as it is drawn ------------------------------------------------------------------------


def _drawn(step: str, drawings: tuple[Model, Model], manner: Manner) -> Iterator[RunDifference]:
    old, new = (model.nodes.get(step) for model in drawings)
    if old is None or new is None:
        words = ("not drawn yet", "drawn") if old is None else ("drawn", "taken away")
        if old is not new:
            yield RunDifference(step, "settings", "The step", *words)
        return
    for told in settings(old, new, manner.schemas):
        yield RunDifference(step, "settings", *told)
    ways = leads_to(drawings[0], step), leads_to(drawings[1], step)
    for port in dict.fromkeys((*ways[0], *ways[1])):
        before, now = ways[0].get(port, ()), ways[1].get(port, ())
        if before != now:
            what = f"“{manner.port_of(step, port)}” leads to"
            yield RunDifference(step, "settings", what, _names(before, manner), _names(now, manner))


def _names(steps: tuple[str, ...], manner: Manner) -> str:
    return ", ".join(f"“{manner.title_of(step)}”" for step in steps) or NOTHING


# --- what a step did ------------------------------------------------------------------------------


def _done(step: str, before: OneRun, now: OneRun, manner: Manner) -> Iterator[RunDifference | None]:
    old, new = before.view.steps.get(step), now.view.steps.get(step)
    if old is None and new is None:
        return
    states = _state(step, old, before.view), _state(step, new, now.view)
    told = manner.hide(states[0]), manner.hide(states[1])
    if old is None or new is None:
        yield RunDifference(step, "came" if old is None else "gone", "Reached", *told)
        return
    if states[0] != states[1]:
        yield RunDifference(step, "state", "State", *told)
    if old.visits != new.visits:
        yield RunDifference(step, "often", "How often", _times(old), _times(new))
    undone = _undone(step, before.view), _undone(step, now.view)
    if undone[0] != undone[1]:
        words = manner.hide(undone[0]), manner.hide(undone[1])
        yield RunDifference(step, "result", "Would be done", *words)
    if max(old.visits, new.visits) > 1 and before.events and now.events:
        yield from _by_visit(step, before, now, manner)
    elif old.ended and new.ended:
        yield from _left(step, old.port, new.port, manner)
        yield from _results(step, old.output, new.output, manner)
    yield from _took(step, old, new)


def _left(step: str, old: str, new: str, manner: Manner, head: str = "") -> Iterator[RunDifference]:
    """Yield whether a step was left by another way."""
    if old != new:
        words = _way(step, old, manner), _way(step, new, manner)
        what = f"{head}goes on by" if head else "Goes on by"
        yield RunDifference(step, "way", what, *words)


def _by_visit(
    step: str, before: OneRun, now: OneRun, manner: Manner
) -> Iterator[RunDifference | None]:
    """Yield what differs each time that the case came to a step."""
    sides = EachVisit(before.events, step), EachVisit(now.events, step)
    for side in sides:
        for _ in side.read():
            yield None
    found = [*pairs(sides[0].visits, sides[1].visits)]
    for words, old, new in found[-MOST_VISITS:]:
        yield None
        yield from _left(step, old.port, new.port, manner, f"{words}: ")
        yield from _results(step, old.output, new.output, manner, f"{words}: ")


def _state(step: str, seen: StepView | None, view: RunView) -> str:
    if seen is None:
        return "not needed" if view.status == "completed" else "not reached"
    if view.ended and not seen.ended:
        return "stopped"
    waits = next((one for one in view.waiting_for if one.step == step), None)
    if waits is not None:
        return _waiting(waits)
    if seen.status == "failed":
        why = wording.first_sentence(str((seen.error or {}).get("message") or ""))
        return f"failed: {why}" if why else "failed"
    if seen.status == "completed" and seen.skipped:
        return skipped_by(seen.skipped)
    return {"completed": "done", "cancelled": "stopped"}.get(seen.status, "under way")


def _waiting(waits: WaitingFor) -> str:
    if waits.kind == "task":
        return f"waits for {wording.people(waits.people) or 'somebody'}"
    if waits.kind == "incident":
        return f"failed: {wording.first_sentence(waits.message)}"
    words = {"pause": "stands before it", "retry": "is tried again"}
    return words.get(waits.kind, "waits")


def _way(step: str, port: str, manner: Manner) -> str:
    return manner.port_of(step, port) if port else NOTHING


def _times(seen: StepView) -> str:
    return "once" if seen.visits == 1 else f"{seen.visits:,} times"


def _undone(step: str, view: RunView) -> str:
    told = [would(step, str(each["would"])) for each in view.would_do if each["step"] == step]
    return told[-1] if told else NOTHING


def _results(
    name: str, old: JsonValue, new: JsonValue, manner: Manner, head: str = ""
) -> Iterator[RunDifference | None]:
    """Yield the fields in which two values differ; None for each that is the same."""
    looks = Looks(manner.masks, marked=manner.marked_in(name))
    for each in differences(Node(looks, (), old), Node(looks, (), new), only=True):
        place = each.left or each.right
        if each.word == "same" or place is None:
            yield None
            continue
        left = each.left.told if each.left is not None else NOTHING
        right = each.right.told if each.right is not None else NOTHING
        trail = place.trail[:1].upper() + place.trail[1:]
        what = head + trail if trail else head.rstrip(": ") or "Result"
        yield RunDifference(name, "result", what, left, right)


def _took(step: str, old: StepView, new: StepView) -> Iterator[RunDifference]:
    both = _seconds(old), _seconds(new)
    long, short = max(both), min(both)
    if min(both) >= 0 and long - short >= _LEAST and long >= short * _SLOWER:
        words = wording.length(both[0]), wording.length(both[1])
        yield RunDifference(step, "time", "Took", *words)


def _seconds(seen: StepView) -> float:
    """Return how long a step took; -1 where it has not ended."""
    if not seen.started or not seen.ended:
        return -1.0
    began, ended = datetime.fromisoformat(seen.started), datetime.fromisoformat(seen.ended)
    return (ended - began).total_seconds()
