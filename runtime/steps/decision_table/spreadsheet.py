"""Knows decision tables as spreadsheet text: CSV files, and what spreadsheets put on the clipboard.

Must not know how a table runs. Written tables describe themselves: the first column says what a
line is (`role`, `title`, `formula`, `type`, a row's number, `otherwise`). Anything else is read as
a heading line with rows below it, as people paste them: separated by tabs, semicolons or commas,
text without quotes, decimal commas, curly quotes, ≥ and ≤.
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from runtime.expressions.cells import (
    bared,
    decimal_of,
    from_spreadsheet,
    guarded,
    type_of,
)
from runtime.steps.decision_table.params import InputColumn, OutputColumn, Rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_MOST_CHARACTERS = 4_000_000
_LEAST_COLUMNS = 2  # one test, one result


class SpreadsheetError(ValueError):
    """A text is no table; the message says what to mend."""


def to_text(table: Rules, separator: str = ",") -> str:
    """Writes a table as CSV with a heading that describes the columns.

    Cells that a spreadsheet would take for its own formulas get an apostrophe in front.
    """
    columns = [*table.inputs, *table.outputs]
    lines = [
        ["role", *("when" for _ in table.inputs), *("then" for _ in table.outputs), "note"],
        ["title", *(_heading(column) for column in columns), ""],
        ["formula", *(c.expression for c in table.inputs), *("" for _ in table.outputs), ""],
        ["type", *(column.type for column in columns), ""],
        *([str(n), *row.when, *row.then, row.note] for n, row in enumerate(table.rows, start=1)),
    ]
    if table.otherwise is not None:
        lines.append(["otherwise", *("" for _ in table.inputs), *table.otherwise, ""])
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator="\n")
    writer.writerows([[guarded(cell) for cell in line] for line in lines])
    return out.getvalue()


def from_text(text: str, table: Rules | None = None, decimal: str = "") -> Rules:
    """Reads a table.

    Args:
        text: what `to_text` wrote, or a heading line and rows as a spreadsheet pastes them.
        table: the table whose columns the headings name; without it the last column is the
            result and the others test case fields named like their headings.
        decimal: "." or ","; empty means that it is seen from the numbers.

    Raises:
        SpreadsheetError: the text is no table.
        pydantic.ValidationError: its cells are wrong; each error names row and column.
    """
    lines = _lines(text)
    if lines[0][0].lower() == "role":
        return _described(lines)
    headings, body = lines[0], lines[1:]
    if not body:
        raise SpreadsheetError("a table needs a line of headings and at least one row below it")
    known = table or _guessed(headings, body)
    return _filled(known, headings, body, decimal or decimal_of(body))


def _heading(column: InputColumn | OutputColumn) -> str:
    return column.title if isinstance(column, InputColumn) else column.name


def _lines(text: str) -> list[list[str]]:
    """Splits text into lines of cells of one length, without empty lines."""
    if len(text) > _MOST_CHARACTERS:
        raise SpreadsheetError("the text is too long for a decision table")
    text = text.removeprefix("\ufeff")
    try:
        read = list(csv.reader(io.StringIO(text), delimiter=_separator(text), strict=True))
    except csv.Error as error:
        raise SpreadsheetError("a quote in the text is not closed") from error
    lines = [[bared(cell.strip()) for cell in line] for line in read if any(map(str.strip, line))]
    if not lines:
        raise SpreadsheetError("the text is empty")
    width = max(map(len, lines))
    return [[*line, *[""] * (width - len(line))] for line in lines]


def _separator(text: str) -> str:
    """The separator is what the first line has outside of quotes; a tab beats the others."""
    first = re.sub(r'"(?:[^"]|"")*"', "", text.lstrip().split("\n", 1)[0])
    return next((sign for sign in "\t;" if sign in first), ",")


def _described(lines: list[list[str]]) -> Rules:
    """Reads what `to_text` wrote, whatever the order of its columns."""
    by_name = {line[0].lower(): line for line in lines}
    for needed in ("title", "formula", "type"):
        if needed not in by_name:
            raise SpreadsheetError(f"the line “{needed}” is missing")
    roles = [role.lower() for role in lines[0]]
    when = [n for n, role in enumerate(roles) if role == "when"]
    then = [n for n, role in enumerate(roles) if role == "then"]
    note = roles.index("note") if "note" in roles else None
    heads = (by_name["title"], by_name["formula"], by_name["type"])
    rows = [line for line in lines if line[0].isdigit()]
    otherwise = by_name.get("otherwise")
    return Rules.model_validate(
        {
            "inputs": [_input(*(head[n] for head in heads)) for n in when],
            "outputs": [{"name": heads[0][n], "type": heads[2][n] or "any"} for n in then],
            "rows": [
                {
                    "when": _picked(line, when),
                    "then": _picked(line, then),
                    "note": line[note] if note else "",
                }
                for line in rows
            ],
            "otherwise": _picked(otherwise, then) if otherwise else None,
        }
    )


def _input(title: str, formula: str, type_: str) -> dict[str, str]:
    return {"title": title, "expression": formula, "type": type_ or "any"}


def _picked(line: Sequence[str], places: Iterable[int]) -> list[str]:
    return [line[n] for n in places]


def _guessed(headings: list[str], body: list[list[str]]) -> Rules:
    """Makes columns from headings: the last one is the result."""
    columns = list(zip(*body, strict=True))
    names = [re.sub(r"\W+", "_", heading.strip().lower()).strip("_") for heading in headings]
    if len(names) < _LEAST_COLUMNS or not all(name and not name[0].isdigit() for name in names):
        raise SpreadsheetError(
            "each column needs a heading that begins with a letter, and there must be two"
        )
    types = [type_of(column) for column in columns]
    heads = list(zip(headings, names, types, strict=True))
    inputs = [_input(heading, f"data.{name}", type_) for heading, name, type_ in heads[:-1]]
    outputs = [{"name": names[-1], "type": types[-1]}]
    rows = [{"when": ["-"] * len(inputs), "then": [""]}]
    return Rules.model_validate({"inputs": inputs, "outputs": outputs, "rows": rows})


def _filled(known: Rules, headings: list[str], body: list[list[str]], decimal: str) -> Rules:
    """Puts rows under the columns that their headings name, or from the left if none is known."""
    columns = [*known.inputs, *known.outputs]
    places = _places([_heading(column) for column in columns], headings)
    rows: list[dict[str, list[str]]] = []
    for line in body:
        cells = [
            from_spreadsheet(line[n] if n is not None else "", column.type, decimal)
            for n, column in zip(places, columns, strict=True)
        ]
        rows.append({"when": cells[: len(known.inputs)], "then": cells[len(known.inputs) :]})
    return Rules.model_validate({**known.model_dump(), "rows": rows})


def _places(wanted: list[str], headings: list[str]) -> list[int | None]:
    folded = [heading.strip().casefold() for heading in headings]
    found = [folded.index(w.casefold()) if w.casefold() in folded else None for w in wanted]
    if any(place is not None for place in found):
        return found
    return [n if n < len(headings) else None for n in range(len(wanted))]
