"""Knows how the use of fields, variables and functions is stated. Must not know how it is found."""

from __future__ import annotations

import re
from dataclasses import dataclass

_PLAIN_NAME = re.compile(r"[A-Za-z_]\w*")
_RESERVED = frozenset({"and", "or", "in", "true", "false", "null", "function"})
WILD = frozenset({"*", "**"})
"""Names in a path that stand for any field, and for any field at any depth."""


@dataclass(frozen=True, slots=True)
class Read:
    """A field that is read.

    Attributes:
        path: names from the top of the context; `*` and `**` stand for wildcards.
        offset, length: where it stands in the text; of a relative name only what is written there.
        exact: whether the place is certain, so that a checker may look it up.
    """

    path: tuple[str, ...]
    offset: int
    length: int
    exact: bool = True

    @property
    def text(self) -> str:
        """The path as it is written from the top: data.deal.`Deal Amount`."""
        return path_text(self.path)


@dataclass(frozen=True, slots=True)
class Named:
    """A name of a field, where it is written.

    Attributes:
        name: the name.
        path: the same as of `Read`, with this name at its end; None where that cannot be told.
        offset, end: where it stands in the text, with its back-ticks or quotes.
    """

    name: str
    path: tuple[str, ...] | None
    offset: int
    end: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two values compared by `=`, `!=` or `in`, with the bare fields on either side.

    Attributes:
        operator: which of them.
        fields: fields of either side that enter the comparison without a function around them.
        with_text: whether one side is a literal text or null, so that no numbers are compared.
    """

    operator: str
    fields: tuple[Read, ...]
    with_text: bool


@dataclass(frozen=True, slots=True)
class Reads:
    """What an expression uses.

    Attributes:
        fields: every field that is read, in the order of the text.
        variables: free `$names` that are neither bound in the text nor built-in functions.
        functions: built-in functions that are called or handed on.
        roots: names at the top of the context that are read; of `steps` with the step
            (`steps.create_party`). None where that cannot be told, so that all is needed.
        comparisons: comparisons for equality.
        names: every name of a field, in the order of the text.
    """

    fields: tuple[Read, ...]
    variables: frozenset[str]
    functions: frozenset[str]
    roots: frozenset[str] | None
    comparisons: tuple[Comparison, ...] = ()
    names: tuple[Named, ...] = ()


def path_text(path: tuple[str, ...]) -> str:
    """Returns a path as JSONata writes it, with back-ticks where a name needs them."""
    return ".".join(name if is_plain(name) else f"`{name}`" for name in path)


def is_plain(name: str) -> bool:
    """Whether a name needs no back-ticks."""
    return name in WILD or (bool(_PLAIN_NAME.fullmatch(name)) and name not in _RESERVED)
