"""Knows how a list is edited: item by item. Must not know what the items are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QWidget

from designer.forms.basic.single import KeptEditor, as_text
from designer.forms.parts import column, icon_button, label, link_button, row, tight
from designer.forms.registry import editor_class
from designer.forms.schema import field_type, inside, members, opened, same, title
from designer.forms.wrong import WrongLine

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from PySide6.QtWidgets import QVBoxLayout

    from designer.forms.context import FormContext
    from designer.forms.field import Problems
    from runtime.definition.json_value import JsonObject, JsonValue

FIRST = 20
"""So many items are shown at once; the others when they are asked for."""
_PLACE = re.compile(r"\[(\d+)\]\.?(.*)", re.DOTALL)


class _Item(QFrame):
    """One item with what can be done to it.

    An object's fields stand below its heading; a plain value stands beside its buttons.
    """

    def __init__(self, owner: ListEditor, at: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.at = at
        schema, theme = owner.items, owner.context.theme
        self.editor = editor_class(schema)(schema, owner.context, self)
        name = f"{title(schema, 'item')} {at + 1}"
        self.editor.setAccessibleName(name)
        up = icon_button(
            "arrow-up", f"Move {name} up", theme, lambda: owner.move_item(self.at, -1), self
        )
        down = icon_button(
            "arrow-down", f"Move {name} down", theme, lambda: owner.move_item(self.at, 1), self
        )
        gone = icon_button(
            "trash", f"Remove {name}", theme, lambda: owner.remove_item(self.at), self
        )
        up.setEnabled(at > 0)
        self._down = down
        layout = column(self, 4)
        if owner.is_of_objects:
            heading = label(name, "caption", self)
            layout.addLayout(row(heading, up, down, gone, spacing=0))
            layout.addWidget(self.editor)
        else:
            layout.addLayout(row(self.editor, up, down, gone, spacing=0))
        self._wrong = WrongLine(self)
        layout.addWidget(self._wrong.label)
        self.editor.edited.connect(self._take)
        self._owner = owner

    def _take(self, value: JsonValue) -> None:
        self._owner.edit_item(self.at, value)

    def set_last(self, *, is_last: bool) -> None:
        """Say whether nothing stands below."""
        self._down.setEnabled(not is_last)

    def set_problems(self, problems: Problems) -> None:
        """Show what is wrong with the item."""
        self._wrong.say(self.editor.mark(problems))


class ListEditor(KeptEditor):
    """Items one below the other, to be added, moved and removed."""

    def __init__(
        self, schema: JsonObject, context: FormContext, parent: QWidget | None = None
    ) -> None:
        super().__init__(schema, context, parent)
        self._problems: Problems = {}
        self._most = FIRST
        self.items = opened(inside(schema, schema.get("items")))
        self.is_of_objects = field_type(self.items, frozenset({"object"})) == "object"
        self._rows: list[_Item] = []
        outer = column(self, 6)
        self._holder = QWidget(self)
        self._list: QVBoxLayout = column(self._holder, 8 if self.is_of_objects else 4)
        outer.addWidget(self._holder)
        self._more = link_button("", self._show_all, self)
        self._more.hide()
        what = title(self.items, "item").lower() if self.items.get("title") else "item"
        self._add = link_button(f"+ Add {_article(what)} {what}", self.add_item, self)
        outer.addWidget(self._more)
        outer.addWidget(self._add)
        self.setFocusProxy(self._add)
        tight(self._list, self._list.spacing())

    def filling(self, value: JsonValue) -> Generator[None]:
        """Show a list an item at a time."""
        if not same(value, self._value):
            self._value = value
            yield from self._showing()

    def _all(self) -> list[JsonValue]:
        default = self.schema.get("default") if self._value is None else self._value
        return list(default) if isinstance(default, list) else []

    def _show(self) -> None:
        """Show the items; those that are as they were keep cursor and selection."""
        for _ in self._showing():
            pass

    def _showing(self) -> Generator[None]:
        """Make and fill what the list has now; looks again after each pause."""
        at = 0
        while at < self._shown():
            if at == len(self._rows):
                self._append()
            else:
                self._fill(self._rows[at])
                at += 1
            yield
        while len(self._rows) > self._shown():
            self._rows.pop().deleteLater()
        self._more.setText(f"Show all {len(self._all())}")
        self._more.setVisible(len(self._all()) > self._shown())
        self._spread()

    def _shown(self) -> int:
        return min(len(self._all()), self._most)

    def _append(self) -> None:
        item = _Item(self, len(self._rows), self._holder)
        self._list.addWidget(item)
        self._rows.append(item)

    def _fill(self, item: _Item) -> None:
        values = self._all()
        item.set_last(is_last=item.at == len(values) - 1)
        if not same(item.editor.value(), values[item.at]):
            item.editor.set_value(values[item.at])

    def _show_all(self) -> None:
        self._most = len(self._all())
        self._show()

    # --- what the person does ---------------------------------------------------------------------

    def add_item(self) -> None:
        """Add an empty item at the end and let the person fill it in."""
        values = [*self._all(), _blank(self.items)]
        self._most = max(self._most, len(values))
        self._replace(values)
        self._rows[-1].editor.focus_inside("")

    def remove_item(self, at: int) -> None:
        """Take an item out."""
        values = self._all()
        del values[at]
        self._replace(values)

    def move_item(self, at: int, by: int) -> None:
        """Move an item up or down."""
        values = self._all()
        if 0 <= at + by < len(values):
            values[at], values[at + by] = values[at + by], values[at]
            self._replace(values)

    def edit_item(self, at: int, value: JsonValue) -> None:
        """Take what the person entered in an item."""
        values = self._all()
        values[at] = _blank(self.items) if value is None else value
        self._value = values
        self.edited.emit(values)

    def _replace(self, values: list[JsonValue]) -> None:
        self._value = values
        self._show()
        self.edited.emit(values)

    # --- problems ---------------------------------------------------------------------------------

    def set_problems_inside(self, problems: Problems) -> list[str]:
        """Let each item show its own; return what belongs to the list or to hidden items."""
        self._problems = problems
        return self._spread()

    def _spread(self) -> list[str]:
        split: dict[int, dict[str, Sequence[tuple[str, int | None]]]] = {}
        rest: list[str] = []
        for path, found in self._problems.items():
            place = _PLACE.fullmatch(path)
            if place is not None and int(place[1]) < len(self._rows):
                split.setdefault(int(place[1]), {})[place[2]] = found
            else:
                rest += [sentence for sentence, _ in found]
        for item in self._rows:
            item.set_problems(split.get(item.at, {}))
        return rest

    def own_problem(self) -> str:
        """Return what stands here in place of a list."""
        if self._value is None or isinstance(self._value, list):
            return ""
        shown = as_text(self._value)[:60]
        return f"A list belongs here, and “{shown}” is none. It is kept until you add an item."

    def focus_inside(self, path: str) -> None:
        """Let the person type in an item."""
        place = _PLACE.fullmatch(path)
        if place is not None and int(place[1]) < len(self._all()):
            if int(place[1]) >= len(self._rows):
                self._show_all()
            self._rows[int(place[1])].editor.focus_inside(place[2])
        else:
            self.setFocus()


def _blank(schema: JsonObject) -> JsonValue:
    """Return what a new item holds: its defaults are its own, so nothing but what must be there."""
    if "default" in schema:
        return schema["default"]
    kind = field_type(schema, frozenset({"object", "boolean", "integer", "number", "array"}))
    needed = schema.get("required")
    names = [str(name) for name in needed] if isinstance(needed, list) else []
    fields = members(schema)
    empty: dict[str, JsonValue] = {
        "object": {n: _blank(fields[n]) for n in names if n in fields},
        "boolean": False,
        "integer": schema.get("minimum", 0),
        "number": schema.get("minimum", 0),
        "array": [],
    }
    return empty.get(kind, "")


def _article(word: str) -> str:
    return "an" if word[:1] in "aeiou" else "a"
