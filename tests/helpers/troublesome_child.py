"""A child that misbehaves in every way a child can: dies, hangs, prints, says too much.

It is started in the place of a real child, by `TroublesomeChild.command`.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from designer.run_bridge.serving import Channel, serve

if TYPE_CHECKING:
    from runtime.definition.json_value import JsonObject, JsonValue

ROOT = Path(__file__).parents[2]
COMMAND = (sys.executable, "-m", "tests.helpers.troublesome_child")


def echo(args: JsonObject) -> JsonValue:
    """Says what it is told."""
    return args.get("value")


def die(args: JsonObject) -> JsonValue:
    """Is gone; with `once`, a file that is made first, only where that is not there yet."""
    once = args.get("once")
    if isinstance(once, str):
        if Path(once).exists():
            return "second time"
        Path(once).touch()
    sys.stderr.write("the last words\n")
    sys.stderr.flush()
    os._exit(3)


def last_words(args: JsonObject) -> JsonValue:
    """Answers two requests at once and is gone."""
    first, second = args["first"], args["second"]
    for number in (first, second):
        CHANNEL[0].answer(int(str(number)), "farewell")
    os._exit(3)


def hang(args: JsonObject) -> JsonValue:
    """Never answers."""
    del args
    while True:
        time.sleep(60)


def print_garbage(args: JsonObject) -> JsonValue:
    """Prints by all ways a library may."""
    sys.stdout.write("a stray print\n")
    os.write(1, b"\x00\xff not JSON\n")
    subprocess.run([sys.executable, "-c", "print('from a grandchild')"], check=True)
    return args.get("value")


def huge(args: JsonObject) -> JsonValue:
    """Says a great deal."""
    count = args["count"]
    assert isinstance(count, int)
    words: list[JsonValue] = ["word"] * 20
    rows: list[JsonValue] = [{"number": number, "words": words} for number in range(count)]
    return {"rows": rows}


def wrong(args: JsonObject) -> JsonValue:
    """Fails."""
    raise KeyError(args["value"])


CHANNEL: list[Channel] = []
HANDLERS = {
    "echo": echo,
    "die": die,
    "hang": hang,
    "last_words": last_words,
    "print": print_garbage,
    "huge": huge,
    "wrong": wrong,
}

if __name__ == "__main__":
    if "--garbage-first" in sys.argv:
        sys.stdout.write("Welcome!\n{}\n[1, 2]\n")
        sys.stdout.flush()
    if "--dies" in sys.argv:
        os._exit(4)
    CHANNEL.append(Channel.of_process())
    serve(CHANNEL[0], HANDLERS, {"hang": "slow", "die": "slow"})
