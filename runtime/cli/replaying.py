"""Knows the commands `runs …` that export a case, bring one in and tell it. No engine runs here."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from runtime.cli import report, values
from runtime.cli.command import DONE, Command, InputError
from runtime.cli.engine import looked_at
from runtime.cli.operating import add_case

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from runtime.cli.console import Console
    from runtime.definition.json_value import JsonObject
    from runtime.embedded.recording import Moment


def _add_export(parser: ArgumentParser) -> None:
    add_case(parser)
    parser.add_argument("file", metavar="FILE", help="a new file; - is the standard output")
    values.add_personal(parser)
    values.add_database(parser)


def _export(options: Namespace, console: Console) -> int:
    with looked_at(values.database_of(options)) as runtime:
        document = runtime.export(options.run, personal=options.personal)
    if options.file == "-":
        console.result(document)
        return DONE
    _write(options.file, document)
    events = document["events"]
    count = len(events) if isinstance(events, list) else 0
    if console.json:
        console.result({"run_id": options.run, "file": options.file, "events": count})
    else:
        console.line(f"{options.file} has the {count} events of case {options.run}.")
    return DONE


def _write(name: str, document: JsonObject) -> None:
    try:
        with Path(name).open("x", encoding="utf-8") as file:
            file.write(json.dumps(document, ensure_ascii=False) + "\n")
    except OSError as error:
        raise InputError(
            f"“{name}” was not written.",
            why=f"The system says: {error.strerror or error}.",
            next_step="Choose a name that no file has yet, in a folder you may write to.",
        ) from error


def _add_import(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="@FILE", help="what `baton runs export` wrote")
    values.add_database(parser)


def _import(options: Namespace, console: Console) -> int:
    given = options.file if options.file.startswith("@") else f"@{options.file}"
    document = values.json_object(given, "The exported case")
    with looked_at(values.database_of(options)) as runtime:
        run = runtime.bring_in(document)
    if console.json:
        console.result({"run_id": run})
    else:
        console.line(f"It is case {run} here. `baton runs replay {run}` tells it step by step.")
    return DONE


def _add_replay(parser: ArgumentParser) -> None:
    add_case(parser)
    for name, what in (("from", "first"), ("to", "last")):
        parser.add_argument(
            f"--{name}",
            dest=what,
            type=values.count,
            default=None,
            metavar="SEQ",
            help=f"place of the {what} event that is told",
        )
    values.add_personal(parser)
    values.add_database(parser)


def _replay(options: Namespace, console: Console) -> int:
    with looked_at(values.database_of(options)) as runtime:
        for moment in runtime.replay(options.run, options.first or 0, options.last):
            told = _told(moment, options)
            if console.json:
                console.result(told)
            else:
                _show(told, console)
    return DONE


def _told(moment: Moment, options: Namespace) -> JsonObject:
    """Returns an event, how the case stood right after it, and its data then."""
    from runtime.events.codec import as_object
    from runtime.events.words import sentence

    recorded, view = moment.recorded, moment.view
    sentence_of = sentence(as_object(recorded.event))
    return {
        "seq": recorded.seq,
        "at": recorded.at,
        "by": recorded.by,
        "happened": sentence_of,
        "status": report.status_of(view),
        "stands_at": [*sorted(set(view.at.values()))],
        "waiting_for": [f"{waits.step}: {waits.kind}" for waits in view.waiting_for],
        "data": values.shown(moment.data, options),
    }


def _show(told: JsonObject, console: Console) -> None:
    console.line(f"{told['seq']:>4}  {report.moment(str(told['at']))}  {told['happened']}")
    stands = told["stands_at"]
    where = ", ".join(map(str, stands)) if isinstance(stands, list) else ""
    if where:
        console.line(f"      stands at {where}")
    if told["data"]:
        console.line(f"      data {json.dumps(told['data'], ensure_ascii=False)}")


ACTIONS = {
    "export": Command(
        help="write a case into one file",
        example="baton runs export 01m7wxveh0svbx8vzb4f case.json",
        add=_add_export,
        do=_export,
        more="The file has the plan and all events, and no secret. Personal data are hidden in it "
        "unless --personal asks for them; a file with them is to be kept like the case.",
    ),
    "import": Command(
        help="bring an exported case into this database, to be looked at",
        example="baton runs import case.json --db sqlite:///elsewhere.sqlite",
        add=_add_import,
        do=_import,
        more="It is a replay: nothing happens in it. A file that was changed is refused.",
    ),
    "replay": Command(
        help="tell a case step by step: each event, where the case stood then, and its data",
        example="baton runs replay 01m7wxveh0svbx8vzb4f --from 3 --to 5 --json",
        add=_add_replay,
        do=_replay,
        more="Nothing is performed, asked or evaluated. With --json, one object a line.",
    ),
}
