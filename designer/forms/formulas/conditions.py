"""Knows how a condition becomes rows that a person can fill in, and rows become a condition.

Must not know Qt or schemas. Only what means exactly the same as rows is read; everything else stays
a formula.
"""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING, TypeAlias

from runtime.expressions import ExpressionSyntaxError, Node, parse, path_text, tokenize

if TYPE_CHECKING:
    from collections.abc import Callable

    from runtime.definition.json_value import JsonValue

LONGEST = 2_000
"""Characters of a formula that is tried to be read as rows; reading a longer one takes too long."""

NOTHING = frozenset({"yes", "no", "empty", "filled", "given", "missing"})
"""Operators that need no value."""

_COMPARED = {"=": "is", "!=": "is_not", ">": "more", ">=": "at_least", "<": "less", "<=": "at_most"}
_SAME = frozenset({"is", "is_not"})
_SIGNS = {name: sign for sign, name in _COMPARED.items()}
_TURNED = {
    "is": "is",
    "is_not": "is_not",
    "more": "less",
    "less": "more",
    "at_least": "at_most",
    "at_most": "at_least",
}
_FILLED = '[$ != null and $ != ""]'


@dataclass(frozen=True, slots=True)
class Reference:
    """Another field, in the place of a value."""

    path: tuple[str, ...]


Operand: TypeAlias = "JsonValue | Reference"


@dataclass(frozen=True, slots=True)
class Row:
    """One comparison.

    Attributes:
        path: the field, as names from the top; empty while none is chosen.
        operator: "is", "is_not", "more", "at_least", "less", "at_most", "contains", "lacks",
            "one_of", or one of `NOTHING`.
        value: what the field is compared with; None while nothing is entered.
    """

    path: tuple[str, ...] = ()
    operator: str = "is"
    value: Operand = None

    @property
    def complete(self) -> bool:
        """Whether it can be written."""
        if not self.path:
            return False
        if self.operator == "one_of":
            return isinstance(self.value, list) and bool(self.value)
        return self.operator in NOTHING or self.value is not None


@dataclass(frozen=True, slots=True)
class Group:
    """Rows of which all must hold, or one."""

    every: bool = True
    items: tuple[Row | Group, ...] = ()


def read(text: str) -> Group | None:
    """Return a condition as rows, with groups one level deep; None where it says something else.

    A formula with a comment is not read, because rows could not keep the comment.
    """
    if not text.strip():
        return Group()
    if len(text) > LONGEST or any(token.kind == "comment" for token in tokenize(text)):
        return None
    try:
        root = parse(text).root
    except ExpressionSyntaxError:
        return None
    found = _item(root, depth=0)
    return Group(items=(found,)) if isinstance(found, Row) else found


def write(group: Group) -> str:
    """Return rows as a condition; rows that are not complete are left out."""
    return _written(group, inside=False)


# --- from the tree --------------------------------------------------------------------------------


def _item(node: Node, depth: int) -> Row | Group | None:
    node = _unwrapped(node)
    if node.kind == "binary" and node.value in {"and", "or"} and _bare(node):
        return _group(node, depth)
    return _row(node)


def _group(node: Node, depth: int) -> Group | None:
    if depth > 1:
        return None
    items: list[Row | Group] = []
    for part in node.parts:
        found = _item(part, depth + 1)
        if found is None:
            return None
        items.append(found)
    return Group(node.value == "and", tuple(items))


def _row(node: Node) -> Row | None:
    if not _bare(node):
        return None
    if node.kind == "path":
        path = _path(node)
        return Row(path, "yes") if path is not None else None
    if node.kind == "function":
        return _called(node)
    return _comparison(node) if node.kind == "binary" else None


def _comparison(node: Node) -> Row | None:
    left, right, *chained = node.parts
    if chained:
        return None
    if node.value == "in":
        return _one_of(left, right)
    operator = _COMPARED.get(str(node.value))
    if operator is None:
        return None
    counted = _counted(left, right, operator)
    if counted is not None:
        return counted
    path, value = _path(left), _operand(right)
    if path is None:
        path, value, operator = _path(right), _operand(left), _TURNED[operator]
    if path is None or value is None or (operator not in _SAME and isinstance(value, bool)):
        return None
    return Row(path, operator, value)


def _one_of(left: Node, right: Node) -> Row | None:
    path = _path(left)
    if path is None or right.kind != "array" or not _bare(right) or not right.parts:
        return None
    values: list[JsonValue] = []
    for part in right.parts:
        value = _literal(part)
        if value is None:
            return None
        values.append(value)
    return Row(path, "one_of", values)


