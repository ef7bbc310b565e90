"""Knows how it is told that paths wait, meet, part and lie inside of each other. Knows no other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from runtime.events import model
from runtime.explain.shown import and_list, who

if TYPE_CHECKING:
    from collections.abc import Callable

    from runtime.explain.happenings import Happening
    from runtime.explain.teller import Teller


def timer(tell: Teller, found: Happening, event: model.TimerSet) -> str:
    """Until when a step waits."""
    return f"{tell.name(found)} was to wait until {tell.shown.moment(event.due)}"


def held(tell: Teller, found: Happening, event: model.StepHeld) -> str:
    """For what a path waits."""
    name = tell.name(found)
    if event.why == "lock":
        return f"{name} had to wait, for “{event.what}” was in use elsewhere in the case"
    if event.why == "milestone":
        return f"{name} had to wait until the case stood at {tell.beside(found, event.what)}"
    return f"{name} had to wait for its turn, for another step beside it was under way"


def admitted(tell: Teller, found: Happening, event: model.StepAdmitted) -> str:
    """Why a path may begin now."""
    del event
    held = tell.all[found.before].event if found.before >= 0 else None
    free = getattr(held, "what", "") if getattr(held, "why", "") == "lock" else ""
    why = f"“{free}” was free again" if free else "its turn had come"
    return f"{tell.name(found)} could begin, for {why}"


def arrived(tell: Teller, found: Happening, event: model.JoinArrived) -> str:
    """That a path came to where others meet."""
    if event.swallowed:
        return f"a path came to {tell.name(found)} when it had gone on already, and ended there"
    return f"a path came to {tell.name(found)}"


def awaited(tell: Teller, found: Happening, event: model.MessageAwaited) -> str:
    """For which message a step waits."""
    key = f" for {tell.shown.text(event.key)}" if event.key else ""
    return f"{tell.name(found)} waited for the message “{event.name}”{key}"


def taken(tell: Teller, found: Happening, event: model.MessageTaken) -> str:
    """Which message came, and from whom."""
    waited = tell.all[found.before].event if found.before >= 0 else None
    name = getattr(waited, "name", "")
    for each in reversed(tell.all[: found.seq]):
        if event.port and isinstance(each.event, model.GroupStarted) and each.place == found.place:
            name = next((n for port, n, *_ in each.event.awaits if port == event.port), "")
            break
    message = f"the message “{name}”" if name else "the message"
    return f"{message} came from {who(event.by)} and reached {tell.name(found)}"


def sent(tell: Teller, found: Happening, event: model.MessageSent) -> str:
    """Which message was sent."""
    key = f" for {tell.shown.text(event.key)}" if event.key else ""
    return f"{tell.name(found)} sent the message “{event.name}”{key}"


# --- parts, items, called workflows ---------------------------------------------------------------


def boundary(tell: Teller, found: Happening, event: model.BoundaryPassed) -> str:
    """What began beside a part that goes on."""
    return f"{tell.name(found)} went on, and beside it what follows “{event.port}” began"


def added(tell: Teller, found: Happening, event: model.ItemsAdded) -> str:
    """Who or what gave a repetition more items."""
    count = f"{len(event.items)} more to be repeated for"
    if event.by:
        return f"{who(event.by)} gave {tell.name(found)} {count}"
    _, adder = tell.stands(event.by_path, found.seq)
    return f"{adder} gave {tell.name(found)} {count}"


def each(tell: Teller, found: Happening, event: model.EachStarted) -> str:
    """With how many items a repetition begins."""
    count = len(event.items)
    return f"{tell.name(found)} began, with {count} item{'' if count == 1 else 's'}"


def item(did: str) -> Callable[[Teller, Happening, Any], str]:
    """Returns what says of an item that it did something."""

    def say(tell: Teller, found: Happening, event: Any) -> str:
        return f"item {event.index + 1} of {tell.name(found)} {did}"

    return say


def each_stopped(tell: Teller, found: Happening, event: model.EachStopped) -> str:
    """Why no further item begins."""
    when = f", for {tell.shown.text(event.when)} held" if event.when else ""
    return f"{tell.name(found)} was to begin no further item{when}"


def passed(tell: Teller, found: Happening, event: model.EachPassed) -> str:
    """Why the case goes on beside a repetition."""
    enough = "had as many results as it needs" if event.stops else "did not wait for its items"
    return f"{tell.name(found)} {enough}, so the case went on while items were finished beside it"


def called(tell: Teller, found: Happening, event: model.CallStarted) -> str:
    """Which workflow begins."""
    body = tell.plan.bodies.get(event.body)
    return f"{tell.name(found)} began the workflow “{body.name if body else event.body}”"


def undo(tell: Teller, found: Happening, event: model.UndoStarted) -> str:
    """What is undone."""
    undone = tell.all[event.of] if event.of < len(tell.all) else None
    return f"{tell.name(found)} began to undo {tell.name(undone) if undone else 'a step'}"


def stopped(tell: Teller, found: Happening, event: model.TokensCancelled) -> str:
    """What was stopped, and why."""
    gone = (tell.stands(token, found.seq)[1] for token in event.tokens)
    steps = and_list(list(dict.fromkeys(gone)))
    return f"what was under way at {steps} was stopped: {tell.shown.text(event.why)}"
