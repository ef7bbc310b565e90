"""Knows which field a form inside of a field belongs to. Must not know how anything is renamed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from designer.document.changes.rename_field import FieldRename
    from designer.document.neighbours import Caller
    from designer.forms.context import Later, Renaming


@dataclass(frozen=True, slots=True)
class RenamingInside:
    """Names fields inside of a field otherwise.

    Args:
        outer: does so with the fields around.
        use: the use of the form around.
        name: returns what the field around is called now.
    """

    outer: Renaming
    use: str
    name: Callable[[], str]

    def begin(
        self, form: str, name: str, new: str, inside: tuple[str, ...] = ()
    ) -> FieldRename | None:
        """Return what would change."""
        del form  # it has no use of its own
        return self.outer.begin(self.use, name, new, (self.name(), *inside))

    def callers(self, rename: FieldRename) -> Later | None:
        """Look for other workflows that name the field."""
        return self.outer.callers(rename)

    def do(self, rename: FieldRename, callers: Sequence[Caller] = ()) -> None:
        """Make the change.

        Raises:
            DefinitionError: it does not fit, or the name is taken.
        """
        self.outer.do(rename, callers)
