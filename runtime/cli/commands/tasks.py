"""Knows the commands `tasks …`: what people are asked and say. Must not know what follows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runtime.cli import report, values
from runtime.cli.acting import perform
from runtime.cli.command import DONE, Command
from runtime.cli.engine import stored
from runtime.definition.form_fields import ordered_fields, with_order_said

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from runtime.cli.console import Console
    from runtime.definition.json_value import JsonObject
    from runtime.embedded import EmbeddedRuntime
    from runtime.ports import TaskRow


def _add_list(parser: ArgumentParser) -> None:
    parser.add_argument("--run", default="", metavar="RUN", help="only tasks of this case")
    parser.add_argument(
        "--for",
        dest="whom",
        default="",
        metavar="user:NAME|role:NAME",
        help="only tasks for this person or role",
    )
    parser.add_argument("--all", action="store_true", help="also tasks that are closed")
    values.add_database(parser)


def _list(options: Namespace, console: Console) -> int:
    with stored(values.database_of(options)) as store:
        status = "" if options.all else "open"
        rows = store.index.tasks(status=status, run=options.run, most=10_000)
    rows = [row for row in rows if not options.whom or options.whom in row.assignees]
    if console.json:
        console.result({"tasks": [_shown(row) for row in rows]})
    elif rows:
        heads = ("case", "task", "step", "title", "for", "due", "status")
        console.table(heads, [_cells(row) for row in rows])
    else:
        console.line("No task waits for a person.")
    return DONE


def _cells(row: TaskRow) -> tuple[str, ...]:
    due = report.moment(row.due.isoformat()) if row.due else ""
    status = f"{row.status}, overdue" if row.overdue else row.status
    return (row.run, row.task, row.step, row.title, ", ".join(row.assignees), due, status)


def _shown(row: TaskRow) -> JsonObject:
    return {
        "run_id": row.run,
        "task": row.task,
        "step": row.step,
        "title": row.title,
        "people": list(row.assignees),
        "not_allowed": list(row.not_allowed),
        "outcomes": [
            {"name": name, "title": title, "needs_reason": reason, "quorum": quorum}
            for name, title, reason, quorum in row.outcomes
        ],
        "form": with_order_said(row.form),
        "facts": row.facts,
        "status": row.status,
        "opened": row.opened.isoformat(),
        "due": row.due.isoformat() if row.due else None,
        "overdue": row.overdue,
    }


def _add_task(parser: ArgumentParser) -> None:
    parser.add_argument("run", metavar="RUN", help="id of the case")
    parser.add_argument("task", metavar="TASK", help="id of the task in it")
    values.add_database(parser)


def _show(options: Namespace, console: Console) -> int:
    with stored(values.database_of(options)) as store:
        row = store.index.task(options.run, options.task)
    if console.json:
        console.result(_shown(row))
        return DONE
    console.line(f"{row.title}: {row.status}")
    console.line(f"for {', '.join(row.assignees) or 'nobody in particular'}")
    for name, value in row.facts.items():
        console.line(f"  {name}: {values.text_of(value)}")
    for name, title, needs_reason, quorum in row.outcomes:
        more = f", {quorum} people" * (quorum > 1) + ", with a reason" * needs_reason
        console.line(f"answer {name}: {title}{more}")
    for name, field in ordered_fields(row.form).items():
        title = field.get("title", name) if isinstance(field, dict) else name
        console.line(f"fill in {name}: {title}")
    console.line(f"next: baton tasks complete {row.run} {row.task} --as user:NAME --outcome …")
    return DONE


def _add_complete(parser: ArgumentParser) -> None:
    _add_task(parser)
    parser.add_argument(
        "--outcome", default="", metavar="NAME", help="the answer, where there is more than one"
    )
    parser.add_argument(
        "--values", default="{}", metavar="JSON|@FILE", help="what is filled into the form"
    )
    parser.add_argument("--reason", default="", metavar="TEXT", help="one sentence why")
    values.add_wait(parser)
    values.add_actor(parser)


def _complete(options: Namespace, console: Console) -> int:
    filled = values.json_object(options.values, "The form")

    async def act(runtime: EmbeddedRuntime) -> str:
        await runtime.decide(
            options.run,
            options.task,
            actor=values.actor_of(options),
            outcome=options.outcome,
            values=filled,
            reason=options.reason,
        )
        return options.run

    return perform(options, console, act)


def _add_delegate(parser: ArgumentParser) -> None:
    _add_task(parser)
    parser.add_argument(
        "--to",
        action="append",
        required=True,
        metavar="user:NAME|role:NAME",
        help="to whom; may be given several times",
    )
    parser.add_argument("--reason", default="", metavar="TEXT", help="one sentence why")
    values.add_actor(parser)


def _delegate(options: Namespace, console: Console) -> int:
    to = tuple(values.actor(name).id for name in options.to)

    async def act(runtime: EmbeddedRuntime) -> str:
        actor = values.actor_of(options)
        await runtime.delegate(options.run, options.task, actor=actor, to=to, reason=options.reason)
        return options.run

    return perform(options, console, act)


_RUN, _TASK = "01m7wxveh0svbx8vzb4f", "legal_approval.1"

COMMAND = Command(
    help="list and answer what waits for people",
    example="baton tasks list --for role:finance",
    actions={
        "list": Command(
            help="list tasks, oldest first",
            example="baton tasks list --for role:finance --json",
            add=_add_list,
            do=_list,
        ),
        "show": Command(
            help="show a task: what is known, what may be answered, what is to be filled in",
            example=f"baton tasks show {_RUN} {_TASK}",
            add=_add_task,
            do=_show,
        ),
        "complete": Command(
            help="answer a task and drive the case on",
            example=f"baton tasks complete {_RUN} {_TASK} --as user:lawyer --role legal"
            " --outcome approved",
            add=_add_complete,
            do=_complete,
        ),
        "delegate": Command(
            help="hand a task to others",
            example=f"baton tasks delegate {_RUN} {_TASK} --as user:lawyer --to user:trainee",
            add=_add_delegate,
            do=_delegate,
        ),
    },
)
