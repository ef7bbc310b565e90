"""Knows the commands `runs …`: find, show, stop and mend cases. Must not know how one goes on.

What an operator does to one case besides stands in runtime.cli.operating.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from runtime.cli import explaining, migrating, operating, replaying, report, values
from runtime.cli.acting import perform
from runtime.cli.command import DONE, Command, UsageError
from runtime.cli.engine import stored
from runtime.ports import TEST

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from runtime.cli.console import Console
    from runtime.definition.json_value import JsonObject
    from runtime.embedded import EmbeddedRuntime
    from runtime.ports import RunRow

STATUSES = ("running", "waiting", "suspended", "completed", "failed", "cancelled")


def _add_list(parser: ArgumentParser) -> None:
    parser.add_argument("--status", choices=STATUSES, default="", help="only cases of this status")
    parser.add_argument("--workflow", default="", metavar="ID", help="only cases of this workflow")
    parser.add_argument("--key", default="", help="only cases with this business key")
    parser.add_argument("--incidents", action="store_true", help="only cases that need mending")
    parser.add_argument(
        "--most", type=values.count, default=100, metavar="N", help="at most so many (100)"
    )
    values.add_database(parser)


def _list(options: Namespace, console: Console) -> int:
    with stored(values.database_of(options)) as store:
        rows = store.index.runs(
            status=options.status,
            definition=options.workflow,
            key=options.key,
            most=options.most,
            incidents=options.incidents,
        )
    if console.json:
        console.result({"runs": [_shown(row) for row in rows]})
    elif rows:
        console.table(
            ("case", "workflow", "status", "key", "requester", "began", "changed"),
            [_cells(row) for row in rows],
        )
    else:
        console.line("There is no such case. `baton run FILE` starts one.")
    return DONE


def _cells(row: RunRow) -> tuple[str, ...]:
    status = f"{row.status}, needs mending" if row.incidents else row.status
    status += " (test)" if row.environment == TEST else ""
    began, changed = (report.moment(m.isoformat()) for m in (row.started, row.changed))
    return (row.run, row.name or row.definition, status, row.key, row.requester, began, changed)


def _shown(row: RunRow) -> JsonObject:
    return {
        "run_id": row.run,
        "workflow": row.definition,
        "name": row.name,
        "status": row.status,
        "key": row.key,
        "requester": row.requester,
        "started": row.started.isoformat(),
        "changed": row.changed.isoformat(),
        "incidents": row.incidents,
        "environment": row.environment,
    }


def _add_run(parser: ArgumentParser) -> None:
    parser.add_argument("run", metavar="RUN", help="id of the case")
    values.add_database(parser)


def _show(options: Namespace, console: Console) -> int:
    from runtime.events.view import view_of

    with stored(values.database_of(options)) as store:
        view = view_of(options.run, store.journal.load(options.run))
    about: JsonObject = {
        "workflow": view.definition,
        "name": view.name,
        "key": view.key,
        "requester": view.requester,
        "started": view.started,
        "ended": view.ended or None,
        "input": view.input,
    }
    report.show(view, console, about=about)
    return DONE


def _add_cancel(parser: ArgumentParser) -> None:
    _add_run(parser)
    parser.add_argument("--reason", required=True, metavar="TEXT", help="one sentence why")
    values.add_actor(parser)


def _cancel(options: Namespace, console: Console) -> int:
    async def act(runtime: EmbeddedRuntime) -> str:
        await runtime.cancel(options.run, actor=values.actor_of(options), reason=options.reason)
        return options.run

    perform(options, console, act)
    return DONE


def _add_resolve(parser: ArgumentParser) -> None:
    parser.add_argument("run", metavar="RUN", help="id of the case")
    parser.add_argument("step", metavar="STEP", help="id of the step that needs mending")
    parser.add_argument(
        "action",
        choices=("retry", "skip", "route"),
        metavar="retry|skip|route",
        help="try again, go on as if it were done, or take the step's error path",
    )
    parser.add_argument(
        "--request", metavar="JSON|@FILE", help="with retry: what is sent in place of before"
    )
    parser.add_argument(
        "--change",
        metavar="JSON|@FILE",
        help="with retry: what in the request is other than before, by path",
    )
    parser.add_argument(
        "--output", metavar="JSON|@FILE", help="with skip: what counts as the step's output"
    )
    parser.add_argument(
        "--port", default="", metavar="NAME", help="with skip: the way out, where there are several"
    )
    parser.add_argument("--reason", default="", metavar="TEXT", help="one sentence why")
    values.add_wait(parser)
    values.add_actor(parser)
    values.add_database(parser)


def _refuse_both(options: Namespace) -> None:
    edits = options.request is not None or options.change is not None
    if (options.request is not None and options.change is not None) or (
        edits and options.action != "retry"
    ):
        raise UsageError(
            "--request and --change say what is sent when a step is tried again.",
            why="One of them goes with “retry”: the whole request, or what is other in it.",
            next_step='Write, for example, retry --change \'{"customer.email": "a@b.example"}\'.',
        )


def _resolve(options: Namespace, console: Console) -> int:
    _refuse_both(options)
    request = values.optional_json(options.request, "The request")
    changes = values.json_object(options.change, "The change") if options.change else {}
    output = values.optional_json(options.output, "The output")
    actor = values.actor_of(options)

    async def act(runtime: EmbeddedRuntime) -> str:
        run, step = options.run, options.step
        if changes:
            reason = options.reason
            await runtime.edit_and_retry(run, step, changes, actor=actor, reason=reason)
            return str(run)
        await runtime.resolve(
            run,
            step,
            options.action,
            actor=actor,
            reason=options.reason,
            request=request,
            output=output,
            port=options.port,
        )
        return str(run)

    return perform(options, console, act)


COMMAND = Command(
    help="list, show, steer and mend cases",
    example="baton runs list --status waiting",
    actions={
        "list": Command(
            help="list cases, newest first",
            example="baton runs list --status waiting --json",
            add=_add_list,
            do=_list,
        ),
        "show": Command(
            help="show a case: its steps, what it waits for, what to do next",
            example="baton runs show 01m7wxveh0svbx8vzb4f",
            add=_add_run,
            do=_show,
        ),
        "cancel": Command(
            help="stop a case for good",
            example='baton runs cancel 01m7wxveh0svbx8vzb4f --reason "signed twice"',
            add=_add_cancel,
            do=_cancel,
        ),
        "resolve": Command(
            help="mend a step that cannot go on by itself, and drive the case on",
            example="baton runs resolve 01m7wxveh0svbx8vzb4f create_project retry",
            add=_add_resolve,
            do=_resolve,
            more="After a lost reply, retry looks first whether the step was done.",
        ),
        **explaining.ACTIONS,
        **operating.ACTIONS,
        **migrating.ACTIONS,
        **replaying.ACTIONS,
    },
)
