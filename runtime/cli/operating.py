"""Knows the commands `runs …` by which an operator steers one case. Must not know how it goes on.

Each is one operation of the runtime; then the case is driven until it rests, and shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from runtime.cli import values
from runtime.cli.acting import perform
from runtime.cli.command import Command

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from runtime.cli.console import Console
    from runtime.embedded import EmbeddedRuntime


def add_case(parser: ArgumentParser) -> None:
    """Adds the argument that names the case."""
    parser.add_argument("run", metavar="RUN", help="id of the case")


def add_who_and_why(parser: ArgumentParser, *, required: bool = True) -> None:
    """Adds the arguments that every operation has: the reason, how long to stay, who, where."""
    help_text = "one sentence why; it is kept with the case"
    parser.add_argument("--reason", required=required, default="", metavar="TEXT", help=help_text)
    values.add_wait(parser)
    values.add_actor(parser)
    values.add_database(parser)


def _add_suspend(parser: ArgumentParser) -> None:
    add_case(parser)
    add_who_and_why(parser)


def _suspend(options: Namespace, console: Console) -> int:
    async def act(runtime: EmbeddedRuntime) -> str:
        actor = values.actor_of(options)
        await runtime.suspend(options.run, actor=actor, reason=options.reason)
        return str(options.run)

    return perform(options, console, act)


def _add_resume(parser: ArgumentParser) -> None:
    add_case(parser)
    add_who_and_why(parser, required=False)


def _resume(options: Namespace, console: Console) -> int:
    async def act(runtime: EmbeddedRuntime) -> str:
        await runtime.resume(options.run, actor=values.actor_of(options), reason=options.reason)
        return str(options.run)

    return perform(options, console, act)


ACTIONS = {
    "suspend": Command(
        help="halt a case: what is under way outside ends, and nothing further begins",
        example='baton runs suspend 01m7wxveh0svbx8vzb4f --reason "the client called"',
        add=_add_suspend,
        do=_suspend,
        more="Answers of systems and messages that come meanwhile are kept; timers wait.",
    ),
    "resume": Command(
        help="let a suspended case go on, and drive it",
        example="baton runs resume 01m7wxveh0svbx8vzb4f",
        add=_add_resume,
        do=_resume,
    ),
}
