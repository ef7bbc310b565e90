"""Knows what a decision table asks of the person who draws it. Must not know how it runs."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from runtime.expressions.cells import CellError, Operand, ValueType, read_cell, read_value
from runtime.step import Expression, Params

Name = Annotated[str, Field(pattern=r"^[^\W\d]\w*$", max_length=60)]
Text = Annotated[str, Field(min_length=1, max_length=120)]
CellText = Annotated[str, Field(max_length=10_000)]


class InputColumn(Params):
    """A column that tests a value."""

    title: Text = Field(title="Heading")
    """What people call the value, such as “Amount”."""

    expression: Expression = Field(title="Value")
    """The formula of the value that the cells below test."""

    type: ValueType = Field("any", title="Type of value")
    """What the value is. Money is compared to the cent, and a date without its time of day."""


class OutputColumn(Params):
    """A column that gives a value."""

    name: Name = Field(title="Name")
    """What the value is called in the output, such as approver."""

    type: ValueType = Field("any", title="Type of result")
    """What the cells below give."""

    order: list[str] = Field(default_factory=list, title="Order of importance", max_length=100)
    """The column's values from the most to the least important; only for “priority”."""


class Row(Params):
    """One rule."""

    when: list[CellText] = Field(title="When")
    """A test for each input column; a dash or nothing lets every value pass."""

    then: list[CellText] = Field(title="Then")
    """A value or formula for each output column."""

    note: str = Field("", title="Remark", max_length=2000)
    """Why the rule exists, for readers."""


class Rules(Params):
    """The table itself."""

    inputs: list[InputColumn] = Field(title="Input columns", min_length=1, max_length=50)
    """The columns that test values."""

    outputs: list[OutputColumn] = Field(title="Output columns", min_length=1, max_length=50)
    """The columns that give values."""

    rows: list[Row] = Field(title="Rows", min_length=1, max_length=2000)
    """The rules, from the top."""

    otherwise: list[CellText] | None = Field(None, title="When no row applies")
    """A value for each output column, used when no row applies. Without it, the step then fails."""

    @model_validator(mode="after")
    def _whole(self) -> Rules:
        _distinct([column.title for column in self.inputs], "headings")
        _distinct([column.name for column in self.outputs], "names")
        for number, row in enumerate(self.rows, start=1):
            _read_row(self, row, number)
        if self.otherwise is not None:
            _read_outputs(self, self.otherwise, "when no row applies")
        return self


class DecisionTableParams(Params):
    """Rules in a table, and what counts when several apply."""

    table: Rules = Field(
        title="Table",
        json_schema_extra={"x-baton-field": "table", "x-baton-beside": ["hit", "collect"]},
    )
    """The rules: one row each, tests on the left, results on the right."""

    hit: Literal["first", "unique", "any", "priority", "collect"] = Field(
        "first",
        title="When several rows apply",
        json_schema_extra={
            "x-baton-titles": {
                "first": "The uppermost row counts",
                "unique": "That is an error",
                "any": "They must agree",
                "priority": "The most important result counts",
                "collect": "All count",
            }
        },
    )
    """What is done when the tests of several rows fit."""

    collect: Literal["list", "sum", "min", "max", "count"] = Field(
        "list",
        title="Put together as",
        json_schema_extra={
            "x-baton-when": {"hit": ["collect"]},
            "x-baton-titles": {"list": "A list", "min": "The smallest", "max": "The greatest"},
        },
    )
    """What “collect” makes of the rows: a list, or the sum, smallest, greatest or number of the
    results."""

    route: str = Field("", title="Way out by", json_schema_extra={"x-baton-advanced": True})
    """The name of an output column whose result says by which way the case goes on; empty for none.
    Its cells must be plain text."""

    @model_validator(mode="after")
    def _agrees(self) -> DecisionTableParams:
        if self.hit == "priority":
            _check_order(self.table)
        if self.hit == "collect" and self.collect in {"sum", "min", "max"}:
            _check_numbers(self)
        if self.route:
            _check_route(self)
        return self


def literals(table: Rules, column: int) -> list[Operand]:
    """Returns one output column's cells from the top, with what counts when no row applies."""
    cells = [row.then[column] for row in table.rows]
    if table.otherwise is not None:
        cells.append(table.otherwise[column])
    return [read_value(cell, table.outputs[column].type) for cell in cells]


def _distinct(names: list[str], what: str) -> None:
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(f"two columns share {what}: {', '.join(twice)}")


def _read_row(table: Rules, row: Row, number: int) -> None:
    if len(row.when) != len(table.inputs):
        raise ValueError(f"row {number} has {len(row.when)} tests for {len(table.inputs)} columns")
    for cell, column in zip(row.when, table.inputs, strict=True):
        try:
            read_cell(cell, column.type)
        except CellError as error:
            raise ValueError(f"row {number}, “{column.title}”: {error}") from error
    _read_outputs(table, row.then, f"row {number}")


def _read_outputs(table: Rules, cells: list[str], where: str) -> None:
    if len(cells) != len(table.outputs):
        raise ValueError(f"{where}: {len(cells)} results for {len(table.outputs)} columns")
    for cell, column in zip(cells, table.outputs, strict=True):
        try:
            read_value(cell, column.type)
        except CellError as error:
            raise ValueError(f"{where}, “{column.name}”: {error}") from error


def _check_order(table: Rules) -> None:
    ordered = [number for number, column in enumerate(table.outputs) if column.order]
    if not ordered:
        raise ValueError("“priority” needs an output column with an order of importance")
    for number in ordered:
        known = {
            read_value(text, table.outputs[number].type) for text in table.outputs[number].order
        }
        for cell in literals(table, number):
            if cell not in known or cell.literal is None:
                name = table.outputs[number].name
                raise ValueError(f"“{cell.text}” is missing in the order of importance of “{name}”")


def _check_numbers(params: DecisionTableParams) -> None:
    for column in params.table.outputs:
        if column.type not in {"any", "number", "money"}:
            raise ValueError(f"“{column.name}” holds no numbers, so it has no {params.collect}")


def _check_route(params: DecisionTableParams) -> None:
    names = [column.name for column in params.table.outputs]
    if params.route not in names:
        raise ValueError(f"there is no output column “{params.route}” to choose the way")
    if params.hit == "collect":
        raise ValueError("a table that collects all rows cannot choose one way")
    for cell in literals(params.table, names.index(params.route)):
        if not isinstance(cell.literal, str) or not cell.literal or cell.literal == "error":
            raise ValueError(f"{cell.text} cannot name a way out; write a text, and not “error”")
