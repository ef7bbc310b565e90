"""Knows how a decision table becomes one JSONata expression. Must not know how cells are spelled.

The expression works out each column's value once, tests all rows, keeps those that apply with their
number and results, and lets the hit policy choose. What it gives is a verdict: `output`, `because`
(row numbers and the values that were tested) and `port`.
"""

from __future__ import annotations

import json

from runtime.expressions.cells import Operand, condition, read_cell, read_value, typed
from runtime.steps.decision_table.params import DecisionTableParams, InputColumn, Rules, literals

_NONE = (
    "No row of the decision table applies to these values."
    " Add a row for them, or say what counts when no row applies."
)
_SEVERAL = "Several rows of the decision table apply, and it allows one only: rows "
_DISAGREE = "Rows of the decision table that apply disagree with each other: rows "


def program(params: DecisionTableParams) -> str:
    """Returns the expression. Pure."""
    table = params.table
    lines = [f"$c{n} := {_value(column)}" for n, column in enumerate(table.inputs)]
    lines += [
        "$or := function($v) { $exists($v) ? $v : null }",
        f"$hits := [{', '.join(_rows(params))}]",
        *_chosen(params),
        f'{{"output": $output, "because": {{"rows": $rows, "inputs": {_facts(table)}}}, '
        f'"port": {_port(params)}}}',
    ]
    return "(" + "; ".join(lines) + ")"


def _value(column: InputColumn) -> str:
    """A field that is missing and one that is null are both nothing to the tests."""
    return f"($v := ({column.expression}); $v != null ? {typed('$v', column.type)})"


def _facts(table: Rules) -> str:
    values = (f"{json.dumps(c.title)}: $or($c{n})" for n, c in enumerate(table.inputs))
    return "{" + ", ".join(values) + "}"


def _rows(params: DecisionTableParams) -> list[str]:
    return [_row(params.table, number) for number in _order(params)]


def _row(table: Rules, number: int) -> str:
    row = table.rows[number]
    cells = [
        condition(read_cell(cell, column.type), f"$c{n}")
        for n, (cell, column) in enumerate(zip(row.when, table.inputs, strict=True))
    ]
    tests = " and ".join(cell for cell in cells if cell)
    hit = f'{{"row":{number + 1},"out":{_results(table, row.then)}}}'
    return f"{tests} ? {hit}" if tests else hit


def _results(table: Rules, cells: list[str]) -> str:
    named = (
        f"{json.dumps(column.name)}: {_result(read_value(cell, column.type))}"
        for column, cell in zip(table.outputs, cells, strict=True)
    )
    return "{" + ", ".join(named) + "}"


def _result(operand: Operand) -> str:
    """A formula that gives nothing gives null, so that every output has all its names."""
    return f"$or({operand.text})" if operand.is_formula else operand.text


def _order(params: DecisionTableParams) -> list[int]:
    """Returns row numbers from 0: the drawing's order, or the most important result first."""
    table = params.table
    ranks: list[tuple[int, ...]] = [() for _ in table.rows]
    if params.hit == "priority":
        for n, column in enumerate(table.outputs):
            if column.order:
                order = [read_value(text, column.type) for text in column.order]
                cells = literals(table, n)
                ranks = [(*rank, order.index(cells[row])) for row, rank in enumerate(ranks)]
    return sorted(range(len(table.rows)), key=lambda row: (ranks[row], row))


def _chosen(params: DecisionTableParams) -> list[str]:
    """Returns the assignments of `$rows` and `$output`."""
    if params.hit == "collect":
        return ["$rows := [$hits.row]", f"$output := {_collected(params)}"]
    checks = {
        "unique": f"$count($hits) > 1 ? $error({_saying(_SEVERAL)})",
        "any": f"$count($distinct($hits.out)) > 1 ? $error({_saying(_DISAGREE)})",
    }
    rows = "[$hits.row]" if params.hit == "any" else "[$hits[0].row]"
    lines = [checks[params.hit]] if params.hit in checks else []
    return [
        *lines,
        f"$rows := {rows}",
        f"$output := $exists($hits[0]) ? $hits[0].out : {_else(params)}",
    ]


def _saying(text: str) -> str:
    return f'{json.dumps(text)} & $join($hits.$string(row), ", ") & "."'


def _else(params: DecisionTableParams) -> str:
    table = params.table
    if table.otherwise is None:
        return f"$error({json.dumps(_NONE)})"
    return _results(table, table.otherwise)


def _collected(params: DecisionTableParams) -> str:
    """Sums of nothing are 0, the smallest and greatest of nothing are null."""
    table = params.table
    if params.collect == "count":
        return '{"count": $count($hits)}'
    if params.collect == "list":
        return "[$hits.out]"
    named = (
        f"{json.dumps(column.name)}: {_total(params.collect, column.name, column.type)}"
        for column in table.outputs
    )
    return "{" + ", ".join(named) + "}"


def _total(how: str, name: str, column: str) -> str:
    total = f"${how}([$hits.out.{name}[$ != null]])"
    if column == "money" and how == "sum":
        total = f"$round({total}, 2)"
    return f"$or({total})"


def _port(params: DecisionTableParams) -> str:
    return f"$output.{params.route}" if params.route else '"out"'
