"""Knows how an expression reads in plain words. Must not know schemas or where it is shown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from runtime.expressions.syntax import parse

if TYPE_CHECKING:
    from collections.abc import Callable

    from runtime.expressions.tree import Node

_OPERATORS = {
    "=": "is",
    "!=": "is not",
    ">": "is more than",
    ">=": "is at least",
    "<": "is less than",
    "<=": "is at most",
    "in": "is one of",
    "and": "and",
    "or": "or",
    "&": "followed by",
    "+": "plus",
    "-": "minus",
    "*": "times",
    "/": "divided by",
    "%": "modulo",
    "..": "to",
}
_LOOSE = {"or": 1, "and": 2}
_COMPARING = frozenset({"=", "!=", ">", ">=", "<", "<=", "in"})
_PHRASES = {
    "abs": "{0} without its sign",
    "average": "the average of {0}",
    "boolean": "{0} is given",
    "ceil": "{0} rounded up",
    "contains": "{0} contains {1}",
    "count": "the number of {0}",
    "distinct": "{0} without repetitions",
    "exists": "{0} exists",
    "floor": "{0} rounded down",
    "join": "{0} joined",
    "join/2": "{0} joined by {1}",
    "keys": "the field names of {0}",
    "length": "the length of {0}",
    "lookup": "the field {1} of {0}",
    "lowercase": "{0} in small letters",
    "max": "the largest of {0}",
    "min": "the smallest of {0}",
    "millis": "this moment in milliseconds",
    "not": "not ({0})",
    "now": "this moment",
    "number": "{0} as a number",
    "power": "{0} to the power of {1}",
    "random": "a random number",
    "reverse": "{0} backwards",
    "round": "{0} rounded",
    "round/2": "{0} rounded to {1} digits",
    "sort": "{0} in order",
    "sqrt": "the square root of {0}",
    "string": "{0} as text",
    "substringAfter": "what follows {1} in {0}",
    "substringBefore": "what precedes {1} in {0}",
    "sum": "the sum of {0}",
    "trim": "{0} without blanks at its ends",
    "uppercase": "{0} in capital letters",
}
_EACH = {
    "map": "for each of {0}: {1}",
    "filter": "those of {0} where {1}",
    "single": "the one of {0} where {1}",
}
_ROOTS = {"data": "", "settings": "setting", "steps": "step", "run": "run"}
_ORDINALS = {0: "the first", 1: "the second", 2: "the third", -1: "the last"}
_WORD_BORDER = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[_\-\s]+")


def explain(text: str) -> str:
    """Returns the expression in plain words: deal amount is more than 100000 and … .

    Raises:
        ExpressionSyntaxError: where it cannot be read.
    """
    return _phrase(parse(text).root)


def words_of(name: str) -> str:
    """Returns a field's name as words: `dealAmount` and `deal_amount` are "deal amount"."""
    parts = [part for part in _WORD_BORDER.split(name) if part]
    return " ".join(part if part.isupper() else part.lower() for part in parts) or name


def _phrase(node: Node) -> str:
    phrase = _path(node.parts) if node.kind == "path" else _bare(node)
    if node.kind != "path":
        phrase = _narrowed(phrase, node.filters)
    if node.group:
        phrase = f"{phrase}, grouped as {_pairs(node.group)}"
    return phrase


def _bare(node: Node) -> str:
    teller = _TELLERS.get(node.kind)
    return teller(node) if teller is not None else str(node.value)


# --- fields --------------------------------------------------------------------------------------


def _path(steps: tuple[Node, ...]) -> str:
    """Joins names to words (`deal amount`) until a filter or the like needs "of"."""
    done = ""
    words: list[str] = []
    for place, step in enumerate(steps):
        if step.kind in {"name", "wildcard", "descendant", "parent"}:
            words.append(_step_words(step, first=place == 0 and len(steps) > 1))
        else:
            done = _behind(_flushed(words, done), step)
        if step.filters:
            done = _narrowed(_flushed(words, done), step.filters)
    return _flushed(words, done)


def _flushed(words: list[str], done: str) -> str:
    named = " ".join(word for word in words if word)
    words.clear()
    if not named:
        return done or "all data"
    return f"{named} of {done}" if done else named


def _step_words(step: Node, *, first: bool) -> str:
    special = {"wildcard": "any field", "descendant": "any field inside", "parent": "its parent"}
    if step.kind in special:
        return special[step.kind]
    name = str(step.value)
    return _ROOTS[name] if first and name in _ROOTS else words_of(name)


def _behind(done: str, step: Node) -> str:
    if step.kind == "sort":
        terms = zip(step.parts, step.descending, strict=True)
        order = ", ".join(f"{_phrase(term)}{' downwards' if down else ''}" for term, down in terms)
        return f"{done} in order of {order}"
    if step.kind == "variable" and done == "all data":
        return _variable(step)
    if done == "all data":
        return _phrase(step)
    if step.kind == "object":
        return f"for each of {done}: {_phrase(step)}"
    return f"{_phrase(step)} of each of {done}"


