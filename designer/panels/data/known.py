"""Knows what schemas say of a step's data: titles, and what is about a person. Knows no values."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from designer.forms.formulas.fields import flat, known_fields

if TYPE_CHECKING:
    from designer.panels.workbench import Workbench
    from runtime.definition.json_value import JsonValue

Ways = frozenset[tuple[str, ...]]


class KnownFields(QObject):
    """Asks the helper once for each step of each version of the drawing.

    Attributes:
        marked: ways of the fields that are about a person, as formulas read them.
        changed: they are known now, or others.
    """

    changed = Signal()

    def __init__(self, bench: Workbench, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bench = bench
        self._asked: tuple[object, int, str] | None = None
        self.marked: Ways = frozenset()
        self._titles: dict[tuple[str, ...], str] = {}
        self._reply: object = None

    def take_step(self, step: str) -> None:
        """Look at another step; nothing is asked where it is the same."""
        document = self._bench.document
        asked = (document, document.revision, step)
        if asked == self._asked:
            return
        self._asked = asked
        if step not in document.model.nodes:  # of a workflow that this one calls
            self.marked, self._titles = frozenset(), {}
            return
        whole = document.model.document()
        self._reply = reply = self._bench.services.helper.schema_for(whole, step, saving=True)
        reply.done.connect(partial(self._take, asked))

    def title(self, *path: str) -> str:
        """Return what the schemas call a field, by the names by which formulas read it; "" if not.

        A name that nobody gave a title is left to whoever shows it.
        """
        return self._titles.get(path, "")

    def marked_under(self, *head: str) -> Ways:
        """Return the ways within what lies under some names."""
        size = len(head)
        return frozenset(way[size:] for way in self.marked if way[:size] == head)

    def _take(self, asked: object, schema: JsonValue) -> None:
        if asked != self._asked or not isinstance(schema, dict):
            return
        fields = [*flat(known_fields(schema))]
        marked = frozenset(each.path for each in fields if each.personal)
        titles = {each.path: each.title for each in fields}
        if (marked, titles) != (self.marked, self._titles):
            self.marked, self._titles = marked, titles
            self.changed.emit()
