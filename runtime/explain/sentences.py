"""Knows how each event is told by a colleague, in one sentence. Must not know which ones are told.

A sentence of "" is not told by itself: another one says it better. Evidence of a step's own
(`because`) is put into words in `reasons`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from runtime.events import model
from runtime.explain.happenings import step_of
from runtime.explain.reasons import done
from runtime.explain.shown import and_list, everybody, who

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from runtime.definition.json_value import JsonObject
    from runtime.explain.happenings import Happening
    from runtime.explain.shown import Shown
    from runtime.primitives import Plan


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells what happened.

    Attributes:
        all: everything that happened, by place.
        plan: what the case is pinned to.
        shown: how values are told.
    """

    all: Sequence[Happening]
    plan: Plan
    shown: Shown

    def sentence(self, found: Happening) -> str:
        """Returns one sentence; "" for what is not told by itself."""
        text = _SAY[type(found.event)](self, found, found.event)
        return text and f"{text[0].upper()}{text[1:]}."

    def name(self, found: Happening) -> str:
        """Returns the step that something happened at, with what runs it."""
        plain = found.step.name if found.step is not None else found.place
        within = found.around.rstrip("/").replace("/", "”, in “")
        return f"“{plain}”" + (f" in “{within}”" if within else "")

    def beside(self, found: Happening, step: str) -> str:
        """Returns another step of the same workflow."""
        drawn = step_of(self.plan, found.body, step)
        return f"“{drawn.name if drawn is not None else step}”"

    def reason(self, text: str) -> str:
        """Returns why a person did something, behind what they did."""
        return f" (“{self.shown.text(text)}”)" if text else ""

    def error(self, error: JsonObject) -> str:
        """Returns what an error says, without its full stop."""
        text = str(error.get("message") or error.get("code") or "no reason was given")
        return self.shown.text(text.partition(". ")[0].rstrip("."))

    def answer(self, found: Happening, port: str) -> str:
        """Returns the title of an answer to a task."""
        ways = getattr(getattr(found.step, "primitive", None), "outcomes", ())
        return next((way.title for way in ways if way.port == port), port)

    def stands(self, token: int, before: int) -> tuple[str, str]:
        """Returns where a path stood before an event: the step with its callers, and in words."""
        for each in reversed(self.all[:before]):
            for number, target, _ in getattr(each.event, "moves", ()):
                if number == token:
                    return each.around + target, self.beside(each, target)
            if getattr(each.event, "token", 0) == token:
                return each.place, self.name(each)
        return "", "a step"


# --- the case -------------------------------------------------------------------------------------


def _started(tell: Teller, found: Happening, event: model.RunStarted) -> str:
    dry = " as a dry run" if event.dry else ""
    del tell, found
    return f"{who(event.requester)} started the case “{event.name or event.definition}”{dry}"


def _completed(tell: Teller, found: Happening, event: model.RunCompleted) -> str:
    del tell, found, event
    return "nothing was left to do, so the case was done"


def _failed_run(tell: Teller, found: Happening, event: model.RunFailed) -> str:
    del found
    return f"the case ended as failed: {tell.error(event.error)}"


def _cancelled_run(tell: Teller, found: Happening, event: model.RunCancelled) -> str:
    del found
    return f"{who(event.by)} stopped the case{tell.reason(event.reason)}"


def _steered(did: str) -> Callable[[Teller, Happening, Any], str]:
    def say(tell: Teller, found: Happening, event: Any) -> str:
        at = f" at {tell.name(found)}" if found.place else ""
        return f"{who(event.by)} {did}{at}{tell.reason(getattr(event, 'reason', ''))}"

    return say


def _corrected(tell: Teller, found: Happening, event: model.DataCorrected) -> str:
    del found
    changed = [f"{name} to {tell.shown.value(name, value)}" for name, value in event.saves.items()]
    changed += [f"{name} to nothing" for name in event.removed]
    return f"{who(event.by)} corrected {and_list(changed)}{tell.reason(event.reason)}"


def _moved(tell: Teller, found: Happening, event: model.PathMoved) -> str:
    to = tell.beside(found, event.to)
    return (
        f"{who(event.by)} moved the case from {tell.name(found)} to {to}{tell.reason(event.reason)}"
    )


def _plainly(text: str) -> Callable[[Teller, Happening, Any], str]:
    """A sentence that names nothing but the step."""

    def say(tell: Teller, found: Happening, event: Any) -> str:
        del event
        return text.format(step=tell.name(found))

    return say


# --- work and failures ----------------------------------------------------------------------------


def _scheduled(tell: Teller, found: Happening, event: model.StepScheduled) -> str:
    name, before = tell.name(found), found.before
    earlier = tell.all[before].event if before >= 0 else None
    if isinstance(earlier, model.StepScheduled):
        return f"{name} was sent once more, for the process that had sent it was gone"
    if event.attempt > 1:
        return f"{name} was tried again, for the {event.attempt}. time"
    return f"{name} began its work"


def _step_completed(tell: Teller, found: Happening, event: model.StepCompleted) -> str:
    earlier = tell.all[found.before].event if found.before >= 0 else None
    return done(tell.name(found), found, event, earlier, tell.shown)


