"""Knows how a new run is made of the first part of another one's events. Must not know who asks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from runtime.errors import RefusedError
from runtime.events import model
from runtime.host.live import Live
from runtime.kernel import fold, new_state

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from runtime.events.model import Actor, Recorded, RunEvent, TrialArranged
    from runtime.kernel import RunState
    from runtime.kernel.state import Token
    from runtime.primitives import Plan


@dataclass(frozen=True, slots=True)
class Trial:
    """What makes a run a test run.

    Attributes:
        how: how it is made up.
        run: its id, which none has yet; "" makes one.
    """

    how: TrialArranged
    run: str = ""


@dataclass(frozen=True, slots=True)
class Fork:
    """What a new run takes over, and by which drawing it goes on.

    Attributes:
        run, step: the earlier run, and the step to which it had just come.
        plan, digest, environment, dry: of the new run.
        trial: how a test run is made up; None for a case.
        reason: why a case is begun.
    """

    run: str
    step: str
    plan: Plan
    digest: str
    environment: str
    trial: TrialArranged | None
    dry: bool
    reason: str = ""

    def begun(
        self, new: str, recorded: Sequence[Recorded], actor: Actor
    ) -> tuple[Live, tuple[int, ...]]:
        """Returns the new run as it begins, and the paths that go on from there at once.

        Every path that was on its way stands before its step at first: a journal at rest holds
        none that has come to a step and done nothing there.

        Args:
            new: its id.
            recorded: the earlier run's events.
            actor: who asks for it.

        Raises:
            RefusedError: the earlier run never came to the step, or the step is not drawn.
        """
        events, token = self._prefix([r.event for r in recorded])
        count = len(events)
        by = "" if self.trial else actor.id
        events.append(model.RunForked(self.run, count, self.step, by, self.reason))
        events += [self.trial] if self.trial else []
        state = fold(new_state(new), events)
        doomed = self._gone(state)
        if token in doomed:
            raise _not_drawn(self.step)
        if doomed:
            stopped = model.TokensCancelled(tuple(sorted(doomed)), "not in this drawing any more")
            events.append(stopped)
            state = fold(state, [stopped])
        ready = [t for _, t in sorted(state.tokens.items()) if t.phase == "ready"]
        pauses: list[RunEvent] = [model.StepPaused(t.id, t.step) for t in ready]
        state, events = fold(state, pauses), events + pauses
        live = Live(new, self.plan, self.digest, state, events, by=actor.id, taken=len(events))
        return live, tuple(token.id for token in ready if not self._stops(state, token))

    def _prefix(self, events: list[RunEvent]) -> tuple[list[RunEvent], int]:
        """Returns the events up to the last coming to the step, and the path that came."""
        started = events[0]
        if not isinstance(started, model.RunStarted):
            raise _never_came(self.step)
        main = self.plan.bodies[self.plan.main]
        first = replace(
            started,
            definition=main.definition,
            name=main.name,
            plan=self.digest,
            body=self.plan.main,
            environment=self.environment,
            dry=self.dry,
            replays="",
        )
        events = [first, *(_by(event, self.digest) for event in events[1:])]
        found: tuple[int, int] | None = None
        state, folded = new_state(""), 0
        for place, event in enumerate(events):
            # A called workflow may have a step of that name, and come to it many times.
            for token in _came(event, self.step):
                state, folded = fold(state, events[folded : place + 1]), place + 1
                if state.scopes[state.tokens[token].scope].body == self.plan.main:
                    found = place + 1, token
        if found is None:
            raise _never_came(self.step)
        return events[: found[0]], found[1]

    def _gone(self, state: RunState) -> set[int]:
        """Returns the paths that stand where nothing is drawn any more, with all inside of them."""
        doomed = {t.id for t in state.tokens.values() if not self._is_drawn(state, t)}
        while True:
            scopes = {s.id for s in state.scopes.values() if s.id and s.owner in doomed}
            inner = {t.id for t in state.tokens.values() if t.scope in scopes}
            if inner <= doomed:
                return doomed
            doomed |= inner

    def _is_drawn(self, state: RunState, token: Token) -> bool:
        body = self.plan.bodies.get(state.scopes[token.scope].body)
        return body is not None and token.step in body.steps

    def _stops(self, state: RunState, token: Token) -> bool:
        """Whether the new run is to pause where a path stands."""
        if self.trial is None:
            return False
        here = self.trial.each or not {token.step, token.edge}.isdisjoint(self.trial.stops)
        return here and state.scopes[token.scope].body == self.plan.main


def _by(event: RunEvent, digest: str) -> RunEvent:
    """Returns the event as one of a run with this plan."""
    return replace(event, plan=digest) if isinstance(event, model.RunMigrated) else event


def pinned_at(events: Iterable[RunEvent], step: str) -> str:
    """Returns the digest of the plan that a run was pinned to when it came to a step last."""
    plan = found = ""
    for event in events:
        plan = getattr(event, "plan", plan)
        found = plan if _came(event, step) else found
    if not found:
        raise _never_came(step)
    return found


def refuse(state: RunState) -> None:
    """Raises RefusedError where a case must not be begun with what another run has recorded."""
    why = ""
    if state.trial is not None or state.dry:
        why = "It was a test: what it tells was not really done."
    elif state.replays:
        why = "It was brought from a file, and what it tells was done elsewhere."
    elif not state.ended:
        why = "It is still under way, and both would do the same from there on."
    if why:
        raise RefusedError(
            "A case cannot be begun from this one.",
            why=why,
            next_step="Begin a test from it (--dry-run), or wait until it is over, or cancel it.",
        )


def _came(event: Any, step: str) -> list[int]:
    """Returns the paths that an event brings to a step."""
    if isinstance(event, model.RunStarted):
        return [1] if event.step == step else []
    moves: model.Moves = getattr(event, "moves", ())
    return [number for number, target, _ in moves if target == step]


def _never_came(step: str) -> RefusedError:
    return RefusedError(
        f"The earlier run never came to “{step}”.",
        why="There is nothing recorded that this step could begin with.",
        next_step="Choose a step that the run has reached.",
    )


def _not_drawn(step: str) -> RefusedError:
    return RefusedError(
        f"The step “{step}” cannot be begun with.",
        why="It, or what contains it, is not in the drawing any more.",
        next_step="Choose another step, or undo its deletion.",
    )
