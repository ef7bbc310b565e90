"""Knows how it stands with a run, in words, and what can be done about it now. Must not know Qt."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, TypeAlias

from designer.panels import wording
from designer.panels.event_words import says_stopped
from designer.panels.run_bar.progress import Progress, elapsed

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from runtime.events.view import RunView, StepView, WaitingFor

Deed: TypeAlias = Literal["answer", "next", "go_on", "edit", "stop", "again", "compare", "close"]
Stage: TypeAlias = Literal["starting", "begun", "not begun"]
_CALM = frozenset[Deed]()
_DONE: frozenset[Deed] = frozenset({"again", "close"})
_COMPARES: frozenset[Deed] = frozenset({"compare"})


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a run besides its events.

    Attributes:
        stage: whether it has begun yet, or could not.
        is_busy: whether something goes on by itself right now.
        is_own: whether it was begun here, and not opened to look at it.
        dry: whether writes are only listed.
        progress: how far it is.
        title_of: name of a step of the drawing.
        now: this moment.
        has_former: whether another run of the workflow was shown before.
    """

    stage: Stage
    is_busy: bool
    is_own: bool
    dry: bool
    progress: Progress
    title_of: Callable[[str], str]
    now: datetime
    has_former: bool = False


@dataclass(frozen=True, slots=True)
class Situation:
    """What is said of a run.

    Attributes:
        chip: what sort of run it is.
        tone: the state whose colours it has: "running", "waiting", "failed", "ok", "skipped".
        words: how it stands with it, one sentence.
        share: how much is done, 0 to 1; None where nobody knows.
        can: what a person can do.
        step: where it stands, callers first; "" for nowhere in particular.
        moves: whether something goes on, so that the time is counted.
    """

    chip: str
    tone: str
    words: str
    share: float | None
    can: frozenset[Deed]
    step: str = ""
    moves: bool = False


def situation(view: RunView, known: Known) -> Situation:
    """Return how it stands with a run."""
    chip = "Test run · dry" if known.dry else "Real run"  # what counts: is anything written
    if known.stage == "not begun":
        return Situation(chip, "failed", "It did not start", 0.0, _DONE)
    if known.stage == "starting":
        return Situation(chip, "running", "Starting …", None, _CALM, moves=True)
    if view.ended:
        shown = _over(view, known, chip)
        return replace(shown, can=shown.can | _COMPARES) if known.has_former else shown
    return _under_way(view, known, chip)


def small(words: str) -> str:
    """Return words as they stand within a sentence."""
    return words[:1].lower() + words[1:]


# --- it is over -----------------------------------------------------------------------------------


def _over(view: RunView, known: Known, chip: str) -> Situation:
    took = wording.between(view.started, view.ended)
    if view.status == "completed":
        words = f"Completed in {took}" if took else "Completed"
        return Situation(chip, "ok", words, 1.0, _DONE)
    share = known.progress.share
    if view.status == "cancelled":
        why = str((view.error or {}).get("message") or "")
        words = why if says_stopped(why) else f"Stopped: {why}" if why else "Stopped"
        return Situation(chip, "skipped", words.removesuffix("."), share, _DONE)
    step = failed_at(view)
    where = f" at “{wording.step_name(step, known.title_of)}”" if step else ""
    why = wording.first_sentence(str((view.error or {}).get("message") or ""))
    words = f"Failed{where}" + (f": {why}" if why else "")
    return Situation(chip, "failed", words, share, _DONE, step)


def failed_at(view: RunView) -> str:
    """Return the step that failed last, callers first; "" where none did."""
    failed = [seen for seen in view.steps.values() if seen.status in {"failed", "incident"}]
    return max(failed, key=_when).id if failed else ""


def _when(seen: StepView) -> str:
    return seen.ended or seen.started


# --- it goes on -----------------------------------------------------------------------------------

_ORDER = ("incident", "pause", "task", "retry", "time", "message", "path")
"""What is said first where several paths wait for something."""


def _under_way(view: RunView, known: Known, chip: str) -> Situation:
    waiting = sorted(view.waiting_for, key=_rank)
    first = waiting[0] if waiting else None
    words, tone = _waiting(first, view, known) if first else ("", "running")
    needs_person = first is not None and first.kind in {"incident", "pause"}
    if known.is_busy and not needs_person and (first is None or first.kind != "retry"):
        words = _running(view, known) + (f" · {small(words)}" if words else "")
        tone = "running"
    elif not words:
        words = _running(view, known)
    step = first.step if first is not None else ""
    moves = known.is_busy or first is None
    can = _can(waiting, known)
    return Situation(chip, tone, words, known.progress.share, can, step, moves)


def _rank(waits: WaitingFor) -> int:
    return _ORDER.index(waits.kind) if waits.kind in _ORDER else len(_ORDER)


def _running(view: RunView, known: Known) -> str:
    parts = (known.progress.words(), elapsed(view.started, known.now))
    told = ", ".join(part for part in parts if part)
    return f"Running · {told}" if told else "Running"


def _waiting(waits: WaitingFor, view: RunView, known: Known) -> tuple[str, str]:
    name = wording.step_name(waits.step, known.title_of)
    if waits.kind == "incident":
        seen = view.steps.get(waits.step)
        again = "failed again and " if seen is not None and seen.retried else ""
        return f"“{name}” {again}needs a decision", "failed"
    if waits.kind == "pause":
        return f"Stands before “{name}”", "running"
    if waits.kind == "task":
        due = f", due {wording.at(waits.due)}" if waits.due else ""
        return f"Waiting for {wording.people(waits.people) or 'somebody'}{due}", "waiting"
    if waits.kind == "retry":
        when = f" at {wording.clock(waits.due)}" if waits.due else ""
        return f"“{name}” failed and is tried again{when}", "running"
    return _resting(waits, name), "waiting"


def _resting(waits: WaitingFor, name: str) -> str:
    if waits.kind == "message":
        return f"Waiting for the message “{waits.message}”"
    if waits.kind == "path":
        return f"“{name}” waits for another path"
    return f"Waiting until {wording.at(waits.due)}" if waits.due else f"“{name}” waits"


def _can(waiting: list[WaitingFor], known: Known) -> frozenset[Deed]:
    kinds = {waits.kind for waits in waiting}
    can: set[Deed] = set() if known.is_own else {"stop"}  # the head of the window has one too
    if "pause" in kinds:
        can |= {"next", "go_on", "edit"}
    if "task" in kinds:
        can.add("answer")
    if known.has_former and not known.is_busy and kinds & {"task", "incident", "time"}:
        can.add("compare")
    if not known.is_own or not known.dry:
        can.add("close")  # it goes on by itself
    return frozenset(can)
