"""Knows how tests of a value become JSONata. Must not know how cells are spelled."""

from __future__ import annotations

from runtime.expressions.cells.meaning import (
    AllOf,
    AnyOf,
    Anything,
    Compared,
    Formula,
    Missing,
    Test,
    ValueType,
    leaves,
)

_IN_TYPE = {
    "number": "$number({})",
    "money": "$round($number({}), 2)",
    "text": "$string({})",
    "date": "$substring({}, 0, 10)",
}


def condition(test: Test, value: str) -> str:
    """Returns a condition that may be joined by `and`; "" for the test that accepts everything.

    Args:
        test: what a cell says.
        value: JSONata for the value, a variable or something in brackets. It is "nothing" for a
            value that is null, too.
    """
    return "" if isinstance(test, Anything) else _written(test, value)


def typed(formula: str, of: ValueType) -> str:
    """Returns the formula with its value in that type."""
    return _IN_TYPE.get(of, "{}").format(formula)


def formulas(test: Test) -> list[str]:
    """Returns the JSONata in a test that a person wrote and that is no plain value; `$` for `?`."""
    found: list[str] = []
    for leaf in leaves(test):
        if isinstance(leaf, Formula):
            found.append("$".join(leaf.parts))
        elif isinstance(leaf, Compared) and leaf.operand.is_formula:
            found.append(leaf.operand.text)
    return found


def _written(test: Test, value: str) -> str:
    match test:
        case Anything():
            return "true"
        case Missing():
            return f"$not($exists({value}))"
        case Compared():
            return f"{value} {test.sign} {test.operand.text}"
        case Formula():
            return f"({value.join(test.parts)})"
        case _:
            return _joined(test, [_written(part, value) for part in test.tests], value)


def _joined(test: Test, parts: list[str], value: str) -> str:
    if isinstance(test, AllOf):
        return " and ".join(parts)
    any_of = " or ".join(parts)
    return f"({any_of})" if isinstance(test, AnyOf) else f"$exists({value}) and $not({any_of})"
