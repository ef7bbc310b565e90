"""Knows whether a case can go on by another version of its workflow, and lets it.

Must not know steps' kinds, nor what the data should be. Nothing is guessed: a path whose step is
not there any more, or waits for something else there, is an obstacle that is told in a sentence,
until the plan of the migration says where the path goes, or that the step begins anew there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from runtime.events import model
from runtime.kernel.fitting import misfit
from runtime.kernel.state import Incident, Task
from runtime.primitives import Join, Undo

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from runtime.definition.json_value import JsonObject
    from runtime.kernel.signals import Migrate
    from runtime.kernel.state import RunState, Token
    from runtime.kernel.turn import Turn
    from runtime.primitives import Plan, PlanStep


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why a case cannot go on by the other version.

    Attributes:
        code: what sort of reason.
        sentence: for people, with what to do.
        step: where, by the id of the old version; "" for the case.
    """

    code: str
    sentence: str
    step: str = ""


@dataclass(frozen=True, slots=True)
class Migration:
    """A case and the version that it is to go on by.

    Attributes:
        old, new: the plans.
        state: the case.
        steps: old id -> new id; a step of a called workflow is written "workflow:step".
        again: old steps whose new one begins anew, written likewise.
    """

    old: Plan
    new: Plan
    state: RunState
    steps: Mapping[str, str]
    again: frozenset[str]

    def named(self, body: str, step: str) -> str:
        """Returns how the plan of the migration writes an old step."""
        return step if body == self.old.main else f"{body}:{step}"

    def target(self, body: str, step: str) -> str:
        """Returns the id of a step in the new version; the same one unless the plan says so."""
        return self.steps.get(self.named(body, step), step)

    def place(self, token: Token) -> tuple[str, PlanStep]:
        """Returns the workflow that a path is in, and its step by the old version."""
        body = self.state.scopes[token.scope].body
        return body, self.old.bodies[body].steps[token.step]

    def begins_anew(self, token: Token) -> bool:
        """Whether the plan says that the path's step begins anew."""
        body, step = self.place(token)
        return self.named(body, step.id) in self.again

    def ends(self, token: Token) -> bool:
        """Whether what a path lies inside of begins anew, so that the path ends."""
        scope = self.state.scopes[token.scope]
        while scope.id:
            owner = self.state.tokens[scope.owner]
            if self.begins_anew(owner):
                return True
            scope = self.state.scopes[owner.scope]
        return False

    def line(self, token: Token, there: PlanStep) -> str | None:
        """Returns the line by which a path counts as come to the new step; None where none is left.

        Only joins ask for it: the same line, or the one that leaves the same step by the same way.
        """
        if not isinstance(there.primitive, Join):
            return token.edge
        body, _ = self.place(token)
        into = {
            way.edge: (step.id, port)
            for step in self.new.bodies[body].steps.values()
            for port, ways in step.exits.items()
            for way in ways
            if way.target == there.id
        }
        if token.edge in into or not token.edge:
            return token.edge
        came = [
            (self.target(body, step.id), port)
            for step in self.old.bodies[body].steps.values()
            for port, ways in step.exits.items()
            if any(way.edge == token.edge for way in ways)
        ]
        return next((edge for edge, place in into.items() if place in came), None)

    # --- what is in the way -----------------------------------------------------------------------

    def obstacles(self) -> list[Obstacle]:
        """Returns all that is in the way, the case's own first; none when it can go on."""
        if self.new.main != self.old.main:
            return [Obstacle("other", "The new version is one of another workflow.")]
        found = [*self._wrong_names()]
        for number in sorted(self.state.tokens):
            token = self.state.tokens[number]
            body, step = self.place(token)
            found += [
                Obstacle(code, sentence, self.named(body, step.id))
                for code, sentence in self._against(token, body, step)
            ]
        return [*found, *self._not_undoable()]

    def _wrong_names(self) -> Iterator[Obstacle]:
        for name in sorted({*self.steps, *self.again}):
            if not _has(self.old, name):
                yield Obstacle("plan", f"“{name}” is not a step of the version the case has.", name)
        for name, target in sorted(self.steps.items()):
            body = name.rpartition(":")[0] or self.new.main
            if body not in self.new.bodies or target not in self.new.bodies[body].steps:
                yield Obstacle("plan", f"“{target}” is not a step of the new version.", name)

    def _against(self, token: Token, body: str, step: PlanStep) -> Iterator[tuple[str, str]]:
        new_body = self.new.bodies.get(body)
        there = None if new_body is None else new_body.steps.get(self.target(body, step.id))
        if token.phase == "scheduled":
            yield "under_way", f"“{step.name}” is under way. Wait until its system has answered."
        elif self.ends(token):
            return
        elif there is None:
            yield (
                "removed",
                f"“{step.name}” is not in the new version. Say at which step its path goes on.",
            )
        elif there.parent != self._parent(token):
            yield (
                "elsewhere",
                f"“{there.name}” does not lie inside of the same step as “{step.name}” does.",
            )
        elif self.begins_anew(token):
            if _may_have_happened(token):
                yield (
                    "in_doubt",
                    f"“{step.name}” may have been done already, so it cannot begin anew. "
                    "Wait for its next try, or resolve it first.",
                )
        else:
            yield from self._stays(token, step, there)

    def _stays(self, token: Token, step: PlanStep, there: PlanStep) -> Iterator[tuple[str, str]]:
        """A path goes on waiting for what it waits for."""
        if token.phase in {"ready", "returned"} and not self.state.suspended:
            yield "moving", f"“{step.name}” is being worked out. Suspend the case, then migrate it."
            return
        why = misfit(token, step, there)
        if why:
            yield "changed", f"{why} Begin “{there.name}” anew, or name another step."
        elif isinstance(there.primitive, Join) and self.line(token, there) is None:
            yield (
                "line",
                f"A path that waits at “{step.name}” came by a line that the new version does not "
                "have. Let the step begin anew, or name another one.",
            )

    def _parent(self, token: Token) -> str:
        """Returns the new id of the step that a path must lie inside of."""
        scope = self.state.scopes[token.scope]
        if scope.id == scope.frame:
            return ""
        owner = self.state.tokens[scope.owner]
        body, step = self.place(owner)
        return step.parent if isinstance(step.primitive, Undo) else self.target(body, step.id)

    def _not_undoable(self) -> Iterator[Obstacle]:
        for place in sorted(self.state.undoable):
            done = self.state.undoable[place]
            body = done.scope.body
            there = self.new.bodies.get(body)
            if there is None or self.target(body, done.undo) not in there.steps:
                name = self.old.bodies[body].steps[done.step].name
                yield Obstacle(
                    "undo",
                    f"What “{name}” did could not be undone: the new version has no step for it.",
                    self.named(body, done.undo),
                )

    # --- what it comes to -------------------------------------------------------------------------

    def renamed(self) -> JsonObject:
        """Returns which steps have another id: workflow -> old id -> new id."""
        found: dict[str, JsonObject] = {}
        for name, target in self.steps.items():
            body, _, step = name.rpartition(":")
            if step != target:
                found.setdefault(body or self.old.main, {})[step] = target
        return {**found}