def _narrowed(phrase: str, filters: tuple[Node, ...]) -> str:
    for each in filters:
        position = _position(each)
        if position is None:
            phrase = f"{phrase} where {_phrase(each)}"
        else:
            phrase = f"{_ORDINALS.get(position, f'number {position + 1}')} of {phrase}"
    return phrase


def _position(node: Node) -> int | None:
    return node.value if node.kind == "number" and isinstance(node.value, int) else None


# --- values, operators, functions ----------------------------------------------------------------


def _variable(node: Node) -> str:
    return {"": "the value itself", "$": "all data"}.get(str(node.value), words_of(str(node.value)))


def _binary(node: Node) -> str:
    operator = str(node.value)
    if operator == "in" and node.parts[1].kind == "array":
        return f"{_side(node.parts[0], node)} is {_choice(node.parts[1].parts)}"
    if operator == "..":
        return f"{_phrase(node.parts[0])} to {_phrase(node.parts[1])}"
    return f" {_OPERATORS.get(operator, operator)} ".join(_side(part, node) for part in node.parts)


def _side(part: Node, around: Node) -> str:
    if part.kind == "block" and len(part.parts) == 1 and not part.filters:
        part = part.parts[0]  # brackets come back below, where the words need them
    phrase = _phrase(part)
    if part.kind != "binary" or around.kind != "binary":
        return phrase
    inner, outer = str(part.value), str(around.value)
    clear = _rank(inner) > _rank(outer) or inner == outer
    return phrase if clear else f"({phrase})"


def _rank(operator: str) -> int:
    if operator in _LOOSE:
        return _LOOSE[operator]
    if operator in _COMPARING:
        return 3
    return 5 if operator in {"*", "/", "%"} else 4


def _choice(items: tuple[Node, ...]) -> str:
    *most, last = [_phrase(item) for item in items] or ["nothing"]
    return f"{', '.join(most)} or {last}" if most else last


def _call(node: Node) -> str:
    called, arguments = node.parts[0], list(node.parts[1:])
    return _called(called, [_phrase(each) for each in arguments], arguments)


def _called(called: Node, phrases: list[str], arguments: list[Node]) -> str:
    name = str(called.value) if called.kind == "variable" else ""
    if name in _EACH and arguments and arguments[-1].kind == "lambda":
        return _EACH[name].format(phrases[0], _phrase(arguments[-1].parts[0]))
    template = _PHRASES.get(f"{name}/{len(phrases)}") or _PHRASES.get(name)
    if template is not None and template.count("{") <= len(phrases):
        return template.format(*phrases)
    subject = words_of(name) if name else _phrase(called)
    return f"{subject} of {' and '.join(phrases)}" if phrases else subject


def _apply(node: Node) -> str:
    left, right = node.parts
    before = _phrase(left)
    if right.kind in {"function", "partial"}:
        arguments = [left, *right.parts[1:]]
        return _called(right.parts[0], [_phrase(each) for each in arguments], arguments)
    if right.kind == "variable":
        return _called(right, [before], [left])
    return f"{before}, then {_phrase(right)}"


def _condition(node: Node) -> str:
    test, then, *otherwise = [_phrase(part) for part in node.parts]
    return f"if {test} then {then}" + "".join(f", otherwise {each}" for each in otherwise)


def _pairs(parts: tuple[Node, ...]) -> str:
    named = [
        f"{_key(key)}: {_phrase(value)}" for key, value in zip(parts[::2], parts[1::2], strict=True)
    ]
    return "{" + "; ".join(named) + "}"


def _key(node: Node) -> str:
    return str(node.value) if node.kind == "string" else _phrase(node)


def _literal(node: Node) -> str:
    words: dict[object, str] = {True: "yes", False: "no", None: "empty"}
    return words[node.value] if isinstance(node.value, bool) or node.value is None else "?"


def _list(node: Node) -> str:
    return f"the list of {', '.join(map(_phrase, node.parts))}" if node.parts else "an empty list"


def _transform(node: Node) -> str:
    return f"changed: {_phrase(node.parts[0])} gets {_phrase(node.parts[1])}"


_TELLERS: dict[str, Callable[[Node], str]] = {
    "string": lambda node: f'"{node.value}"',
    "value": _literal,
    "variable": _variable,
    "binary": _binary,
    "function": _call,
    "partial": _call,
    "apply": _apply,
    "condition": _condition,
    "object": lambda node: _pairs(node.parts),
    "array": _list,
    "negate": lambda node: f"minus {_phrase(node.parts[0])}",
    "block": lambda node: "; ".join(map(_phrase, node.parts)),
    "bind": lambda node: f"let {words_of(str(node.value))} be {_phrase(node.parts[0])}",
    "lambda": lambda node: f"a function giving {_phrase(node.parts[0])}",
    "transform": _transform,
    "placeholder": lambda _: "the value to come",
    "regex": lambda node: f"the pattern {node.value}",
    "wildcard": lambda _: "any field",
    "descendant": lambda _: "any field inside",
    "parent": lambda _: "its parent",
}
