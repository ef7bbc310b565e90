"""Knows the commands `messages …`: what is sent to cases. Must not know what they do with it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from runtime.cli import report, values
from runtime.cli.command import DONE, Command
from runtime.cli.engine import opened, stored

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from runtime.cli.console import Console
    from runtime.definition.json_value import JsonObject
    from runtime.ports import MessageRow


def _add_send(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help="name of the message")
    parser.add_argument("--key", default="", help="what it belongs to")
    parser.add_argument(
        "--content", default="{}", metavar="JSON|@FILE", help="what the waiting step gets"
    )
    parser.add_argument(
        "--id", dest="message", default="", help="its id: the same one sent again changes nothing"
    )
    values.add_actor(parser)
    values.add_database(parser)


def _send(options: Namespace, console: Console) -> int:
    content = values.json_object(options.content, "The content")
    row = asyncio.run(_sent(options, content))
    if console.json:
        console.result(_shown(row))
    elif row.run:
        console.line(f"Message {row.message} went to case {row.run}.")
    else:
        console.line(f"Message {row.message} is kept: no case waits for it yet.")
    return DONE


async def _sent(options: Namespace, content: JsonObject) -> MessageRow:
    """Sends a message, and lets the case that takes it go on as far as it goes by itself."""
    async with opened(values.database_of(options)) as (runtime, store):
        message = runtime.send_message(
            options.name,
            actor=values.actor_of(options),
            key=options.key,
            content=content,
            message=options.message,
        )
        await runtime.delivered()
        row = store.post.message(message)
        if row.run:
            await runtime.settle(row.run)
        return row


def _add_list(parser: ArgumentParser) -> None:
    parser.add_argument("--all", action="store_true", help="also messages that a case has taken")
    values.add_database(parser)


def _list(options: Namespace, console: Console) -> int:
    with stored(values.database_of(options)) as store:
        rows = store.post.messages(taken=None if options.all else False, most=10_000)
    if console.json:
        console.result({"messages": [_shown(row) for row in rows]})
    elif rows:
        console.table(("message", "name", "key", "sent", "by", "case"), [_cells(r) for r in rows])
    else:
        console.line("No message waits for a case.")
    return DONE


def _cells(row: MessageRow) -> tuple[str, ...]:
    sent = report.moment(row.sent.isoformat())
    return (row.message, row.name, row.key, sent, row.by, row.run)


def _shown(row: MessageRow) -> JsonObject:
    return {
        "message": row.message,
        "name": row.name,
        "key": row.key,
        "sent": row.sent.isoformat(),
        "by": row.by,
        "run_id": row.run or None,
    }


COMMAND = Command(
    help="send messages to cases that wait for them, and list what was sent",
    example='baton messages send "sow signed" --key SOW-7',
    actions={
        "send": Command(
            help="send a message to the case that waits for it, now or later",
            example='baton messages send "sow signed" --key SOW-7 --as user:client',
            add=_add_send,
            do=_send,
        ),
        "list": Command(
            help="list messages that no case has taken yet",
            example="baton messages list --all --json",
            add=_add_list,
            do=_list,
        ),
    },
)
