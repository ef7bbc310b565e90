"""Knows what is to be known of a workflow that another one runs. Must not know how it is found."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Called:
    """A workflow as others see it that run it.

    Attributes:
        name: what people call it.
        takes: names of the fields of its start form; None where it takes anything.
        gives: names in what it hands back; None where that is not known.
    """

    name: str
    takes: frozenset[str] | None = None
    gives: frozenset[str] | None = None
