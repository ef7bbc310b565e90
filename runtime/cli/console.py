"""Knows how results, tables and errors reach a person or a program. Must not know what they say."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from runtime.definition.json_value import JsonValue

WIDEST = 60
"""Characters of a cell of a table, at most."""


class Console:
    """Writes to one pair of streams.

    Args:
        json: results are written as JSON and nothing else is.
        verbose: errors show their technical detail.
        out, err: where results and words go.
    """

    def __init__(
        self,
        *,
        json: bool = False,
        verbose: bool = False,
        out: TextIO | None = None,
        err: TextIO | None = None,
    ) -> None:
        self.json = json
        self.verbose = verbose
        self._out = out or sys.stdout
        self._err = err or sys.stderr

    @property
    def terminal(self) -> TextIO | None:
        """Where progress may be drawn, None when nobody watches."""
        return self._err if self._err.isatty() else None

    def result(self, value: JsonValue) -> None:
        """Writes one JSON value on one line."""
        plain = (self._out.encoding or "").lower().replace("-", "") != "utf8"
        self._out.write(json.dumps(value, ensure_ascii=plain) + "\n")
        self._out.flush()

    def line(self, text: str = "") -> None:
        """Writes a line of the result."""
        self._out.write(text + "\n")

    def note(self, text: str) -> None:
        """Writes a line beside the result."""
        self._err.write(text + "\n")
        self._err.flush()

    def table(self, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Writes rows in columns; a cell that is too wide is cut."""
        cells = [[_cut(cell) for cell in row] for row in (heads, *rows)]
        widths = [max(len(row[place]) for row in cells) for place in range(len(heads))]
        for row in cells:
            padded = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
            self.line("  ".join(padded).rstrip())

    def error(self, words: Mapping[str, JsonValue], more: Mapping[str, JsonValue]) -> None:
        """Writes an error: what, why, what next; for programs an object with "error".

        Args:
            words: "what", "why", "next_step", "code" and "detail".
            more: what else the object for programs has.
        """
        if self.json:
            self.result({**more, "error": dict(words)})
            return
        self.note("baton: " + str(words["what"]))
        for name in ("why", "next_step", *(["detail"] if self.verbose else [])):
            for text in str(words[name]).splitlines():
                self.note(f"  {text}")


def _cut(cell: str) -> str:
    line = " ".join(cell.split())
    return line if len(line) <= WIDEST else line[: WIDEST - 1] + "…"
