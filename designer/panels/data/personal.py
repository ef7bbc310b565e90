"""Knows which fields of a step's data the workflow's schemas mark as personal. Knows no values."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from designer.forms.formulas.fields import flat, known_fields

if TYPE_CHECKING:
    from designer.panels.workbench import Workbench
    from runtime.definition.json_value import JsonValue

Ways = frozenset[tuple[str, ...]]


class PersonalFields(QObject):
    """Asks the helper once for each step of each version of the drawing.

    Attributes:
        marked: ways of the fields, as formulas read them.
        changed: they are known now, or others.
    """

    changed = Signal()

    def __init__(self, bench: Workbench, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bench = bench
        self._asked: tuple[object, int, str] | None = None
        self.marked: Ways = frozenset()

    def take_step(self, step: str) -> None:
        """Look at another step; nothing is asked where it is the same."""
        document = self._bench.document
        asked = (document, document.revision, step)
        if asked == self._asked or step not in document.model.nodes:
            return
        self._asked = asked
        reply = self._bench.services.helper.schema_for(document.model.document(), step)
        reply.done.connect(partial(self._take, asked))

    def marked_under(self, *head: str) -> Ways:
        """Return the ways within what lies under some names."""
        size = len(head)
        return frozenset(way[size:] for way in self.marked if way[:size] == head)

    def _take(self, asked: object, schema: JsonValue) -> None:
        if asked != self._asked or not isinstance(schema, dict):
            return
        found = frozenset(each.path for each in flat(known_fields(schema)) if each.personal)
        if found != self.marked:
            self.marked = found
            self.changed.emit()
