"""Knows the short form of conditions: a cell tests one value. Must not know tables, rows or hits.

| cell | accepts |
|---|---|
| `-` or nothing | everything, a missing value too |
| `> 100000`, `>= 5`, `!= "X"` | what compares so |
| `[0..100]`, `(0..10]`, `]0..10[` | the stretch; `[0` and `10]` with the end, others without |
| `"EMEA"`, `EMEA`, `5`, `true`, `2026-12-31` | that value; words alone need no quotes |
| `null`, `!= null` | no value, any value |
| `"EMEA", [5..9]` | what any of them accepts |
| `["EMEA", "APAC"]` | any of the list |
| `not("X", [5..9])` | every value but these |
| `? > 1 and ? < 5` | any condition; `?` is the value |
| `> settings.limit` | compared with another value of the case |

`reading` makes a `Test` of a cell's text, `writing` makes JSONata of a test, and `classes` says
which values a test accepts, without running it. `spreadsheet` makes cells of what people paste, and
`spans` finds the JSONata in a cell.
"""

from __future__ import annotations

from runtime.expressions.cells.classes import ValueClasses, value_classes
from runtime.expressions.cells.meaning import (
    ANYTHING,
    NULL,
    AllOf,
    AnyOf,
    Anything,
    CellError,
    Compared,
    Formula,
    Missing,
    NoneOf,
    Operand,
    Scalar,
    Test,
    ValueType,
)
from runtime.expressions.cells.reading import read_cell, read_value
from runtime.expressions.cells.spans import formula_spans
from runtime.expressions.cells.spreadsheet import (
    bared,
    decimal_of,
    from_spreadsheet,
    guarded,
    type_of,
)
from runtime.expressions.cells.writing import condition, formulas, typed

__all__ = [
    "ANYTHING",
    "NULL",
    "AllOf",
    "AnyOf",
    "Anything",
    "CellError",
    "Compared",
    "Formula",
    "Missing",
    "NoneOf",
    "Operand",
    "Scalar",
    "Test",
    "ValueClasses",
    "ValueType",
    "bared",
    "condition",
    "decimal_of",
    "formula_spans",
    "formulas",
    "from_spreadsheet",
    "guarded",
    "read_cell",
    "read_value",
    "type_of",
    "typed",
    "value_classes",
]