def _step_failed(tell: Teller, found: Happening, event: model.StepFailed) -> str:
    on = ", so it was left by its way for errors" if event.moves else ""
    return f"{tell.name(found)} failed ({tell.error(event.error)}){on}"


def _retry(tell: Teller, found: Happening, event: model.RetryScheduled) -> str:
    due = tell.shown.moment(event.due)
    return (
        f"{tell.name(found)} did not succeed ({tell.error(event.error)}); "
        f"the next try was set for {due}"
    )


def _incident(tell: Teller, found: Happening, event: model.IncidentOpened) -> str:
    return f"{tell.name(found)} could not go on by itself: {tell.error(event.error)}"


_MENDS = {"retry": "try {} again", "skip": "go on without {}", "route": "leave {} by its error way"}


def _resolved(tell: Teller, found: Happening, event: model.IncidentResolved) -> str:
    does = _MENDS.get(event.action, event.action + " {}").format(tell.name(found))
    return f"{who(event.by)} decided to {does}{tell.reason(event.reason)}"


# --- people ---------------------------------------------------------------------------------------


def _asked(tell: Teller, found: Happening, event: model.TaskOpened) -> str:
    due = f", to be answered by {tell.shown.moment(event.due)}" if event.due else ""
    facts = f"; shown was that {tell.shown.told(event.facts)}" if event.facts else ""
    title = tell.shown.text(event.title)
    return f"{tell.name(found)} asked {everybody(event.assignees)}: “{title}”{due}{facts}"


def _voted(tell: Teller, found: Happening, event: model.TaskVoted) -> str:
    answer = tell.answer(found, event.outcome)
    test = ", played by the test," if event.simulated else ""
    at = f"{tell.name(found)}{tell.reason(event.reason)}"
    return f"{who(event.by)}{test} answered “{answer}” at {at}"


def _refused(tell: Teller, found: Happening, event: model.TaskRefused) -> str:
    why = event.why.partition(". ")[0].rstrip(".")
    return f"{who(event.by)} tried to answer at {tell.name(found)} and was refused: {why}"


def _delegated(tell: Teller, found: Happening, event: model.TaskDelegated) -> str:
    to = everybody(event.assignees)
    return f"{who(event.by)} handed {tell.name(found)} on to {to}{tell.reason(event.reason)}"


def _escalated(tell: Teller, found: Happening, event: model.TaskEscalated) -> str:
    more = f", so {everybody(event.added, 'and')} could answer too" if event.added else ""
    return f"nobody had answered at {tell.name(found)} in time{more}"


def _closed(tell: Teller, found: Happening, event: model.TaskClosed) -> str:
    if event.how == "cancelled":
        return f"nobody was asked at {tell.name(found)} any more"
    return f"no answer could win at {tell.name(found)} any more" * (event.how == "undecided")


# --- waiting --------------------------------------------------------------------------------------


def _timer(tell: Teller, found: Happening, event: model.TimerSet) -> str:
    return f"{tell.name(found)} was to wait until {tell.shown.moment(event.due)}"


def _held(tell: Teller, found: Happening, event: model.StepHeld) -> str:
    name = tell.name(found)
    if event.why == "lock":
        return f"{name} had to wait, for “{event.what}” was in use elsewhere in the case"
    if event.why == "milestone":
        return f"{name} had to wait until the case stood at {tell.beside(found, event.what)}"
    return f"{name} had to wait for its turn, for another step beside it was under way"


def _admitted(tell: Teller, found: Happening, event: model.StepAdmitted) -> str:
    del event
    held = tell.all[found.before].event if found.before >= 0 else None
    free = getattr(held, "what", "") if getattr(held, "why", "") == "lock" else ""
    why = f"“{free}” was free again" if free else "its turn had come"
    return f"{tell.name(found)} could begin, for {why}"


def _arrived(tell: Teller, found: Happening, event: model.JoinArrived) -> str:
    if event.swallowed:
        return f"a path came to {tell.name(found)} when it had gone on already, and ended there"
    return f"a path came to {tell.name(found)}"


def _awaited(tell: Teller, found: Happening, event: model.MessageAwaited) -> str:
    key = f" for {tell.shown.text(event.key)}" if event.key else ""
    return f"{tell.name(found)} waited for the message “{event.name}”{key}"


def _taken(tell: Teller, found: Happening, event: model.MessageTaken) -> str:
    waited = tell.all[found.before].event if found.before >= 0 else None
    name = getattr(waited, "name", "")
    for each in reversed(tell.all[: found.seq]):
        if event.port and isinstance(each.event, model.GroupStarted) and each.place == found.place:
            name = next((n for port, n, *_ in each.event.awaits if port == event.port), "")
            break
    message = f"the message “{name}”" if name else "the message"
    return f"{message} came from {who(event.by)} and reached {tell.name(found)}"


def _sent(tell: Teller, found: Happening, event: model.MessageSent) -> str:
    key = f" for {tell.shown.text(event.key)}" if event.key else ""
    return f"{tell.name(found)} sent the message “{event.name}”{key}"