def _has(plan: Plan, name: str) -> bool:
    body, _, step = name.rpartition(":")
    found = plan.bodies.get(body or plan.main)
    return found is not None and step in found.steps


def _may_have_happened(token: Token) -> bool:
    work = token.work
    return token.phase == "retrying" or (isinstance(work, Incident) and work.kind == "in_doubt")


def migrate(turn: Turn, signal: Migrate) -> None:
    """The case goes on by the other version, each path where the plan says."""
    migration = Migration(turn.plan, signal.to, turn.state, signal.steps, frozenset(signal.again))
    turn.refused = _refusal(turn, signal, migration)
    if turn.refused:
        return
    tokens = [turn.state.tokens[number] for number in sorted(turn.state.tokens)]
    anew = [t for t in tokens if migration.begins_anew(t) and not migration.ends(t)]
    for token in anew:
        turn.close_scopes(token, turn.step_of(token), "begins anew in the new version", 0)
        turn.withdraw(token, 0)
    event = _event(turn.state, signal, migration, [token.id for token in anew])
    turn.emit(event)
    turn.plan = signal.to
    for number in event.again:
        turn.arrive_later(number)


def _refusal(turn: Turn, signal: Migrate, migration: Migration) -> str:
    if turn.state.trial is not None:
        return "This is a test run. Begin another one with the new version."
    if not signal.reason.strip():
        return "A case is migrated for a reason. Write one sentence why."
    if signal.plan == turn.state.plan:
        return "The case has this version already."
    return next((found.sentence for found in migration.obstacles()), "")


def _event(
    state: RunState, signal: Migrate, migration: Migration, anew: list[int]
) -> model.RunMigrated:
    moved: list[tuple[int, str, str]] = []
    tasks: list[tuple[str, str]] = []
    for number in sorted(state.tokens):
        token = state.tokens[number]
        body, step = migration.place(token)
        target = migration.target(body, step.id)
        there = signal.to.bodies[body].steps[target]
        moved.append((number, target, migration.line(token, there) or ""))
        if isinstance(token.work, Task) and number not in anew:
            tasks.append((token.work.id, target))
    main = signal.to.bodies[signal.to.main]
    return model.RunMigrated(
        signal.plan,
        main.definition,
        main.name,
        signal.to.main,
        tuple(moved),
        migration.renamed(),
        tuple(tasks),
        signal.actor.id,
        signal.reason,
        tuple(anew),
    )
