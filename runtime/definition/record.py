"""Knows how plain data is declared that nobody may change. Must not know any such data.

`@dataclass(frozen=True)` guards every attribute while the program runs, which makes a new object
cost four times as much; the engine makes several for each step. A record is frozen for the type
checker, which reads all of our code, and quick at run time.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar, dataclass_transform

_Class = TypeVar("_Class")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def record(cls: type[_Class]) -> type[_Class]:
    """Makes a class a slotted data class whose attributes are never set again."""
    return dataclass(slots=True, unsafe_hash=True)(cls)


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def written_record(cls: type[_Class]) -> type[_Class]:
    """Makes a record that is written as JSON again and again.

    It has no slots: the JSON writer then takes a third of the time.
    """
    return dataclass(unsafe_hash=True)(cls)
