"""Knows the tree of an expression and how the parser's objects become it. Must not know meanings.

The parser counts places at the ends of tokens; here every node says where it begins and ends.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, TypeAlias, cast

if TYPE_CHECKING:
    from runtime.definition.json_value import JsonValue
    from runtime.expressions.tokens import Token

NodeKind: TypeAlias = Literal[
    "path", "name", "wildcard", "descendant", "parent", "variable", "string", "number", "value",
    "regex", "binary", "negate", "array", "object", "function", "partial", "placeholder", "lambda",
    "condition", "block", "bind", "apply", "transform", "sort",
]  # fmt: skip
"""What a node is. Its `parts` are, in order:

path: its steps; binary: the operands (two; more for a chain of `and`, `or`, `&`, `+`); negate: one;
array: the items; object: key, value, key, value, …; function and partial: what is called, then the
arguments; lambda: the body (its value says whether it has a signature); condition: the test, then,
else; block: the expressions; bind: the value; apply: the left and the right side; transform:
pattern, update, delete; sort: the terms.
"""

_MAX_DEPTH = 120
_FIELDS: dict[str, tuple[str, ...]] = {
    "condition": ("condition", "then", "_else"),
    "transform": ("pattern", "update", "delete"),
    "apply": ("lhs", "rhs"),
}
_CHAINED = frozenset({"and", "or", "&", "+"})


@dataclass(frozen=True, slots=True)
class Node:
    """A part of an expression.

    Attributes:
        kind: see `NodeKind`.
        value: the name, the literal, the operator; a variable's name without `$` (`""` is `$`).
        offset, end: where it begins and ends in the text, in characters from 0.
        parts: the parts inside, by kind.
        filters: predicates behind a step, in order.
        group: key, value, key, value, … of a grouping `{…}` behind a path.
        names: parameters of a lambda.
        focus, index: variables that a step binds with `@` and `#`.
        descending: of a sort, for each term whether it goes downwards.
    """

    kind: NodeKind
    value: JsonValue
    offset: int
    end: int
    parts: tuple[Node, ...] = ()
    filters: tuple[Node, ...] = ()
    group: tuple[Node, ...] = ()
    names: tuple[str, ...] = ()
    focus: str | None = None
    index: str | None = None
    descending: tuple[bool, ...] = ()


def tree_of(symbol: object, text: str, tokens: list[Token]) -> Node:
    """Returns what the parser's object stands for.

    Raises:
        RecursionError: it is nested too deeply.
    """
    return _Converter(text, tokens).node(symbol, 0)


class _Converter:
    """Turns the parser's objects into nodes."""

    def __init__(self, text: str, tokens: list[Token]) -> None:
        self._text = text
        self._begins = {token.end: token.offset for token in tokens}

    def node(self, symbol: object, depth: int) -> Node:
        if depth > _MAX_DEPTH:
            raise RecursionError
        kind = str(_get(symbol, "type"))
        if kind == "lambda" and _get(symbol, "thunk"):
            return self.node(_get(symbol, "body"), depth)
        made = self._made(kind, symbol, depth)
        return self._decorated(made, symbol, depth)

    def _made(self, kind: str, symbol: object, depth: int) -> Node:
        if kind in _FIELDS:
            return self._of(kind, symbol, self._fields(symbol, depth, *_FIELDS[kind]))
        make = {
            "binary": self._binary,
            "unary": self._unary,
            "function": self._call,
            "partial": self._call,
            "path": self._steps,
            "block": self._steps,
            "lambda": self._lambda,
            "bind": self._bind,
            "sort": self._sort,
        }.get(kind)
        return make(symbol, depth) if make is not None else self._leaf(kind, symbol)

    def _call(self, symbol: object, depth: int) -> Node:
        called = [_get(symbol, "procedure"), *_list(symbol, "arguments")]
        return self._of(str(_get(symbol, "type")), symbol, self._all(called, depth))

    def _steps(self, symbol: object, depth: int) -> Node:
        kind = str(_get(symbol, "type"))
        inside = "steps" if kind == "path" else "expressions"
        return self._of(kind, symbol, self._all(_list(symbol, inside), depth))

    def _lambda(self, symbol: object, depth: int) -> Node:
        names = tuple(str(_get(each, "value")) for each in _list(symbol, "arguments"))
        signed = _get(symbol, "signature") is not None
        body = self.node(_get(symbol, "body"), depth + 1)
        return self._of("lambda", symbol, (body,), names=names, value=signed)

    def _bind(self, symbol: object, depth: int) -> Node:
        name = str(_get(_get(symbol, "lhs"), "value"))
        return self._of("bind", symbol, self._fields(symbol, depth, "rhs"), value=name)

    def _sort(self, symbol: object, depth: int) -> Node:
        terms = _list(symbol, "terms")
        ways = tuple(bool(_get(term, "descending")) for term in terms)
        parts = self._all([_get(term, "expression") for term in terms], depth)
        return self._of("sort", symbol, parts, descending=ways)

    def _leaf(self, kind: str, symbol: object) -> Node:
        value = _get(symbol, "value")
        if kind == "operator":
            kind = "placeholder"
        if kind == "regex":
            end = self._end(symbol)
            value = self._text[self._begins.get(end, end) : end]
        return self._of(kind, symbol, (), value=cast("JsonValue", value))

    def _binary(self, symbol: object, depth: int) -> Node:
        operator = str(_get(symbol, "value"))
        operands: list[object] = [_get(symbol, "rhs")]
        left = _get(symbol, "lhs")
        while operator in _CHAINED and _is_bare_binary(left, operator):
            operands.append(_get(left, "rhs"))
            left = _get(left, "lhs")
        parts = self._all([left, *reversed(operands)], depth)
        end = self._end(symbol)
        return self._sized(Node("binary", operator, self._begins.get(end, end), end, parts))

    def _unary(self, symbol: object, depth: int) -> Node:
        operator = str(_get(symbol, "value"))
        if operator == "[":
            return self._of("array", symbol, self._all(_list(symbol, "expressions"), depth))
        if operator == "{":
            return self._of("object", symbol, self._pairs(symbol, depth))
        return self._of("negate", symbol, self._fields(symbol, depth, "expression"))

    def _decorated(self, made: Node, symbol: object, depth: int) -> Node:
        stages = [*_list(symbol, "stages"), *_list(symbol, "predicate")]
        filters = {
            id(stage): self.node(_get(stage, "expr"), depth + 1)
            for stage in stages
            if _get(stage, "type") == "filter"
        }
        indexes = [_get(stage, "value") for stage in stages if _get(stage, "type") == "index"]
        indexes.append(_get(symbol, "index"))
        index = next((str(each) for each in indexes if each is not None), None)
        focus = _get(symbol, "focus")
        group = _get(symbol, "group")
        pairs = self._pairs(group, depth) if group is not None else ()
        if not (filters or index or focus or pairs):
            return made
        unique = {node.offset: node for node in filters.values()}  # `?:` shares and repeats nodes
        return replace(
            made,
            filters=tuple(unique.values()),
            group=pairs,
            focus=str(focus) if focus is not None else None,
            index=index,
        )

    def _pairs(self, symbol: object, depth: int) -> tuple[Node, ...]:
        pairs = cast("list[list[object]]", _list(symbol, "lhs_object"))
        return self._all([side for pair in pairs for side in pair], depth)

    def _fields(self, symbol: object, depth: int, *names: str) -> tuple[Node, ...]:
        found = [_get(symbol, name) for name in names]
        return self._all([each for each in found if each is not None], depth)

    def _all(self, symbols: list[object], depth: int) -> tuple[Node, ...]:
        return tuple(self.node(symbol, depth + 1) for symbol in symbols)

    def _of(
        self,
        kind: str,
        symbol: object,
        parts: tuple[Node, ...],
        *,
        value: JsonValue = None,
        names: tuple[str, ...] = (),
        descending: tuple[bool, ...] = (),
    ) -> Node:
        end = self._end(symbol)
        node = Node(
            cast("NodeKind", kind), value, self._begins.get(end, end), end, parts,
            names=names, descending=descending,
        )  # fmt: skip
        return self._sized(node) if parts else node

    def _sized(self, node: Node) -> Node:
        """Returns the node stretched over its parts; the parser places it at one token only."""
        known = [part for part in node.parts if part.end]
        begins = [part.offset for part in known] + ([node.offset] if node.end else [])
        begin = min(begins, default=0)
        end = max([part.end for part in known] + [node.end], default=0)
        return replace(node, offset=begin, end=end)

    def _end(self, symbol: object) -> int:
        position = _get(symbol, "position")
        return position if isinstance(position, int) else 0


def _is_bare_binary(symbol: object, operator: str) -> bool:
    bare = not _list(symbol, "predicate") and _get(symbol, "group") is None
    return bare and _get(symbol, "type") == "binary" and _get(symbol, "value") == operator


def _get(symbol: object, name: str) -> object:
    """Returns a field of the parser's object, None where it is not set."""
    return cast("object", getattr(symbol, name, None))


def _list(symbol: object, name: str) -> list[object]:
    found = _get(symbol, name)
    return list(cast("list[object]", found)) if isinstance(found, list) else []
