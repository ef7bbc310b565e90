"""Knows that one expression gives a table's verdict. Must not know how it is evaluated."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from runtime.expressions import MAX_READ
from runtime.primitives import Compute, Expr
from runtime.step import ERROR, OUT, Around, Finding, Kind, Port
from runtime.steps.decision_table.findings import findings
from runtime.steps.decision_table.params import DecisionTableParams, Rules, literals
from runtime.steps.decision_table.program import program
from runtime.steps.decision_table.spreadsheet import from_text, to_text

if TYPE_CHECKING:
    from runtime.definition.json_value import JsonObject


class DecisionTable(Kind[DecisionTableParams]):
    """Decides by rules in a table."""

    name = "decision_table"
    title = "Decide by a table"
    summary = "Rules in a table, as in a spreadsheet, say what applies and by which way to go on."
    group = "Decide"
    category = "logic"
    chooses = True
    synonyms = (
        "decision table",
        "rules",
        "policy",
        "matrix",
        "threshold",
        "limits",
        "who must approve",
        "DMN",
        "spreadsheet",
        "lookup",
    )
    starter: ClassVar[JsonObject] = {
        "table": {
            "inputs": [{"title": "Value", "expression": ""}],
            "outputs": [{"name": "result"}],
            "rows": [{"when": ["-"], "then": [""]}],
        }
    }
    params = DecisionTableParams

    def ports(self, params: DecisionTableParams) -> tuple[Port, ...]:
        """One way out, or one for each value of the column that chooses the way."""
        if not params.route:
            return (OUT, ERROR)
        column = [column.name for column in params.table.outputs].index(params.route)
        ways = dict.fromkeys(str(cell.literal) for cell in literals(params.table, column))
        return (*(Port(way, way) for way in ways), ERROR)

    def compile(self, params: DecisionTableParams, around: Around) -> Compute:
        """One expression for the whole table."""
        del around
        text = program(params)
        # The check reads what a kind made of "table" once more as a whole, for fields that are not
        # there. A large table would take it seconds; then only its columns are read, one by one.
        place = "table" if len(text) <= MAX_READ else "table.inputs[0].expression"
        return Compute(whole=Expr(text, place=place), verdict=True)

    def caption(self, params: DecisionTableParams, around: Around) -> str:
        """How large the table is."""
        del around
        rows = len(params.table.rows)
        return f"Decision table, {rows} row{'' if rows == 1 else 's'}"

    def findings(self, params: DecisionTableParams) -> tuple[Finding, ...]:
        """Cells that cannot be read, values no row covers, rows that overlap or never apply."""
        return findings(params, program(params))

    def read_text(self, text: str, table: Rules | None = None, decimal: str = "") -> Rules:
        """Reads a table from a CSV file or from what a spreadsheet pastes: see `spreadsheet`."""
        return from_text(text, table, decimal)

    def write_text(self, table: Rules, separator: str = ",") -> str:
        """Writes a table for a spreadsheet: see `spreadsheet`."""
        return to_text(table, separator)
