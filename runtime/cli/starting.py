"""Knows how one case is started from files and driven. Must not know how command lines look."""

from __future__ import annotations

import asyncio
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from runtime.cli import problems, report, values
from runtime.cli.command import UsageError
from runtime.cli.failures import ReportedError
from runtime.errors import InvalidWorkflowError

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Generator

    from runtime.cli.answers import Answers
    from runtime.cli.console import Console
    from runtime.debug import Options
    from runtime.definition.definition import Definition
    from runtime.definition.json_value import JsonObject, JsonValue
    from runtime.embedded import EmbeddedRuntime
    from runtime.events.model import Actor
    from runtime.events.view import RunView
    from runtime.plan.problems import Problem


@dataclass(slots=True)
class Order:
    """What the command line asks to start.

    Attributes:
        own_data: whether a dry run uses the test data that the workflow keeps.
        run: id of the case once it has begun.
    """

    file: str
    definition: Definition
    given: JsonValue
    actor: Actor
    answers: Answers | None
    key: str
    environment: str
    wait: float | None
    database: str | None
    dry: bool
    own_data: bool = True
    run: str = ""

    @classmethod
    def of(cls, options: Namespace) -> Order:
        """Reads everything that is named; raises BatonError."""
        if options.no_test_data and not options.dry_run:
            raise UsageError(
                "--no-test-data needs --dry-run.",
                why="Only a dry run uses the test data that a workflow keeps; a case never does.",
                next_step="Leave it out, or add --dry-run.",
            )
        given = values.json_value(options.input, "The input")
        answers = None
        if options.answers is not None:
            from runtime.cli.answers import read_answers

            answers = read_answers(options.answers)
        actor = values.actor_of(options)
        if options.actor is None and answers is not None and answers.requester is not None:
            actor = answers.requester
        return cls(
            options.file,
            problems.load(options.file),
            given,
            actor,
            answers,
            options.key,
            options.environment,
            options.wait,
            values.database_of(options),
            options.dry_run,
            not options.no_test_data,
        )

    @property
    def how_to_go_on(self) -> str:
        """One sentence for who has stopped it."""
        if not self.run or self.dry:
            return "No case is under way."
        return f"Case {self.run} stands where it is; `baton work` goes on with it."


def start(order: Order, console: Console) -> RunView:
    """Starts a case, drives it, shows it, and returns how it stands.

    Raises:
        ReportedError: the workflow cannot run.
        BatonError: the input does not fit, or the database cannot be used.
    """
    found = _refuse_broken(order)
    with _database(order) as url:
        return asyncio.run(_run(order, url, found, console))


def _refuse_broken(order: Order) -> list[JsonObject]:
    """Returns the problems that do not forbid running; raises ReportedError for the others.

    A dry run needs a connection only where it reads, so a missing one is told and not refused.
    """
    found = problems.find(order.definition, problems.bound_connections(order.definition))
    shown = [problems.shown(problem) for problem in found]
    allowed = {"connection.unbound"} if order.dry else set[str]()
    errors = [p for p in found if p.severity == "error" and p.code not in allowed]
    if errors:
        raise ReportedError(
            InvalidWorkflowError(
                f"“{order.file}” cannot run: {errors[0].sentence}",
                why=f"{len(errors)} thing{'s' if len(errors) > 1 else ''} must be mended first.",
                next_step=_what_next(order, errors[0]),
                detail="\n".join(problem.sentence for problem in errors),
            ),
            report.nothing_ran(shown),
        )
    return shown


def _what_next(order: Order, first: Problem) -> str:
    """Returns the command that mends the first error, or the one that lists all."""
    name = (first.field or "").removeprefix("connections.")
    used = order.definition.meta.connections.get(name)
    if first.code == "connection.unbound" and used is not None:
        return f"Set it up: `baton connections add {name} --connector {used.connector} …`."
    return f"`baton validate {order.file} --bound` lists everything."


@contextmanager
def _database(order: Order) -> Generator[str | None]:
    """A dry run has a database of its own that is gone afterwards."""
    if not order.dry:
        yield order.database
        return
    with tempfile.TemporaryDirectory(prefix="baton-dry-", ignore_cleanup_errors=True) as folder:
        yield f"sqlite:///{Path(folder) / 'dry.sqlite'}"


async def _run(order: Order, url: str | None, found: list[JsonObject], console: Console) -> RunView:
    from runtime.cli.driving import Driver
    from runtime.cli.library import beside
    from runtime.embedded.runtime import Trial

    async def begin(runtime: EmbeddedRuntime) -> str:
        order.run = await runtime.start(
            order.definition,
            order.given,
            actor=order.actor,
            key=order.key,
            environment=order.environment,
            dry=order.dry,
            library=beside(order.file),
            trial=trial,
        )
        return order.run

    made_up = _made_up(order)
    trial = Trial(made_up.trial(order.definition)) if order.dry else None
    driver = Driver(url, console, order.answers, order.wait, tests=order.dry)
    view = await driver.drive(begin)
    stands_in: JsonObject = {pin.step: pin.sample for pin in made_up.pins}
    about: JsonObject = {"test_data": stands_in} if order.dry else {}
    report.show(view, console, [*found, *driver.refused], about)
    return view


def _made_up(order: Order) -> Options:
    """Returns what a dry run is made up with; who has an answers file for a step is not asked."""
    from runtime.debug import Options

    if not order.dry or not order.own_data:
        return Options()
    return Options.kept_with(order.definition, order.answers.steps if order.answers else ())
