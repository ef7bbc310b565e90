"""Knows the command `runs why`: how an explanation is shown. Must not know how one is found."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from runtime.cli import values
from runtime.cli.command import DONE, Command
from runtime.cli.engine import stored

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from runtime.cli.console import Console
    from runtime.definition.json_value import JsonObject
    from runtime.explain import Explanation, Told


def _add(parser: ArgumentParser) -> None:
    parser.add_argument("run", metavar="RUN", help="id of the case")
    parser.add_argument(
        "step",
        metavar="STEP",
        nargs="?",
        default="",
        help="id or name of a step; one of a called workflow as CALLER/STEP (default: the case)",
    )
    values.add_personal(parser)
    values.add_database(parser)


def _why(options: Namespace, console: Console) -> int:
    from runtime.embedded.explaining import explained

    with stored(values.database_of(options)) as store:
        found = explained(store.journal, options.run, options.step, personal=options.personal)
    if console.json:
        console.result(_plain(found))
    else:
        _show(found, console)
    return DONE


def _plain(found: Explanation) -> JsonObject:
    return {
        "run_id": found.run,
        "name": found.name,
        "step": found.step or None,
        "title": found.title,
        "reached": found.reached,
        "story": [asdict(each) for each in found.story],
        "why_not": list(found.why_not),
    }


def _show(found: Explanation, console: Console) -> None:
    to = f"how the case came to “{found.title}”" if found.step else "how the case came to here"
    if not found.reached:
        console.line(f"{found.name}: why the case did not come to “{found.title}”")
        for sentence in found.why_not:
            console.line(f"  {sentence}")
        return
    console.line(f"{found.name}: {to}")
    console.line()
    width = max(len(each.moment) for each in found.story)
    before = ""
    for each in found.story:
        moment = "" if each.moment == before else each.moment
        console.line(f"{moment:>{width}}  {each.sentence}")
        for line in _others(each):
            console.line(f"{'':{width}}    {line}")
        before = each.moment


def _others(each: Told) -> list[str]:
    """Returns why each other way was not taken; that nothing failed goes without saying."""
    silent = {"it did not fail", "nothing stopped it"}
    return [f"not “{way}”: {why}" for way, why in each.not_taken.items() if why not in silent]


ACTIONS = {
    "why": Command(
        help="say in words how a case came to a step, or why it did not",
        example="baton runs why 01m7wxveh0svbx8vzb4f legal_approval",
        add=_add,
        do=_why,
        more="Without a step it tells the whole case. Personal data in the facts are hidden; who "
        "acted is told.",
    )
}
