"""Knows which field a form of the settings means. Must not know how it is renamed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from designer.document.changes.field_uses import FormField

if TYPE_CHECKING:
    from collections.abc import Sequence

    from designer.document.changes.rename_field import FieldRename
    from designer.document.neighbours import Caller
    from designer.forms.context import Later
    from designer.panels.workbench import Workbench


@dataclass(frozen=True, slots=True)
class Renaming:
    """Names fields otherwise in the open workflow.

    Args:
        bench: what lies on the desk.
        step: id of the step whose form is edited; "" for the workflow's own.
    """

    bench: Workbench
    step: str = ""

    def begin(
        self, form: str, name: str, new: str, inside: tuple[str, ...] = ()
    ) -> FieldRename | None:
        """Return what would change; None for a form that is none of the workflow's."""
        from designer.document.changes.rename_field import FieldRename  # it brings the parser

        target = self._field(form, name, inside)
        if target is None:
            return None
        return FieldRename(self.bench.document.model, self.bench.services.kinds, target, new)

    def callers(self, rename: FieldRename) -> Later | None:
        """Look for other workflows that name the field; None where there can be none."""
        neighbours = self.bench.neighbours
        if neighbours is None or not self.bench.beside:
            return None
        return neighbours.look(rename.target, rename.new)

    def do(self, rename: FieldRename, callers: Sequence[Caller] = ()) -> None:
        """Make the change, and then in workflows that run this one.

        Raises:
            DefinitionError: it does not fit, or the name is taken.
        """
        self.bench.document.do(rename.command())
        if callers and self.bench.neighbours is not None:
            self.bench.neighbours.follow(callers, rename.target, rename.new)

    def _field(self, form: str, name: str, inside: tuple[str, ...]) -> FormField | None:
        if form == "task" and self.step:
            kind = self.bench.services.kinds.get(str(self.bench.document.step(self.step)["kind"]))
            if kind is None or not kind.begins:
                return FormField("step", name, self.step, inside)
            form = "start"
        if form == "start":
            return FormField("input", name, inside=inside)
        return FormField("data", name, inside=inside) if form == "data" else None
