"""Knows the commands `runs …` by which an operator steers one case. Must not know how it goes on.

Each is one operation of the runtime; then the case is driven until it rests, and shown.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from runtime.cli import values
from runtime.cli.acting import perform
from runtime.cli.command import DONE, Command
from runtime.cli.engine import stored

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


def _add_correct(parser: ArgumentParser) -> None:
    add_case(parser)
    parser.add_argument(
        "--set",
        dest="saves",
        default="{}",
        metavar="JSON|@FILE",
        help='new values by path: {"deal.amount": "12.50"}',
    )
    parser.add_argument(
        "--remove",
        dest="removes",
        action="append",
        default=[],
        metavar="PATH",
        help="a field that is taken out; may be given several times",
    )
    parser.add_argument(
        "--within",
        default="",
        metavar="STEP",
        help="the call whose workflow's data is meant (default: the case)",
    )
    add_who_and_why(parser)


def _correct(options: Namespace, console: Console) -> int:
    saves = values.json_object(options.saves, "The correction")

    async def act(runtime: EmbeddedRuntime) -> str:
        await runtime.correct(
            options.run,
            saves,
            actor=values.actor_of(options),
            reason=options.reason,
            removes=tuple(options.removes),
            step=options.within,
        )
        return str(options.run)

    return perform(options, console, act)


def _add_move(parser: ArgumentParser) -> None:
    add_case(parser)
    parser.add_argument("step", metavar="STEP", help="the step where the case stands")
    parser.add_argument("to", metavar="TO", help="the step where it goes on; beside the other one")
    parser.add_argument(
        "--path",
        type=values.count,
        default=0,
        metavar="N",
        help="which path, where several are at the step",
    )
    add_who_and_why(parser)


def _move(options: Namespace, console: Console) -> int:
    async def act(runtime: EmbeddedRuntime) -> str:
        await runtime.move(
            options.run,
            options.step,
            options.to,
            actor=values.actor_of(options),
            reason=options.reason,
            path=options.path,
        )
        return str(options.run)

    return perform(options, console, act)


def _add_request(parser: ArgumentParser) -> None:
    add_case(parser)
    parser.add_argument("step", metavar="STEP", help="the step, callers first")
    values.add_personal(parser)
    values.add_database(parser)


def _request(options: Namespace, console: Console) -> int:
    from runtime.events.view import sent_by

    with stored(values.database_of(options)) as store:
        sent = sent_by(options.run, store.journal.load(options.run), options.step)
    sent = values.shown(sent, options)
    if console.json:
        console.result({"request": sent})
    else:
        console.line(json.dumps(sent, ensure_ascii=False, indent=2))
    return DONE


def _add_fork(parser: ArgumentParser) -> None:
    add_case(parser)
    parser.add_argument("step", metavar="STEP", help="a step that the case had come to")
    parser.add_argument(
        "--dry-run", action="store_true", help="begin a test instead, which writes nothing"
    )
    add_who_and_why(parser)


def _fork(options: Namespace, console: Console) -> int:
    async def act(runtime: EmbeddedRuntime) -> str:
        actor = values.actor_of(options)
        if options.dry_run:
            return await runtime.fork(options.run, options.step, actor=actor)
        return await runtime.begin_again(
            options.run, options.step, actor=actor, reason=options.reason
        )

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
    "request": Command(
        help="show what a step has sent last, before it is edited and sent again",
        example="baton runs request 01m7wxveh0svbx8vzb4f create_project --json",
        add=_add_request,
        do=_request,
        more="Personal data are hidden unless --personal asks for them.",
    ),
    "correct": Command(
        help="correct the data of a case",
        example='baton runs correct 01m7wxveh0svbx8vzb4f --set \'{"deal.amount": "12.50"}\' '
        '--reason "typed wrongly"',
        add=_add_correct,
        do=_correct,
        more="What stood there before is kept with the correction. What was worked out from it "
        "stands: a request that was sent, who was asked. Values must fit the workflow's fields.",
    ),
    "fork": Command(
        help="begin a new case where one that is over had come to a step",
        example="baton runs fork 01m7wxveh0svbx8vzb4f create_project "
        '--reason "the ERP had lost it"',
        add=_add_fork,
        do=_fork,
        more="What was recorded until then is taken over; from there on all is done again, for "
        "real. With --dry-run it is a test, also of a case that is still under way.",
    ),
    "move": Command(
        help="let a case go on at another step; the step it leaves is not done",
        example="baton runs move 01m7wxveh0svbx8vzb4f legal_approval create_project "
        '--reason "agreed by phone"',
        add=_add_move,
        do=_move,
        more="Nobody is asked any more at the step it leaves, and what lies inside of it is "
        "stopped. A system's answer that is under way is waited for first.",
    ),
}
