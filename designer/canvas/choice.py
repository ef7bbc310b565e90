"""Knows what an entry of a list to pick from is. Must not know how it is shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from runtime.step import Category


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry.

    Attributes:
        value: what is picked with it; None makes it a heading, which cannot be picked.
        section: a few quiet words at the right.
        icon: for `designer.assets.icons`.
    """

    title: str
    value: object = None
    summary: str = ""
    section: str = ""
    icon: str = ""
    category: Category = "logic"

    @property
    def is_heading(self) -> bool:
        """Whether it only says what follows."""
        return self.value is None
