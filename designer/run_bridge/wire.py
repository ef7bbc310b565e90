"""Knows the lines that go between the window and its children. Must not know Qt or what they mean.

One JSON object a line. To a child: `{id, do, args}` and `{cancel: id}`. From it: `{id, value}`
(with `final: false` while more is to come), `{id, error}` and `{event, value}`. A value that would
keep the window busy comes in slices, `{put|add: path, value}`, before the line it belongs to.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import orjson

from runtime.errors import BatonError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from runtime.definition.json_value import JsonObject, JsonValue

SLICE = 128 * 1024
"""Bytes of one line, as far as a value can be cut; such a line is read in about a millisecond."""

LONGEST = 64 * 1024 * 1024
"""Bytes of one line; who sends a longer one is stopped."""


class WireError(ValueError):
    """A line is none of this protocol."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why something was not done, in the parts of a `BatonError`."""

    what: str
    why: str = ""
    next_step: str = ""
    detail: str = ""
    code: str = ""

    def __str__(self) -> str:
        return " ".join(part for part in (self.what, self.why, self.next_step) if part)


@dataclass(frozen=True, slots=True)
class Request:
    """Something that is asked of a child; `do` is "" for a request that is called off."""

    id: int
    do: str
    args: JsonObject


@dataclass(frozen=True, slots=True)
class Message:
    """Something that a child says.

    Attributes:
        id: of the request that it answers; 0 for an event.
        event: its name; "" for an answer.
        value: the answer, or what belongs to the event.
        trouble: why there is no answer.
        final: whether nothing follows to the same request.
    """

    id: int = 0
    event: str = ""
    value: JsonValue = None
    trouble: Trouble | None = None
    final: bool = True


# --- to a child -----------------------------------------------------------------------------------


def request_line(number: int, do: str, args: JsonObject) -> bytes:
    """Return the line of a request.

    Raises:
        WireError: the arguments are no JSON, or more than a child reads.
    """
    return _line({"id": number, "do": do, "args": args})


def cancel_line(number: int) -> bytes:
    """Return the line that calls a request off."""
    return _line({"cancel": number})


def read_request(line: bytes) -> Request:
    """Read what `request_line` or `cancel_line` wrote; raises WireError."""
    found = _object(line)
    if isinstance(cancelled := found.get("cancel"), int):
        return Request(cancelled, "", {})
    number, do, args = (found.get(name) for name in ("id", "do", "args"))
    if not isinstance(number, int) or not isinstance(do, str) or not isinstance(args, dict):
        raise WireError("this is no request")
    return Request(number, do, args)


# --- from a child ---------------------------------------------------------------------------------


def answer_lines(number: int, value: JsonValue, *, final: bool = True) -> Iterator[bytes]:
    """Return the lines of an answer, the large in slices; raises WireError for what is no JSON."""
    return _lines({"id": number} if final else {"id": number, "final": False}, value)


def event_lines(name: str, value: JsonValue) -> Iterator[bytes]:
    """Return the lines of an event, likewise."""
    return _lines({"event": name}, value)


def trouble_line(number: int, error: BaseException) -> bytes:
    """Return the line that says why a request was not done."""
    if isinstance(error, BatonError):
        parts = (error.what, error.why, error.next_step, error.detail, error.code)
    else:
        what = "This could not be done."
        next_step = "Try again; if it happens again, report it with the details."
        detail = f"{type(error).__name__}: {error}"
        parts = (what, "Something in the program went wrong.", next_step, detail, "internal")
    return _line({"id": number, "error": [part[:20_000] for part in parts]})


class MessageReader:
    """Reads the lines of a child and puts slices together."""

    def __init__(self) -> None:
        self._whole: JsonValue = None

    def read(self, line: bytes) -> Message | None:
        """Return the message that a line ends, None for a slice; raises WireError."""
        found = _object(line)
        for how in ("put", "add"):
            if how in found:
                self._take(how, found[how], found.get("value"))
                return None
        value = self._whole if found.get("sliced") else found.get("value")
        self._whole = None
        number, event = found.get("id"), found.get("event")
        if isinstance(event, str):
            return Message(event=event, value=value)
        if not isinstance(number, int):
            raise WireError("this is neither an answer nor an event")
        if "error" in found:
            return Message(number, trouble=_trouble(found["error"]))
        return Message(number, value=value, final=found.get("final") is not False)

    def _take(self, how: str, path: JsonValue, value: JsonValue) -> None:
        """Put a value at a place, or add members to what is there."""
        try:
            way = cast("list[str | int]", path)
            if how == "put" and not way:
                self._whole = value
                return
            holder = _at(self._whole, way if how == "add" else way[:-1])
            if how == "add":
                _add(holder, value)
            elif isinstance(holder, list):
                holder.append(value)
            else:
                cast("JsonObject", holder)[str(way[-1])] = value
        except (KeyError, IndexError, TypeError, ValueError) as error:
            raise WireError("a slice does not fit what came before") from error


def _lines(head: JsonObject, value: JsonValue) -> Iterator[bytes]:
    whole = _line({**head, "value": value})
    if len(whole) <= SLICE:
        yield whole
        return
    yield from _slices([], value, len(whole))
    yield _line({**head, "sliced": True})


def _slices(path: list[str | int], value: JsonValue, size: int) -> Iterator[bytes]:
    """Cut a value at its members, the large ones again, into lines of a readable size."""
    if size <= SLICE or not isinstance(value, dict | list):
        yield _line({"put": [*path], "value": value})
        return
    yield _line({"put": [*path], "value": {} if isinstance(value, dict) else []})
    members = value.items() if isinstance(value, dict) else enumerate(value)
    together: list[tuple[str | int, JsonValue]] = []
    gathered = 0
    for name, member in members:
        length = len(orjson.dumps(member)) + len(str(name))
        if together and gathered + length > SLICE:
            yield _added(path, value, together)
            together, gathered = [], 0
        if length > SLICE:
            yield from _slices([*path, name], member, length)
        else:
            together.append((name, member))
            gathered += length
    if together:
        yield _added(path, value, together)


def _added(
    path: list[str | int], whole: JsonValue, members: list[tuple[str | int, JsonValue]]
) -> bytes:
    values: JsonValue = [member for _, member in members]
    if isinstance(whole, dict):
        values = {str(name): member for name, member in members}
    return _line({"add": [*path], "value": values})


def _at(whole: JsonValue, way: list[str | int]) -> JsonValue:
    for name in way:
        whole = (
            whole[int(name)] if isinstance(whole, list) else cast("JsonObject", whole)[str(name)]
        )
    return whole


def _add(holder: JsonValue, members: JsonValue) -> None:
    if isinstance(holder, list) and isinstance(members, list):
        holder.extend(members)
    elif isinstance(holder, dict) and isinstance(members, dict):
        holder.update(members)
    else:
        raise TypeError


def _trouble(parts: JsonValue) -> Trouble:
    if not isinstance(parts, list) or not parts:
        raise WireError("an error without words")
    return Trouble(*(str(part) for part in parts[:5]))


def _line(value: JsonValue) -> bytes:
    try:
        line = orjson.dumps(value, option=orjson.OPT_APPEND_NEWLINE)
    except TypeError as error:
        raise WireError(f"this is no JSON: {error}") from error
    if len(line) > LONGEST:
        raise WireError(f"this is larger than {LONGEST} bytes")
    return line


def _object(line: bytes) -> JsonObject:
    try:
        found: object = orjson.loads(line)
    except ValueError as error:
        raise WireError("this is no JSON") from error
    if not isinstance(found, dict):
        raise WireError("this is no object")
    return cast("JsonObject", found)
