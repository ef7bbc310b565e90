"""Knows how a drawing is made ready to run, and remembers the last ones. Must not know any run.

To check and compile a drawing takes some milliseconds, a hundred times as long as to begin a case;
whoever begins many cases of one drawing pays it once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from runtime.embedded.inputs import Form
from runtime.errors import InvalidWorkflowError
from runtime.plan import codec
from runtime.plan.compile import Compiler, Library

if TYPE_CHECKING:
    from collections.abc import Mapping

    from runtime.definition.definition import Definition
    from runtime.primitives import Plan
    from runtime.step import Kind

MOST_FACTS = 12
"""Fields of one expression that are kept as evidence."""
REMEMBERED = 32
"""Drawings that are kept ready."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A drawing that is ready to run.

    Attributes:
        plan: what a run is pinned to; `body` is its stored form and `digest` names that.
        form: what the start form asks for.
    """

    plan: Plan
    body: bytes
    digest: str
    form: Form


class Preparer:
    """Checks and compiles drawings.

    A drawing that calls others is made ready each time, because those may have changed.

    Args:
        kinds: the step kinds by name.
    """

    def __init__(self, kinds: Mapping[str, Kind[Any]]) -> None:
        self._kinds = kinds
        # By identity, which is safe while the definition is kept here, and needs no digest.
        self._ready: dict[tuple[int, str], tuple[Definition, Prepared]] = {}

    def prepare(self, definition: Definition, environment: str, library: Library) -> Prepared:
        """Returns the drawing, ready to run.

        Args:
            definition: what to run.
            environment: whose values the settings take.
            library: finds the sub-workflows by id.

        Raises:
            InvalidWorkflowError: it cannot be run; `detail` lists why.
        """
        place = (id(definition), environment)
        found = self._ready.get(place)
        if found is not None:
            return found[1]

        def sound(called: str) -> Definition:
            return self._sound(library(called))

        compiler = Compiler(self._kinds.__getitem__, _reads_of, sound, environment)
        plan = compiler.compile(self._sound(definition))
        body = codec.encode(plan)
        meta = definition.meta
        form = Form(meta.input, meta.name or "The start form")
        prepared = Prepared(plan, body, codec.digest_of(body), form)
        if len(plan.bodies) == 1:
            self._remember(place, definition, prepared)
        return prepared

    def _remember(self, place: tuple[int, str], definition: Definition, prepared: Prepared) -> None:
        while len(self._ready) >= REMEMBERED:
            del self._ready[next(iter(self._ready))]
        self._ready[place] = (definition, prepared)

    def _sound(self, definition: Definition) -> Definition:
        """Returns the drawing unless check finds it wrong; warnings do not stop a run."""
        from runtime.plan.check import check

        problems = check(definition, self._kinds)
        errors = [problem for problem in problems if problem.severity == "error"]
        if errors:
            raise InvalidWorkflowError(
                f"“{definition.meta.name or definition.meta.id}” cannot run: {errors[0].sentence}",
                why=f"{len(errors)} thing{'s' if len(errors) > 1 else ''} must be mended first.",
                next_step="Run `baton validate FILE` for all of them.",
                detail="\n".join(problem.sentence for problem in errors),
            )
        return definition


def _reads_of(text: str) -> tuple[tuple[str, ...] | None, tuple[tuple[str, ...], ...]]:
    """What an expression reads; one that does not parse fails when it runs."""
    from runtime.expressions import ExpressionError, reads

    try:
        found = reads(text)
    except ExpressionError:
        return None, ()
    facts = dict.fromkeys(f.path for f in found.fields if f.exact and "*" not in f.path)
    roots = None if found.roots is None else tuple(sorted(found.roots))
    return roots, tuple(facts)[:MOST_FACTS]