def _called(node: Node) -> Row | None:
    called, *arguments = node.parts
    name = called.value if called.kind == "variable" and _bare(called) else None
    match name, arguments:
        case "not", [denied]:
            return _denied(_unwrapped(denied))
        case "exists", [asked]:
            path = _path(asked)
            return Row(path, "given") if path is not None else None
        case "contains", [text, part]:
            path, value = _path(text), _operand(part)
            if path is None or not isinstance(value, str | Reference):
                return None
            return Row(path, "contains", value)
        case _:
            return None


def _denied(node: Node) -> Row | None:
    found = _row(node)
    turned = {"given": "missing", "contains": "lacks", "yes": "no"}
    if found is None or found.operator not in turned:
        return None
    return Row(found.path, turned[found.operator], found.value)


def _counted(left: Node, right: Node, operator: str) -> Row | None:
    """Read the form that "is empty" is written in."""
    if left.kind != "function" or not _bare(left):
        return None
    called, *arguments = left.parts
    if len(arguments) != 1:
        return None
    counted = arguments[0]
    if called.kind != "variable" or called.value != "count" or _literal(right) != 0:
        return None
    if operator not in {"is", "more"} or counted.kind != "path" or not counted.parts:
        return None
    last = counted.parts[-1]
    path = _names(counted.parts[:-1], last)
    if path is None or len(last.filters) != 1 or not _alike(last.filters[0], _filled()):
        return None
    return Row(path, "empty" if operator == "is" else "filled")


def _names(before: tuple[Node, ...], last: Node) -> tuple[str, ...] | None:
    if last.kind != "name" or last.group or last.focus or last.index:
        return None
    if not all(part.kind == "name" and _bare(part) for part in before):
        return None
    return _writable((*(str(part.value) for part in before), str(last.value)))


def _writable(path: tuple[str, ...]) -> tuple[str, ...] | None:
    """Return a path unless a name cannot be written again: one with a back-tick, or none."""
    return path if all(name and "`" not in name for name in path) else None


@functools.cache
def _filled() -> Node:
    return parse(f"a{_FILLED}").root.parts[0].filters[0]


def _alike(one: Node, other: Node) -> bool:
    """Whether two trees are the same but for their places."""
    return (
        (one.kind, one.value, _bare(one)) == (other.kind, other.value, _bare(other))
        and len(one.parts) == len(other.parts)
        and all(_alike(a, b) for a, b in zip(one.parts, other.parts, strict=True))
    )


def _unwrapped(node: Node) -> Node:
    while node.kind == "block" and len(node.parts) == 1 and _bare(node):
        node = node.parts[0]
    return node


def _bare(node: Node) -> bool:
    return not (node.filters or node.group or node.focus or node.index)


def _path(node: Node) -> tuple[str, ...] | None:
    if node.kind != "path" or not _bare(node) or not node.parts:
        return None
    if not all(part.kind == "name" and _bare(part) for part in node.parts):
        return None
    return _writable(tuple(str(part.value) for part in node.parts))


def _operand(node: Node) -> Operand:
    path = _path(node)
    return Reference(path) if path is not None else _literal(node)


def _literal(node: Node) -> JsonValue:
    """Return the text, number, yes or no that a node stands for; None for anything else."""
    if not _bare(node):
        return None
    if node.kind == "number" and isinstance(node.value, int | float) and isfinite(node.value):
        return node.value
    if node.kind == "string" or (node.kind == "value" and isinstance(node.value, bool)):
        return node.value
    return None


# --- to text --------------------------------------------------------------------------------------


def _written(group: Group, *, inside: bool) -> str:
    parts: list[str] = []
    for item in group.items:
        if isinstance(item, Group):
            parts.append(_written(item, inside=True))
        elif item.complete:
            parts.append(_row_text(item))
    parts = [part for part in parts if part]
    text = (" and " if group.every else " or ").join(parts)
    return f"({text})" if inside and len(parts) > 1 else text


def _row_text(row: Row) -> str:
    field = path_text(row.path)
    if row.operator in _SIGNS:
        return f"{field} {_SIGNS[row.operator]} {_value_text(row.value)}"
    return _TEXTS[row.operator](field, _value_text(row.value))


def _value_text(value: Operand) -> str:
    if isinstance(value, Reference):
        return path_text(value.path)
    return json.dumps(value, ensure_ascii=False)


_TEXTS: dict[str, Callable[[str, str], str]] = {
    "contains": lambda field, value: f"$contains({field}, {value})",
    "lacks": lambda field, value: f"$not($contains({field}, {value}))",
    "one_of": lambda field, value: f"{field} in {value}",
    "yes": lambda field, _: field,
    "no": lambda field, _: f"$not({field})",
    "given": lambda field, _: f"$exists({field})",
    "missing": lambda field, _: f"$not($exists({field}))",
    "empty": lambda field, _: f"$count({field}{_FILLED}) = 0",
    "filled": lambda field, _: f"$count({field}{_FILLED}) > 0",
}
