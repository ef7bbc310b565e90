"""Knows how people write cells in spreadsheets, and makes cells of that. Must not know tables.

Text without quotes, decimal commas, currency marks, curly quotes, ≥ and ≤, days such as 31.12.2026.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from runtime.expressions.evaluation import ROOTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from runtime.expressions.cells.meaning import ValueType

_SPELLINGS = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "\u2019": "'", "\u2013": "-", "\u2014": "-"}
    | {"\u00a0": " ", "\u202f": " "}
)
_SIGNS = {"≥": ">=", "≤": "<=", "≠": "!=", "<>": "!="}
_TEST = re.compile(r"\s*(>=|<=|!=|=|>|<)")
_FORMULA = re.compile(rf"({'|'.join(ROOTS)})\.|[$(?{{\[\"'`]|not\s*\(|null$|-$")
_COMMA_DECIMAL = re.compile(r"\d,(?!\d{3}(?!\d))\d+(?!\d*[.,]\d)|\d\.\d{3},\d")
_CURRENCY = re.compile(
    r"(?:(?<![\w.])[A-Z]{3}\s+|[€$£¥]\s*)(?=[-+]?\d)|(?<=\d)(?:\s*[€$£¥]|\s+[A-Z]{3}(?!\w))"
)
_POINT_DECIMAL = re.compile(r"\d\.\d{1,2}(?!\d)")
_GERMAN_DAY = re.compile(r"\b(\d{1,2})\.(\d{1,2})\.(\d{4})\b")
_TRUTH = {"x": "true", "1": "true", "0": "false"}
_GUARDED = ("=", "+", "@", "-", "\t")


def guarded(cell: str) -> str:
    """Returns a cell with an apostrophe where a spreadsheet would take it for its own formula."""
    is_risky = cell.lstrip("'").startswith(_GUARDED)
    return f"'{cell}" if is_risky and cell != "-" else cell


def bared(cell: str) -> str:
    """Returns a cell as it was before `guarded`."""
    is_guarded = cell.startswith("'") and cell.lstrip("'").startswith(_GUARDED)
    return cell[1:] if is_guarded else cell


def _plain(cell: str) -> str:
    return _CURRENCY.sub("", cell.translate(_SPELLINGS))


def decimal_of(body: Sequence[Sequence[str]]) -> str:
    """Returns the decimal sign of some lines: "." or ",".

    A comma is decimal when some number has one and none has a decimal point. With exactly three
    digits behind it, as in 10,000, it parts the thousands.
    """
    plain = [_plain(cell) for line in body for cell in line]
    cells = [cell for cell in plain if not re.search(r"[^\W\d]", cell)]
    commas = any(_COMMA_DECIMAL.search(cell) for cell in cells)
    return "," if commas and not any(_POINT_DECIMAL.search(cell) for cell in cells) else "."


def type_of(cells: Iterable[str]) -> ValueType:
    """Returns the type that fits all cells of a column, as people wrote them."""
    plain = [re.sub(r"[<>=!()\[\]]", "", _plain(cell)).strip() for cell in cells]
    plain = [cell for cell in plain if cell not in {"", "-"}]
    if plain and all(re.fullmatch(r"[-+\d.,' ]+", cell) for cell in plain):
        return "date" if all(_GERMAN_DAY.fullmatch(cell) for cell in plain) else "number"
    if plain and all(re.fullmatch(r"\d{4}-\d\d-\d\d", cell) for cell in plain):
        return "date"
    if plain and all(cell.lower() in {"true", "false", "yes", "no", "x"} for cell in plain):
        return "boolean"
    return "text"


def from_spreadsheet(text: str, column: ValueType, decimal: str = ".") -> str:
    """Returns what a person wrote in a spreadsheet as a cell.

    Args:
        text: as it was written.
        column: the type of the column's values.
        decimal: the sign before the cents, see `decimal_of`.
    """
    text = text.translate(_SPELLINGS).strip()
    for sign, spelled in _SIGNS.items():
        text = text.replace(sign, spelled)
    if text in {"", "-"}:
        return text
    return _READERS.get(column, _as_is)(text, decimal)


def _as_is(text: str, decimal: str) -> str:
    del decimal
    return text


def _number(text: str, decimal: str) -> str:
    """Takes marks of currency and thousands out, and makes the decimal sign a point."""
    text = _CURRENCY.sub("", text)
    if re.search(r"[^\W\d]", text):
        return text
    thousands = "." if decimal == "," else ","
    joined = re.sub(rf"(?<=\d)[ '{thousands}](?=\d{{3}}(?!\d))", "", text)
    return re.sub(r"(?<=\d),(?=\d)", ".", joined) if decimal == "," else joined


def _day(text: str, decimal: str) -> str:
    del decimal
    return _GERMAN_DAY.sub(lambda hit: f"{hit[3]}-{hit[2]:0>2}-{hit[1]:0>2}", text)


def _truth(text: str, decimal: str) -> str:
    del decimal
    return _TRUTH.get(text.lower(), text)


def _words(text: str, decimal: str) -> str:
    """Puts words into quotes, each of several that commas part; formulas and tests stay."""
    del decimal
    sign = _TEST.match(text)
    if sign:
        rest = text[sign.end() :].strip()
        return f"{sign.group(1)} {rest if _FORMULA.match(rest) else json.dumps(rest)}"
    if _FORMULA.match(text):
        return text
    words = [word.strip() for word in re.split(r"[,;]", text) if word.strip()]
    return ", ".join(json.dumps(word, ensure_ascii=False) for word in words)


_READERS = {"number": _number, "money": _number, "date": _day, "boolean": _truth, "text": _words}
