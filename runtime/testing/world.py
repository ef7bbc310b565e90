"""Knows what scripted systems answer and what they have done. Must not know the engine.

The world outlives the process: after a crash it still knows what was done, as a real system would.
"""

from __future__ import annotations

from collections import defaultdict, deque
from typing import TYPE_CHECKING, Any

from runtime.step import Completed, EffectKind, Failed, Params, Result, StepContext

if TYPE_CHECKING:
    from runtime.definition.json_value import JsonValue
    from runtime.primitives import Primitive, Repeat
    from runtime.step import Around, Kind, Port


class World:
    """Scripted systems.

    Attributes:
        done: what each step did, by idempotency key: step -> key -> output.
        repeated: writes that were done twice although the step's rule forbids it; must stay empty.
    """

    def __init__(self) -> None:
        self.done: defaultdict[str, dict[str, Completed]] = defaultdict(dict)
        self.repeated: list[str] = []
        self._scripts: defaultdict[str, deque[Result]] = defaultdict(deque)
        self._refused: dict[tuple[str, str], Failed] = {}
        self._repeat: dict[str, Repeat] = {}

    def script(self, step: str, result: Result) -> None:
        """Adds the next outcome of a step's effect."""
        self._scripts[step].append(result)

    @property
    def unused(self) -> list[str]:
        """Steps whose scripted outcomes were not all asked for."""
        return sorted(step for step, left in self._scripts.items() if left)

    def knows(self, step: str, repeat: Repeat) -> None:
        """Says what may happen to a step's effect after a lost reply."""
        self._repeat[step] = repeat

    def perform(self, context: StepContext) -> Result:
        """Does what the script says; a key that was seen gives what it gave.

        A system with idempotency keys does nothing twice, and a pure read may be repeated. For
        every other effect a second time is what must never happen. A system that has said no says
        no again when the process that asked did not live to write it down.
        """
        seen = self.done[context.step].get(context.key)
        if seen is not None:
            if self._repeat.get(context.step, "ask") in {"ask", "verify"}:
                self.repeated.append(f"{context.step} ({context.key})")
            return seen
        script = self._scripts[context.step]
        if not script:
            message = f"The test has no outcome for step “{context.step}”. Script one."
            unscripted = Failed("test.unscripted", message)
            return self._refused.get((context.step, context.key), unscripted)
        result = script.popleft()
        if isinstance(result, Completed):
            self.done[context.step][context.key] = result
        else:
            self._refused[context.step, context.key] = result
        return result

    def happened(self, step: str, key: str) -> Completed | None:
        """Returns what an effect gave, if it was done."""
        return self.done[step].get(key)

    def stand_in(self, kind: Kind[Any]) -> Kind[Any]:
        """Returns the kind with its effects done by this world; others stay as they are."""
        return _StandIn(kind, self) if isinstance(kind, EffectKind) else kind


class _StandIn(EffectKind[Params]):
    """A kind whose params, ports and compile are real, and whose effects are scripted."""

    name = "stand_in"

    def __init__(self, kind: EffectKind[Any], world: World) -> None:
        self._kind = kind
        self._world = world
        self.params = kind.params

    def __getattribute__(self, name: str) -> Any:
        # What is said on the class (version, title, …) must be the real kind's, not the default.
        if name in {"_kind", "_world", "params", "ports", "compile", "perform", "verify"}:
            return object.__getattribute__(self, name)
        return getattr(object.__getattribute__(self, "_kind"), name)

    def ports(self, params: Params) -> tuple[Port, ...]:
        return self._kind.ports(params)

    def compile(self, params: Params, around: Around) -> Primitive:
        return self._kind.compile(params, around)

    def perform(self, context: StepContext, params: Params) -> Result:
        del params
        return self._world.perform(context)

    async def verify(self, context: StepContext, params: Params) -> Completed | None:
        del params
        return self._world.happened(context.step, context.key)


def outcome(output: JsonValue, fails: dict[str, Any] | None) -> Result:
    """Returns an effect's outcome as an example spells it."""
    return Failed(**fails) if fails else Completed(output)
