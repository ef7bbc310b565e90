"""Knows the text that spreadsheets put on the clipboard and into files. Must not know Qt.

Lines of cells, and what they become in a table: cells from a place on, or a table of their own.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from designer.forms.tables import rules
from runtime.expressions import path_text
from runtime.expressions.cells import bared, decimal_of, guarded, type_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from runtime.definition.json_value import JsonObject

MOST_CHARACTERS = 4_000_000
MOST_ROWS = 2000
_LEAST_COLUMNS = 2
_LEAST_LINES = 2  # headings and one row


class NoTableError(ValueError):
    """A text is no table; the message says why."""


def lines_of(text: str, separator: str = "\t") -> list[list[str]]:
    """Return the cells of a text, line by line, all lines of one length.

    Raises:
        NoTableError: the text is too long.
    """
    if len(text) > MOST_CHARACTERS:
        raise NoTableError("This is too much for one table. Paste a part of it.")
    text = text.removeprefix("\ufeff")
    read = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    lines = [[bared(cell) for cell in line] for line in read]
    width = max(map(len, lines), default=0)
    return [[*line, *[""] * (width - len(line))] for line in lines]


def text_of(lines: Sequence[Sequence[str]], separator: str = "\t") -> str:
    """Return lines of cells as a spreadsheet reads them; its own formulas they never become."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=separator, lineterminator="\r\n")
    writer.writerows([[guarded(cell) for cell in line] for line in lines])
    return out.getvalue()


def separator_of(text: str) -> str:
    """Return what parts the cells of a file: a tab, a semicolon or a comma."""
    first = re.sub(r'"(?:[^"]|"")*"', "", text.lstrip("\ufeff \n\r").split("\n", 1)[0])
    return next((sign for sign in "\t;" if sign in first), ",")


@dataclass(frozen=True, slots=True)
class Pasted:
    """Lines that are to come into a table.

    Attributes:
        lines: the cells, without the headings.
        headings: the first line where it names columns, else empty.
        places: the table's column for each of theirs, None for one that is left out.
        why: what does not fit, for people; "" where all does.
    """

    lines: list[list[str]]
    headings: list[str]
    places: list[int | None]
    why: str = ""

    @property
    def decimal(self) -> str:
        """The sign before the cents."""
        return decimal_of(self.lines)


def fitted(table: JsonObject, lines: list[list[str]], column: int) -> Pasted:
    """Return how lines fit a table from a column on.

    Headings are recognised by the names of the table's columns.
    """
    shape = rules.columns(table)
    names = [each.title.strip().casefold() for each in shape]
    heads = [cell.strip().casefold() for cell in lines[0]] if lines else []
    if len(lines) > 1 and any(head and head in names for head in heads):
        places = [names.index(head) if head in names else None for head in heads]
        lost = [h for h, place in zip(lines[0], places, strict=True) if place is None and h.strip()]
        why = f"The table has no column “{'”, “'.join(lost)}”." if lost else ""
        return Pasted(lines[1:], lines[0], places, why)
    width = len(lines[0]) if lines else 0
    places = [n if n < len(shape) else None for n in range(column, column + width)]
    return Pasted(lines, [], places, _unfit(table, lines, places))


def _unfit(table: JsonObject, lines: list[list[str]], places: list[int | None]) -> str:
    if None in places:
        beyond = places.count(None)
        return f"{beyond} {'column lies' if beyond == 1 else 'columns lie'} beyond the table."
    shape = rules.columns(table)
    decimal = decimal_of(lines)
    for n, place in enumerate(places):
        if len(lines) > 1 and place is not None and _is_heading(lines, n, shape[place], decimal):
            return "The first line looks like headings that the table does not have."
    return ""


def _is_heading(lines: list[list[str]], at: int, column: rules.Column, decimal: str) -> bool:
    first, second = (rules.entered(line[at], column, decimal) for line in lines[:2])
    return bool(rules.trouble(first, column)) and not rules.trouble(second, column)


def put_in(table: JsonObject, pasted: Pasted, row: int) -> JsonObject:
    """Return the table with the lines written over its cells from a row on, and below."""
    shape = rules.columns(table)
    cells = {
        (row + n, place): rules.entered(text, shape[place], pasted.decimal)
        for n, line in enumerate(pasted.lines[: MOST_ROWS - row])
        for text, place in zip(line, pasted.places, strict=True)
        if place is not None
    }
    return rules.with_cells(table, cells, grow=True)


def table_of(lines: list[list[str]]) -> JsonObject:
    """Return a new table: the first line names the columns, the last column is the result.

    Raises:
        NoTableError: the headings are not there.
    """
    if len(lines) < _LEAST_LINES or len(lines[0]) < _LEAST_COLUMNS:
        raise NoTableError(
            "A table needs a line of headings with a row below it, and two columns at least."
        )
    heads = [head.strip() or f"Column {n}" for n, head in enumerate(lines[0], start=1)]
    kinds = [type_of(each) for each in zip(*lines[1:], strict=True)]
    made: JsonObject = {
        "inputs": [
            {"title": title, "expression": path_text(("data", _name(title))), "type": kind}
            for title, kind in zip(_distinct(heads[:-1]), kinds[:-1], strict=True)
        ],
        "outputs": [{"name": _name(heads[-1]), "type": kinds[-1]}],
        "rows": [],
    }
    width = len(heads)
    return put_in(made, Pasted(lines[1 : MOST_ROWS + 1], lines[0], list(range(width))), 0)


def _name(title: str) -> str:
    made = re.sub(r"\W+", "_", title.lower()).strip("_")
    return made if made and not made[0].isdigit() else f"column_{made}".rstrip("_")


def _distinct(titles: list[str]) -> list[str]:
    found: list[str] = []
    for title in titles:
        number = 2
        made = title
        while made in found:
            made, number = f"{title} {number}", number + 1
        found.append(made)
    return found