# --- parts, items, called workflows ---------------------------------------------------------------


def _boundary(tell: Teller, found: Happening, event: model.BoundaryPassed) -> str:
    return f"{tell.name(found)} went on, and beside it what follows “{event.port}” began"


def _added(tell: Teller, found: Happening, event: model.ItemsAdded) -> str:
    count = f"{len(event.items)} more to be repeated for"
    if event.by:
        return f"{who(event.by)} gave {tell.name(found)} {count}"
    _, adder = tell.stands(event.by_path, found.seq)
    return f"{adder} gave {tell.name(found)} {count}"


def _each(tell: Teller, found: Happening, event: model.EachStarted) -> str:
    count = len(event.items)
    return f"{tell.name(found)} began, with {count} item{'' if count == 1 else 's'}"


def _item(did: str) -> Callable[[Teller, Happening, Any], str]:
    def say(tell: Teller, found: Happening, event: Any) -> str:
        return f"item {event.index + 1} of {tell.name(found)} {did}"

    return say


def _each_stopped(tell: Teller, found: Happening, event: model.EachStopped) -> str:
    when = f", for {tell.shown.text(event.when)} held" if event.when else ""
    return f"{tell.name(found)} was to begin no further item{when}"


def _passed(tell: Teller, found: Happening, event: model.EachPassed) -> str:
    enough = "had as many results as it needs" if event.stops else "did not wait for its items"
    return f"{tell.name(found)} {enough}, so the case went on while items were finished beside it"


def _called(tell: Teller, found: Happening, event: model.CallStarted) -> str:
    body = tell.plan.bodies.get(event.body)
    return f"{tell.name(found)} began the workflow “{body.name if body else event.body}”"


def _undo(tell: Teller, found: Happening, event: model.UndoStarted) -> str:
    undone = tell.all[event.of] if event.of < len(tell.all) else None
    return f"{tell.name(found)} began to undo {tell.name(undone) if undone else 'a step'}"


def _stopped(tell: Teller, found: Happening, event: model.TokensCancelled) -> str:
    gone = (tell.stands(token, found.seq)[1] for token in event.tokens)
    steps = and_list(list(dict.fromkeys(gone)))
    return f"what was under way at {steps} was stopped: {tell.shown.text(event.why)}"


def _nothing(tell: Teller, found: Happening, event: Any) -> str:
    del tell, found, event
    return ""


_SAY: dict[type[Any], Callable[[Teller, Happening, Any], str]] = {
    model.RunStarted: _started,
    model.TrialArranged: _plainly("the test was made up: steps may have test data"),
    model.RunForked: _plainly("what stands above was taken from another run"),
    model.StepPaused: _plainly("the test paused before {step}"),
    model.StepResumed: _steered("let the test go on"),
    model.DataEdited: _steered("changed the data of the test"),
    model.StepScheduled: _scheduled,
    model.StepReturned: _nothing,
    model.StepCompleted: _step_completed,
    model.ResultIgnored: _plainly("a result of {step} came after its path had been stopped"),
    model.StepFailed: _step_failed,
    model.RetryScheduled: _retry,
    model.TimerSet: _timer,
    model.TaskOpened: _asked,
    model.TaskVoted: _voted,
    model.TaskRefused: _refused,
    model.TaskDelegated: _delegated,
    model.TaskReminded: _plainly("the people asked at {step} were reminded"),
    model.TaskEscalated: _escalated,
    model.TaskClosed: _closed,
    model.JoinArrived: _arrived,
    model.StepHeld: _held,
    model.StepAdmitted: _admitted,
    model.RaceStarted: _plainly("{step} let several waits begin; the first one over decides"),
    model.MessageAwaited: _awaited,
    model.MessageTaken: _taken,
    model.MessageSent: _sent,
    model.GroupStarted: _plainly("the part {step} began"),
    model.GroupEnded: _plainly("all steps inside of {step} were done"),
    model.BoundaryPassed: _boundary,
    model.ItemsAdded: _added,
    model.EachStarted: _each,
    model.EachStopped: _each_stopped,
    model.EachPassed: _passed,
    model.EachOver: _plainly("the last item of {step} was done"),
    model.ItemStarted: _item("began"),
    model.ItemEnded: _item("was done"),
    model.CallStarted: _called,
    model.CallEnded: _plainly("the workflow that {step} runs was done"),
    model.UndoStarted: _undo,
    model.UndoEnded: _plainly("{step} had undone it"),
    model.ScopesClosed: _nothing,
    model.PathEnded: _plainly("a path of the case ended at {step}"),
    model.TokensCancelled: _stopped,
    model.IncidentOpened: _incident,
    model.IncidentResolved: _resolved,
    model.RunSuspended: _steered("suspended the case"),
    model.RunResumed: _steered("let the case go on"),
    model.DataCorrected: _corrected,
    model.PathMoved: _moved,
    model.RunCompleted: _completed,
    model.RunFailed: _failed_run,
    model.RunCancelled: _cancelled_run,
}
SAID = frozenset(_SAY)
"""Types of events that can be told."""
