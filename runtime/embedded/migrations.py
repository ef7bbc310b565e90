"""Knows how cases come to another version of their workflow: what is in the way, and the change.

Must not know tokens: whether a path fits the other version is the kernel's to say.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from runtime.embedded.archive import Archive
from runtime.embedded.inputs import Form, FormError, without_needs
from runtime.errors import RefusedError
from runtime.kernel import fold, new_state
from runtime.kernel.migrating import Migration, Obstacle
from runtime.kernel.signals import Migrate
from runtime.plan import codec
from runtime.plan.compile import Library, no_library

if TYPE_CHECKING:
    from collections.abc import Mapping

    from runtime.definition.definition import Definition
    from runtime.embedded.prepared import Prepared
    from runtime.events.model import Actor
    from runtime.kernel import RunState


@dataclass(frozen=True, slots=True)
class Way:
    """The explicit plan of a migration: what is not said in it stays as it is.

    Attributes:
        steps: old step -> new step; one of a called workflow is written "workflow:step".
        again: old steps whose new one begins anew.
    """

    steps: Mapping[str, str] = field(default_factory=dict[str, str])
    again: tuple[str, ...] = ()


STRAIGHT = Way()


class Migrations(Archive):
    """Lets cases go on by another version; a base of `EmbeddedRuntime`."""

    def migration(
        self,
        run: str,
        definition: Definition,
        way: Way = STRAIGHT,
        *,
        library: Library = no_library,
    ) -> list[Obstacle]:
        """Returns all that is in the way of a migration; nothing when it can be made now.

        Args:
            run: id of the case.
            definition: the other version.
            way: where the paths of the case go on.
            library: finds the sub-workflows by id.

        Raises:
            InvalidWorkflowError: the version cannot be run.
            UnknownRunError: there is no such case.
        """
        state = self._state(run)
        return self._obstacles(state, self._ready(state, definition, library), way)

    async def migrate(
        self,
        run: str,
        definition: Definition,
        way: Way = STRAIGHT,
        *,
        actor: Actor,
        reason: str,
        library: Library = no_library,
    ) -> None:
        """A person lets a case go on by another version of its workflow.

        Args:
            run: id of the case.
            definition: the other version.
            way: where the paths of the case go on.
            actor: who migrates it.
            reason: one sentence why.
            library: finds the sub-workflows by id.

        Raises:
            RefusedError: it cannot; says what is in the way first, and all of it in `detail`.
            InvalidWorkflowError: the version cannot be run.
        """
        state = self._state(run)
        ready = self._ready(state, definition, library)
        found = [] if state.ended else self._obstacles(state, ready, way)
        if found:
            more = f"{len(found)} things are in the way." if len(found) > 1 else ""
            raise RefusedError(
                f"The case cannot be migrated: {found[0].sentence}",
                why=more,
                next_step="Look at all of it with --check, and say in the plan where paths go on.",
                detail="\n".join(obstacle.sentence for obstacle in found),
            )
        self._store.journal.keep_plan(ready.digest, ready.body)
        signal = Migrate(ready.digest, ready.plan, actor, reason, way.steps, way.again)
        await self._host.send(run, signal)

    def _state(self, run: str) -> RunState:
        return fold(new_state(run), (recorded.event for recorded in self.events(run)))

    def _ready(self, state: RunState, definition: Definition, library: Library) -> Prepared:
        return self._preparer.prepare(definition, state.environment, library)

    def _obstacles(self, state: RunState, ready: Prepared, way: Way) -> list[Obstacle]:
        old = codec.decode(self._store.journal.plan(state.plan))
        found = Migration(old, ready.plan, state, way.steps, frozenset(way.again)).obstacles()
        return found if ready.plan.main != old.main else [*found, *_misfits(state, ready)]


def _misfits(state: RunState, ready: Prepared) -> list[Obstacle]:
    """Returns which fields of the case are of another type in the new version."""
    body = ready.plan.bodies[ready.plan.main]
    try:
        Form(without_needs(body.data), "The case data").check(state.scopes[0].data)
    except FormError as error:
        return [
            Obstacle(
                "data",
                f"The case data does not fit the new version: {finding}. Correct the data first.",
            )
            for finding in error.detail.splitlines()
        ]
    return []
