"""Knows the command `runs migrate`: a case goes on by another version. Must not know what fits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runtime.cli import problems, report, values
from runtime.cli.acting import perform
from runtime.cli.command import DONE, FAILED, Command, InputError
from runtime.cli.engine import looked_at
from runtime.cli.library import beside
from runtime.cli.operating import add_case, add_who_and_why

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from runtime.cli.console import Console
    from runtime.embedded import EmbeddedRuntime
    from runtime.embedded.migrations import Way


def _add(parser: ArgumentParser) -> None:
    add_case(parser)
    parser.add_argument("file", metavar="FILE", help="the workflow file of the other version")
    parser.add_argument(
        "--plan",
        default="{}",
        metavar="JSON|@FILE",
        help='{"steps": {"old step": "new step"}, "again": ["old step"]}',
    )
    parser.add_argument(
        "--check", action="store_true", help="only tell what is in the way; change nothing"
    )
    add_who_and_why(parser, required=False)


def _do(options: Namespace, console: Console) -> int:
    if options.check:
        return _check(options, console)
    definition, way = problems.load(options.file), _way(options.plan)
    library = beside(options.file)

    async def act(runtime: EmbeddedRuntime) -> str:
        await runtime.migrate(
            options.run,
            definition,
            way,
            actor=values.actor_of(options),
            reason=options.reason,
            library=library,
        )
        return str(options.run)

    return perform(options, console, act)


def _check(options: Namespace, console: Console) -> int:
    definition, way = problems.load(options.file), _way(options.plan)
    with looked_at(values.database_of(options)) as runtime:
        found = runtime.migration(options.run, definition, way, library=beside(options.file))
    told = [report.problem(f"migration.{o.code}", o.sentence, o.step or None) for o in found]
    if console.json:
        console.result({"run_id": options.run, "accepted": not found, "problems": [*told]})
    else:
        for obstacle in found:
            console.line(f"{obstacle.step or 'the case'}: {obstacle.sentence}")
        console.line(f"{len(found)} in the way." if found else "The case can be migrated.")
    return FAILED if found else DONE


def _way(given: str) -> Way:
    """Reads the plan of a migration; raises BatonError."""
    from runtime.embedded.migrations import Way

    plan = values.json_object(given, "The plan of the migration")
    steps, again = plan.get("steps", {}), plan.get("again", [])
    more = plan.keys() - {"steps", "again"}
    if more or not isinstance(steps, dict) or not isinstance(again, list):
        raise InputError(
            "This is not the plan of a migration.",
            why="It names old steps with the new ones, and old steps that begin anew.",
            next_step='Write {"steps": {"old step": "new step"}, "again": ["old step"]}.',
        )
    named = {str(old): str(new) for old, new in steps.items()}
    return Way(named, tuple(str(step) for step in again))


ACTIONS = {
    "migrate": Command(
        help="let a case go on by another version of its workflow",
        example="baton runs migrate 01m7wxveh0svbx8vzb4f offer.baton.json "
        '--plan \'{"steps": {"approve": "approve_twice"}}\' --check',
        add=_add,
        do=_do,
        more="Steps keep their ids unless the plan says otherwise. Whatever cannot go on (a step "
        "that is gone, a task, timer or message that does not fit, data of another type) is told "
        "and nothing changes. A step of a called workflow is written workflow:step.",
    ),
}
