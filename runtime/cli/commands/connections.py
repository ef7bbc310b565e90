"""Knows the commands `connections …`: where names lead, with which credential. Shows no secret."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runtime.cli import values
from runtime.cli.command import DONE, Command, InputError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from runtime.cli.console import Console
    from runtime.definition.json_value import JsonObject
    from runtime.vault import ConnectionRecord, Vault


def _vault() -> Vault:
    from runtime.vault import ConnectionBook, open_vault

    return open_vault(connections=ConnectionBook().names())


def _list(options: Namespace, console: Console) -> int:
    from runtime.vault import ConnectionBook

    del options
    records = ConnectionBook().records()
    kept = _kept() if records else frozenset[str]()
    shown = [_shown(record, kept) for record in records]
    if console.json:
        console.result({"connections": [*shown]})
    elif shown:
        rows = [(r.name, r.connector, r.environment, _settings(r), _told(r, kept)) for r in records]
        console.table(("connection", "connector", "environment", "settings", "credential"), rows)
    else:
        console.line("No connection is set up. `baton connections add --help` shows how.")
    return DONE


def _kept() -> frozenset[str] | None:
    """Returns the connections that have a credential; None when no vault can tell."""
    from runtime.vault import VaultError

    try:
        return frozenset(_vault().names())
    except VaultError:
        return None


def _settings(record: ConnectionRecord) -> str:
    return ", ".join(f"{name}={value}" for name, value in record.settings.items())


def _told(record: ConnectionRecord, kept: frozenset[str] | None) -> str:
    if kept is None:
        return "unknown: no vault"
    return "kept" if record.name in kept else "none"


def _shown(record: ConnectionRecord, kept: frozenset[str] | None) -> JsonObject:
    return {
        "name": record.name,
        "connector": record.connector,
        "environment": record.environment,
        "settings": dict(record.settings),
        "credential": None if kept is None else record.name in kept,
    }


def _add_add(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help="what workflows call it")
    parser.add_argument("--connector", required=True, help="see `baton connectors`")
    parser.add_argument(
        "--set",
        dest="settings",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="a setting, such as base_url, or a field of the sign-in that is not secret",
    )
    parser.add_argument(
        "--secret",
        dest="secrets",
        action="append",
        default=[],
        metavar="FIELD",
        help="a secret field of the sign-in; asked for, or read from the standard input",
    )
    parser.add_argument(
        "--secret-env",
        dest="variables",
        action="append",
        default=[],
        metavar="FIELD=VARIABLE",
        help="a secret field, taken from a variable of the environment",
    )
    parser.add_argument("--sign-in", default="", metavar="ID", help="which way to sign in")
    parser.add_argument(
        "--environment", default="local", metavar="NAME", help="where it leads: test, production …"
    )


def _add(options: Namespace, console: Console) -> int:
    from connectors.connector import load
    from runtime.cli.connecting import Draft
    from runtime.vault import ConnectionBook

    draft = Draft.of(options, load(options.connector).manifest)
    record, credential = draft.record(), draft.credential()
    if credential:
        _vault().put(record.name, credential)
    ConnectionBook().put(record)
    if console.json:
        console.result(_shown(record, frozenset([record.name] if credential else [])))
    else:
        console.line(f"“{record.name}” is set up. Try it: baton connections test {record.name}")
    return DONE


def _add_name(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help="the connection")


def _record(name: str) -> ConnectionRecord:
    from runtime.vault import ConnectionBook

    record = ConnectionBook().get(name)
    if record is None:
        raise InputError(
            f"There is no connection “{name}”.",
            why="It has not been set up on this machine, or is called otherwise.",
            next_step="`baton connections list` shows what there is.",
        )
    return record


def _test(options: Namespace, console: Console) -> int:
    import asyncio

    from runtime.cli.connecting import test

    record = _record(options.name)
    answer = asyncio.run(test(record, _vault))
    if console.json:
        console.result({"name": record.name, "works": True, "answer": answer})
    else:
        console.line(f"“{record.name}” works: {values.text_of(answer)}")
    return DONE


def _remove(options: Namespace, console: Console) -> int:
    from runtime.vault import ConnectionBook

    record = _record(options.name)
    ConnectionBook().delete(record.name)
    _vault().delete(record.name)
    if console.json:
        console.result({"name": record.name, "removed": True})
    else:
        console.line(f"“{record.name}” and its credential are removed.")
    return DONE


COMMAND = Command(
    help="set up where the connections of workflows lead",
    example="baton connections list",
    actions={
        "list": Command(
            help="list the connections, and whether their credentials are kept",
            example="baton connections list --json",
            do=_list,
        ),
        "add": Command(
            help="set up a connection, or replace one",
            example="baton connections add erp --connector tryton"
            " --set base_url=https://erp.example.com --set database=main"
            " --set user=baton --secret password",
            add=_add_add,
            do=_add,
            more="A secret is never an argument: it is asked for without echo, read as a line of\n"
            "the standard input (one each, in order), or taken from a variable.",
        ),
        "test": Command(
            help="open a connection and try its credential",
            example="baton connections test erp",
            add=_add_name,
            do=_test,
        ),
        "remove": Command(
            help="remove a connection and its credential",
            example="baton connections remove erp",
            add=_add_name,
            do=_remove,
        ),
    },
)
