"""Knows what may be asked of whoever knows the workflows beside the open one. Not who that is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from designer.document.changes.field_uses import FormField
    from designer.document.neighbours import Caller
    from designer.forms.context import Later


class Neighbours(Protocol):
    """The workflows that run the open one."""

    def look(self, target: FormField, new: str) -> Later | None:
        """Look for those that name a field of the open one: done with a tuple of `Caller`.

        None where no other can name it.
        """
        ...

    def follow(self, callers: Sequence[Caller], target: FormField, new: str) -> None:
        """Change some that name a field of the open one, and save all of them."""
        ...
