"""Knows how values come from the command line: JSON, files, people. Must not know their use."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from runtime.cli.command import InputError, UsageError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from runtime.definition.json_value import JsonObject, JsonValue
    from runtime.events.model import Actor

MOST_DIGITS = 9
LONGEST_WAIT = 31_536_000.0
"""A year."""
_ACTOR = re.compile(r"(?:[a-z]+:)?[\w.@+-]{1,200}")


def json_value(given: str, what: str) -> JsonValue:
    """Reads JSON text, or with @ before it the file of that name; "@-" is the standard input.

    Args:
        given: as it stood on the command line.
        what: what it is, for the error: "The input".

    Raises:
        UsageError: the text is not JSON.
        InputError: the file cannot be read or is not JSON.
    """
    from runtime.definition.errors import DefinitionError
    from runtime.definition.plain import parse

    source: str | bytes = _file(given[1:], what) if given.startswith("@") else given
    try:
        return parse(source)
    except DefinitionError as error:
        kind = InputError if given.startswith("@") else UsageError
        where = f" in {given[1:]}" if given.startswith("@") else ""
        raise kind(
            f"{what}{where} is not the JSON it should be.",
            why=error.why,
            next_step="Give JSON text, or a file of it as @FILE.",
        ) from error


def json_object(given: str, what: str) -> JsonObject:
    """Reads JSON as `json_value` does; it must be an object."""
    value = json_value(given, what)
    if isinstance(value, dict):
        return value
    raise InputError(
        f"{what} is not a JSON object.",
        why="Fields are given by name.",
        next_step='Write it as {"field": "value"}.',
    )


def _file(name: str, what: str) -> bytes:
    from runtime.definition.plain import MAX_BYTES

    try:
        if name == "-":
            return sys.stdin.buffer.read(MAX_BYTES + 1)
        with Path(name).open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        raise InputError(
            f"{what} cannot be read from “{name}”.",
            why=f"The system says: {getattr(error, 'strerror', None) or error}.",
            next_step="Check the name of the file and that you may read it.",
        ) from error


def add_actor(parser: ArgumentParser) -> None:
    """Adds the arguments that say who acts."""
    parser.add_argument(
        "--as", dest="actor", metavar="user:NAME", help="who does it (default: you)"
    )
    parser.add_argument(
        "--role",
        dest="roles",
        action="append",
        default=[],
        metavar="ROLE",
        help="a role this person holds; may be given several times",
    )


def actor_of(options: Namespace) -> Actor:
    """Returns who acts; raises UsageError for a name that cannot be one."""
    return actor(options.actor or f"user:{_own_name()}", tuple(options.roles))


def actor(name: str, roles: tuple[str, ...] = ()) -> Actor:
    """Returns a person by name, "analyst" or "user:analyst"."""
    from runtime.events.model import Actor

    if not _ACTOR.fullmatch(name):
        raise UsageError(
            f"“{name}” is not the name of a person.",
            why="A name has letters, digits and . _ - + @, with “user:” before it.",
            next_step="Write, for example, --as user:analyst.",
        )
    return Actor(name if ":" in name else f"user:{name}", roles)


def _own_name() -> str:
    import getpass

    try:
        name = getpass.getuser()
    except (OSError, KeyError):
        name = "unknown"
    return re.sub(r"[^\w.@+-]", "_", name) or "unknown"


def add_database(parser: ArgumentParser) -> None:
    """Adds the argument that names the database."""
    parser.add_argument(
        "--db",
        metavar="URL",
        help="where cases are kept: sqlite:///FILE or postgresql://… "
        "(default: the variable BATON_DB, else your own file)",
    )


def database_of(options: Namespace) -> str | None:
    """Returns the address of the database; None is the user's own file."""
    import os

    return options.db or os.environ.get("BATON_DB") or None


def add_personal(parser: ArgumentParser) -> None:
    """Adds the argument that asks for what is otherwise hidden."""
    parser.add_argument(
        "--personal", action="store_true", help="show personal data too, which are hidden otherwise"
    )


def shown(value: JsonValue, options: Namespace, schema: JsonObject | None = None) -> JsonValue:
    """Returns a value as the command line may show it: without personal data, unless asked for.

    Args:
        value: any; not changed.
        options: of the command, with `personal`.
        schema: what describes it, and may mark fields as personal.
    """
    if options.personal:
        return value
    from runtime.definition.personal import marked_in, masked

    return masked(value, marked=marked_in(schema or {}))


def add_wait(parser: ArgumentParser) -> None:
    """Adds the argument that says how long to stay."""
    parser.add_argument(
        "--wait",
        type=seconds,
        metavar="SECONDS",
        help="stay this long for timers and retries (default: for those due within 5 seconds)",
    )


def seconds(text: str) -> float:
    """Reads a number of seconds; raises UsageError."""
    try:
        found = float(text)
    except ValueError:
        found = -1.0
    if not 0 <= found <= LONGEST_WAIT:
        raise UsageError(
            f"“{text}” is not a number of seconds.",
            why=f"It is a number from 0 to {LONGEST_WAIT:.0f}.",
            next_step="Write, for example, --wait 60.",
        )
    return found


def count(text: str) -> int:
    """Reads a whole number from 0; raises UsageError."""
    if text.isdecimal() and len(text) <= MOST_DIGITS:
        return int(text)
    raise UsageError(
        f"“{text}” is not a whole number.",
        why="It counts something, from 0.",
        next_step="Write digits only, such as 20.",
    )


def optional_json(given: str | None, what: str) -> JsonValue:
    """Reads JSON as `json_value` does; None when nothing was given."""
    return None if given is None else json_value(given, what)


def text_of(value: JsonValue) -> str:
    """Returns a value on one line."""
    import json

    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
