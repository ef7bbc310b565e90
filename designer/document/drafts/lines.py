"""Knows the text form of a journal of edits. Must not know disks or Qt.

A line is a checksum, a space and JSON. The first one says what was opened; each further one is one
thing that was done. A line that was cut off or altered ends the journal: what stands before holds.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import orjson

from designer.document.history import Entry
from runtime.plan.problems import Edit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from runtime.definition.json_value import JsonObject

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Header:
    """What was opened.

    Attributes:
        path: the file it is kept in; None for one that was never saved.
        base: the document as it was opened.
        digest: content address of the file at that moment, "" for a new one.
    """

    path: Path | None
    base: JsonObject
    digest: str


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was done: "do", "undo", "redo" or "saved".

    Attributes:
        entry: of "do": its inverse is left out and worked out anew.
        path, digest: of "saved": where to, and the content address of what was written.
    """

    word: str
    entry: Entry | None = None
    path: Path | None = None
    digest: str = ""


def header_line(header: Header) -> bytes:
    """Return the first line of a journal."""
    path = str(header.path) if header.path else None
    body = {"format": FORMAT, "path": path, "digest": header.digest, "base": header.base}
    return _sealed(body)


def line(word: str, entry: Entry | None = None) -> bytes:
    """Return the line for something that was done."""
    body: dict[str, Any] = {"word": word}
    if word == "do" and entry is not None:
        body |= {"title": entry.title, "merge": entry.merge, "at": entry.at.isoformat()}
        body["patch"] = [[edit.op, [*edit.path], edit.value] for edit in entry.forward]
    return _sealed(body)


def saved_line(path: Path, digest: str) -> bytes:
    """Return the line that says that all before is in a file."""
    return _sealed({"word": "saved", "path": str(path), "digest": digest})


def read(data: bytes) -> tuple[Header, list[Line]]:
    """Return what a journal says, up to the first line that does not hold.

    Raises:
        ValueError: not even the first line can be read, or a newer Baton wrote it.
    """
    bodies = _bodies(data.splitlines(keepends=True))
    first = next(bodies, None)
    if first is None or first.get("format") != FORMAT or not isinstance(first.get("base"), dict):
        raise ValueError("this is no journal of edits that this Baton can read")
    path = first.get("path")
    header = Header(Path(path) if path else None, first["base"], str(first.get("digest", "")))
    return header, list(_lines(bodies))


def ends_saved(data: bytes) -> bool:
    """Whether the last that a journal says is that all is in a file; the rest is not read."""
    last = data[data.rfind(b"\n", 0, max(len(data) - 1, 0)) + 1 :]
    return any(body.get("word") == "saved" for body in _bodies([last]))


def _lines(bodies: Iterable[dict[str, Any]]) -> Iterator[Line]:
    for body in bodies:
        try:
            yield _line(body)
        except (KeyError, TypeError, ValueError):
            return


def _line(body: dict[str, Any]) -> Line:
    word = str(body["word"])
    if word == "saved":
        return Line(word, path=Path(body["path"]), digest=str(body["digest"]))
    if word != "do":
        return Line(word)
    patch = tuple(_edit(*parts) for parts in body["patch"])
    at = datetime.fromisoformat(body["at"])
    return Line(word, Entry(str(body["title"]), patch, (), at, str(body["merge"])))


def _edit(op: str, path: list[str], value: Any) -> Edit:
    if op not in {"set", "remove"}:
        raise ValueError(op)
    return Edit(cast("Any", op), tuple(str(part) for part in path), value)


def _sealed(body: dict[str, Any]) -> bytes:
    text = orjson.dumps(body)
    return b"%08x %b\n" % (zlib.crc32(text), text)


def _bodies(raws: Iterable[bytes]) -> Iterator[dict[str, Any]]:
    for raw in raws:
        checksum, _, text = raw.partition(b" ")
        text = text.removesuffix(b"\n")
        if not raw.endswith(b"\n") or checksum != b"%08x" % zlib.crc32(text):
            return
        yield orjson.loads(text)
