"""Knows where each value of an expression comes from. Must not know what is done with the answer.

The walk follows JSONata's idea of a current value: inside `data.lines[qty > 1]` the name `qty` is
`data.lines.qty`, inside `$map(data.lines, function($l){ $l.qty })` the parameter `$l` is an item of
`data.lines`. A place is a tuple of names from the top; None is a place that cannot be told. What is
read is always a superset: a value that is handed on as a whole counts as read as a whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from runtime.expressions.functions import BUILT_INS
from runtime.expressions.usage import WILD, Comparison, Named, Read

if TYPE_CHECKING:
    from runtime.expressions.tree import Node

Place: TypeAlias = tuple[str, ...] | None

_KEEPS_ITEMS = frozenset({"filter", "sort", "reverse", "distinct", "shuffle", "single", "clone"})
_GIVES_ITEMS: dict[str, tuple[int, ...]] = {
    "map": (0, 2),
    "filter": (0, 2),
    "single": (0, 2),
    "sort": (0, 1),
    "reduce": (1, 3),
}
"""Functions that call a function with items of their first argument, and as which parameters."""
_COMPARED = frozenset({"=", "!=", "in"})
_STEPS = frozenset({"name", "wildcard", "descendant", "parent"})


@dataclass(frozen=True, slots=True)
class Scope:
    """The current value and the variables that are visible.

    Attributes:
        here: place of the current value.
        names: place of what each bound variable holds.
        exact: whether `here` is certain.
        shields: how many functions or predicates stand around, for comparisons.
    """

    here: Place
    names: dict[str, Place]
    exact: bool = True
    shields: int = 0

    def at(self, here: Place, *, exact: bool = True) -> Scope:
        """Returns the same variables with another current value."""
        return Scope(here, self.names, self.exact and exact, self.shields)

    def inner(self) -> Scope:
        """Returns a scope whose new variables are not seen outside."""
        return Scope(self.here, dict(self.names), self.exact, self.shields)

    def shielded(self) -> Scope:
        """Returns the scope inside a function or predicate."""
        return Scope(self.here, self.names, self.exact, self.shields + 1)


@dataclass(slots=True)
class _Following:
    """How far a path has been followed.

    Attributes:
        here: place of the value so far.
        offset, end: the stretch of names in the text.
        inner: variables that steps bind.
        unread: whether names have been followed that are not noted yet.
        exact: whether `here` is certain.
    """

    here: Place
    offset: int
    inner: Scope
    end: int = 0
    unread: bool = False
    exact: bool = True


class Walk:
    """Goes through a tree and notes what is used; `place` answers where a value comes from.

    Attributes:
        fields, names, variables, functions, comparisons: what has been found so far.
        everything: whether the whole context may be read.
    """

    def __init__(self) -> None:
        self.fields: list[Read] = []
        self.names: list[Named] = []
        self.variables: set[str] = set()
        self.functions: set[str] = set()
        self.comparisons: list[Comparison] = []
        self.everything = False
        self._shields: list[int] = []

    def place(self, node: Node, scope: Scope) -> Place:
        """Notes what the node uses; returns the place of its value."""
        if node.kind == "path":
            found = self._path(node.parts, node.offset, scope)
        elif node.kind in _STEPS:
            found = self._path((node,), node.offset, scope)
        else:
            found = self._value(node, scope)
            for filtered in node.filters:
                self.place(filtered, scope.at(found).shielded())
        for part in node.group:
            self.place(part, scope.at(found))
        return found

    def _value(self, node: Node, scope: Scope) -> Place:
        match node.kind:
            case "variable":
                found = self._variable(str(node.value), scope)
                self._read(found, node.offset, node.end, scope)
                return found
            case "function" | "partial":
                return self._call(node.parts[0], node.parts[1:], (), scope)
            case "apply":
                return self._applied(node, scope)
            case "binary":
                self._binary(node, scope)
                return None
            case _:
                return self._structure(node, scope)

    def _structure(self, node: Node, scope: Scope) -> Place:
        match node.kind:
            case "block":
                inner = scope.inner()
                return [self.place(part, inner) for part in node.parts][-1] if node.parts else None
            case "bind":
                bound = self.place(node.parts[0], scope)
                scope.names[str(node.value)] = bound
                return bound
            case "lambda":
                return self._lambda(node, scope, {})
            case "condition":
                places = [self.place(part, scope) for part in node.parts][1:]
                return places[0] if all(each == places[0] for each in places) else None
            case _:
                for part in node.parts:
                    self.place(part, scope)
                return None

    # --- paths -----------------------------------------------------------------------------------

    def _path(self, steps: tuple[Node, ...], offset: int, scope: Scope) -> Place:
        """Follows the steps; notes the longest stretches of names that are read."""
        follow = _Following(scope.here, offset, scope.inner())
        for step in steps:
            before = follow.here
            if step.kind in _STEPS:
                self._named_step(step, follow)
            else:
                self._other_step(step, follow)
            self._stages(step, before, follow)
        self._note(follow)
        return follow.here

    def _named_step(self, step: Node, follow: _Following) -> None:
        follow.end = step.end
        follow.unread = True
        if step.kind == "parent":
            follow.exact = False
            inside = follow.here is not None and len(follow.here) > 1
            follow.here = follow.here[:-1] if follow.here and inside else None
            self.everything = self.everything or not inside
            return
        if follow.here is not None:
            follow.here = (*follow.here, str(step.value))
        if step.kind == "name":
            self.names.append(Named(str(step.value), follow.here, step.offset, step.end))

    def _other_step(self, step: Node, follow: _Following) -> None:
        scope = follow.inner.at(follow.here, exact=follow.exact)
        if step.kind == "variable" and not step.value:  # `$`: what has been followed so far
            follow.end, follow.unread = step.end, True
            return
        self._note(follow)
        if step.kind == "variable":
            follow.here = self._variable(str(step.value), scope)
            follow.end, follow.unread = step.end, True
            return
        if step.kind == "sort":
            for term in step.parts:
                self.place(term, scope)
        else:
            follow.here = self._value(step, scope)

    def _stages(self, step: Node, before: Place, follow: _Following) -> None:
        if step.index is not None:
            follow.inner.names[step.index] = None
        for filtered in step.filters:
            scope = follow.inner.at(follow.here, exact=follow.exact and step.focus is None)
            self.place(filtered, scope.shielded())
        if step.focus is not None:
            self._note(follow)
            follow.inner.names[step.focus] = follow.here
            follow.here = before
        for part in step.group:
            self.place(part, follow.inner.at(follow.here, exact=follow.exact))

    def _note(self, follow: _Following) -> None:
        if follow.unread:
            follow.unread = False
            scope = follow.inner.at(None, exact=follow.exact)
            self._read(follow.here, follow.offset, follow.end, scope)

    def _read(self, place: Place, begin: int, end: int, scope: Scope) -> None:
        if place is None:
            return
        if not place or place[0] in WILD:
            self.everything = True
        if place:
            exact = scope.exact and not any(name in WILD for name in place)
            self.fields.append(Read(place, begin, max(0, end - begin), exact))
            self._shields.append(scope.shields)

    # --- variables and calls ---------------------------------------------------------------------

    def _variable(self, name: str, scope: Scope) -> Place:
        if name in {"", "$"}:
            return () if name else scope.here
        if name in scope.names:
            return scope.names[name]
        if name in BUILT_INS:
            self.functions.add(name)
            self.everything = self.everything or name == "eval"
        else:
            self.variables.add(name)
        return None

    def _call(
        self, called: Node, arguments: tuple[Node, ...], ahead: tuple[Place, ...], scope: Scope
    ) -> Place:
        """Notes a call; `ahead` is the place of the argument that `~>` puts before the others."""
        if called.kind == "lambda":
            places = [*ahead, *(self.place(each, scope) for each in arguments)]
            return self._lambda(called, scope, dict(enumerate(places)))
        name = str(called.value) if called.kind == "variable" else ""
        self.place(called, scope)
        built_in = "" if name in scope.names else name
        self._context_argument(built_in, len(arguments) + len(ahead), scope)
        places = list(ahead)
        for argument in arguments:
            if argument.kind == "lambda" and places and built_in in _GIVES_ITEMS:
                items = dict.fromkeys(_GIVES_ITEMS[built_in], places[0])
                places.append(self._lambda(argument, scope, items))
            else:
                places.append(self.place(argument, scope.shielded()))
        if built_in == "lookup":
            return self._looked_up(arguments, places)
        return places[0] if places and built_in in _KEEPS_ITEMS else None

    def _looked_up(self, arguments: tuple[Node, ...], places: list[Place]) -> Place:
        """Notes the field that `$lookup` takes by a literal name; returns its place."""
        key = arguments[-1] if arguments else None
        if key is None or key.kind != "string" or not places:
            return None
        name, around = str(key.value), places[0]
        found = None if around is None else (*around, name)
        self.names.append(Named(name, found, key.offset, key.end))
        return found

    def _context_argument(self, built_in: str, count: int, scope: Scope) -> None:
        """Notes a call that takes the current value because it is given too few arguments."""
        known = BUILT_INS.get(built_in)
        most = known.from_context if known is not None else 0
        if count <= most and scope.here == ():
            self.everything = True

    def _applied(self, node: Node, scope: Scope) -> Place:
        left, right = node.parts
        source = self.place(left, scope)
        if right.kind in {"function", "partial"} and not right.filters:
            return self._call(right.parts[0], right.parts[1:], (source,), scope)
        if right.kind == "variable":
            return self._call(right, (), (source,), scope)
        if right.kind == "transform":
            target = self.place(right.parts[0], scope.at(source))
            for part in right.parts[1:]:
                self.place(part, scope.at(target))
            return None
        self.place(right, scope)
        return None

    def _lambda(self, node: Node, scope: Scope, given: dict[int, Place]) -> None:
        """Notes the body; a signature may ask for the current value, so all is then read."""
        inner = scope.inner()
        self.everything = self.everything or node.value is True
        for number, name in enumerate(node.names):
            inner.names[name] = given.get(number)
        self.place(node.parts[0], inner)

    # --- comparisons -----------------------------------------------------------------------------

    def _binary(self, node: Node, scope: Scope) -> None:
        begin = len(self.fields)
        for part in node.parts:
            self.place(part, scope)
        if node.value not in _COMPARED:
            return
        around = zip(self.fields[begin:], self._shields[begin:], strict=True)
        bare = tuple(read for read, shields in around if shields == scope.shields)
        self.comparisons.append(Comparison(str(node.value), bare, any(map(_is_text, node.parts))))


def _is_text(node: Node) -> bool:
    return node.kind == "string" or (node.kind == "value" and node.value is None)
