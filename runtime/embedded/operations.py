"""Knows what a person can do to a case from outside of its drawing. Must not know tables or kinds.

It is the part of `EmbeddedRuntime` for operators: each operation is an event with who and why, and
returns once that is durable.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from runtime.embedded.forking import Fork, Trial, pinned_at, refuse
from runtime.embedded.inputs import Form, without_needs
from runtime.embedded.migrations import Migrations
from runtime.errors import RefusedError
from runtime.events.model import TrialArranged
from runtime.events.run_ids import new_run_id
from runtime.events.saves import saved
from runtime.events.view import sent_by
from runtime.kernel import fold, new_state
from runtime.kernel.signals import (
    Cancel,
    Continue,
    Correct,
    Move,
    Proceed,
    Resolve,
    Suspend,
    Tick,
)
from runtime.plan import codec
from runtime.plan.compile import Library, no_library
from runtime.ports import TEST

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Literal

    from runtime.definition.definition import Definition
    from runtime.definition.json_value import JsonObject, JsonValue
    from runtime.events.model import Actor, Recorded


class Operations(Migrations):
    """Steers cases; a base of `EmbeddedRuntime`."""

    # --- halting ----------------------------------------------------------------------------------

    async def suspend(self, run: str, *, actor: Actor, reason: str) -> None:
        """A person halts a case: what is under way outside ends, and nothing further begins.

        What comes from outside meanwhile (an answer of a system, a message) is kept. Where another
        process has the case under way, this waits until it rests there.

        Raises:
            RefusedError: it is over, a test run, suspended already, or no reason was given.
        """
        await self._host.send(run, Suspend(actor, reason))

    async def resume(self, run: str, *, actor: Actor, reason: str = "") -> None:
        """A person lets a halted case go on; raises RefusedError when it is not suspended."""
        await self._host.send(run, Continue(actor, reason))

    async def cancel(self, run: str, *, actor: Actor, reason: str) -> None:
        """A person stops the case for good; raises RefusedError when it is over."""
        await self._host.send(run, Cancel(actor, reason))

    # --- mending ----------------------------------------------------------------------------------

    async def resolve(
        self,
        run: str,
        step: str,
        action: Literal["retry", "skip", "route"],
        *,
        actor: Actor,
        reason: str = "",
        request: JsonValue = None,
        output: JsonValue = None,
        port: str = "",
    ) -> None:
        """A person decides how an incident goes on.

        Args:
            run: id of the case.
            step: where it stands.
            action: try again, count as done, or send by the step's error path.
            actor: who decides.
            reason: one sentence why.
            request: with retry, what is sent in place of before.
            output: with skip, what counts as the step's output.
            port: with skip, the way it leaves by; "" where there is only one.

        Raises:
            RefusedError: there is no incident, or it cannot go on like this.
        """
        waiting = self.view(run).waiting_for
        token = next((w.token for w in waiting if w.kind == "incident" and w.step == step), None)
        if token is None:
            raise RefusedError(
                f"Step “{step}” of this case has no incident.",
                next_step="Run `baton runs show` to see what it waits for.",
            )
        await self._host.send(run, Resolve(token, actor, action, reason, request, output, port))

    async def edit_and_retry(
        self, run: str, step: str, changes: JsonObject, *, actor: Actor, reason: str = ""
    ) -> None:
        """A person has a step tried again with a request that is other than before.

        Args:
            run: id of the case.
            step: with an incident, after it has sent something.
            changes: what is other in the request, by path ("customer.email").
            actor: who decides.
            reason: one sentence why.

        Raises:
            RefusedError: it has sent nothing, or there is no incident.
        """
        request = saved(self.request(run, step), changes)
        await self.resolve(run, step, "retry", actor=actor, reason=reason, request=request)

    def request(self, run: str, step: str) -> JsonValue:
        """Returns what a step has sent last, to be looked at or edited before it is sent again.

        Args:
            run: id of the case.
            step: callers first ("credit_check/ask").

        Raises:
            RefusedError: it has sent nothing.
            UnknownRunError: there is no such run.
        """
        return sent_by(run, self.events(run), step)

    async def correct(
        self,
        run: str,
        saves: JsonObject,
        *,
        actor: Actor,
        reason: str,
        removes: tuple[str, ...] = (),
        step: str = "",
    ) -> None:
        """A person corrects the case data; what was worked out from it before stands.

        Args:
            run: id of the case.
            saves: new values by path ("deal.amount").
            actor: who corrects it.
            reason: one sentence why.
            removes: paths of what is taken out.
            step: the call whose workflow's data is meant; "" for the case.

        Raises:
            RefusedError: the case is over, nothing would change, or no reason was given.
            FormError: what would stand there does not fit the fields of the workflow.
        """
        if not step:
            self._check_fit(run, saves)
        await self._host.send(run, Correct(actor, reason, saves, removes, step))

    def _check_fit(self, run: str, saves: JsonObject) -> None:
        """Raises FormError where new values do not fit the schema that the case is pinned to."""
        state = fold(new_state(run), (recorded.event for recorded in self.events(run)))
        plan = codec.decode(self._store.journal.plan(state.plan))
        frame = state.scopes[0]
        known = plan.bodies[frame.body].data
        names = {path.split(".")[0] for path in saves}
        whole = saved(frame.data, saves)
        parts = {name: whole[name] for name in names} if isinstance(whole, dict) else {}
        Form(without_needs(known), "The case data").check(parts)

    async def move(
        self, run: str, step: str, to: str, *, actor: Actor, reason: str, path: int = 0
    ) -> None:
        """A person lets a path of the case go on at another step; the step it leaves is not done.

        Args:
            run: id of the case.
            step: where the path is, callers first ("credit_check/approve").
            to: id of a step that lies beside it.
            actor: who moves it.
            reason: one sentence why.
            path: which one, where several are at the step.

        Raises:
            RefusedError: it is not there, cannot go there, or something is under way outside.
        """
        at = self.view(run).at
        found = sorted(token for token, where in at.items() if where == step)
        if not found:
            raise RefusedError(
                f"The case does not stand at “{step}”.",
                why=f"It stands at {', '.join(sorted(set(at.values()))) or 'no step'}.",
                next_step="Name one of these.",
            )
        if path not in found and len(found) > 1:
            raise RefusedError(
                f"Several paths of the case are at “{step}”.",
                why=f"They are {', '.join(map(str, found))}.",
                next_step="Say which of them goes on elsewhere.",
            )
        await self._host.send(run, Move(path or found[0], to, actor, reason))

    # --- beginning again ----

    async def fork(
        self,
        run: str,
        step: str,
        definition: Definition | None = None,
        *,
        actor: Actor,
        trial: Trial | None = None,
        dry: bool = True,
        library: Library = no_library,
    ) -> str:
        """Begins a test run where an earlier run came to a step, and goes on from there.

        All that was recorded until then is taken over; what other paths were doing at that moment
        goes on as after a crash. A path at a step that is no longer drawn is stopped.

        Args:
            run: the earlier run, a case or a test.
            step: a step of the drawing itself; where it was visited often, the last visit counts.
            definition: the drawing as it is now, which the new run is pinned to; None goes on by
                the plan of the earlier run.
            actor: who asks for it.
            trial: how the test run is made up; None plainly.
            dry: writes are described and not done.
            library: finds the sub-workflows by id.

        Raises:
            RefusedError: the run never came to the step, or the step is not drawn any more.
            InvalidWorkflowError, JournalError, UnknownRunError: as for `start`.
        """
        trial = trial or Trial(TrialArranged({}))
        events = self.events(run)
        if definition is None:
            digest = pinned_at((recorded.event for recorded in events), step)
            plan = codec.decode(self._store.journal.plan(digest))
        else:
            ready = self._preparer.prepare(definition, TEST, library)
            plan, digest = ready.plan, ready.digest
            self._store.journal.keep_plan(digest, ready.body)
            self.keep_drawing(digest, definition)
        fork = Fork(run, step, plan, digest, TEST, trial.how, dry)
        return await self._begin(fork, trial.run, events, actor)

    async def begin_again(self, run: str, step: str, *, actor: Actor, reason: str) -> str:
        """Begins a new case where one that is over had come to a step, and returns its id.

        What was recorded until then is taken over, with requester and business key; from there on
        all is done again, for real, by the plan that the earlier case had then.

        Args:
            run: a case that is over.
            step: a step of the drawing itself; where it was visited often, the last visit counts.
            actor: who begins it.
            reason: one sentence why.

        Raises:
            RefusedError: the case is under way, was a test or a replay, never came to the step, or
                no reason was given.
            JournalError, UnknownRunError: as for `start`.
        """
        if not reason.strip():
            raise RefusedError("A case is begun again for a reason. Write one sentence why.")
        events = self.events(run)
        told = [recorded.event for recorded in events]
        state = fold(new_state(run), told)
        refuse(state)
        digest = pinned_at(told, step)
        plan = codec.decode(self._store.journal.plan(digest))
        fork = Fork(run, step, plan, digest, state.environment, None, dry=False, reason=reason)
        return await self._begin(fork, "", events, actor)

    async def _begin(self, fork: Fork, new: str, events: Sequence[Recorded], actor: Actor) -> str:
        """Makes a fork durable, and lets the paths go on that do."""
        new = new or new_run_id(self._clock.now())
        live, on = fork.begun(new, events, actor)
        each = fork.trial is not None and fork.trial.each
        signal = Proceed(actor, on, each) if on else Tick(actor)
        await self._host.take_on(live, signal)
        return new
