"""Knows how named objects are edited, such as settings by name. Must not know what they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLineEdit

from designer.forms.basic.single import KeptEditor, as_text
from designer.forms.line import Line
from designer.forms.parts import column, icon_button, link_button, row
from designer.forms.registry import editor_class
from designer.forms.schema import inside, opened, same, title
from designer.forms.wrong import WrongLine

if TYPE_CHECKING:
    from collections.abc import Generator

    from PySide6.QtWidgets import QWidget

    from designer.forms.context import FormContext
    from designer.forms.field import Problems
    from runtime.definition.json_value import JsonObject, JsonValue


class _Named(QFrame):
    """One object with its name."""

    renamed = Signal(str, str)
    removed = Signal(str)
    edited = Signal(str, object)

    def __init__(
        self, name: str, schema: JsonObject, context: FormContext, what: str, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.name = name
        self._input = Line(name, self)
        self._input.setAccessibleName(f"Name of the {what}")
        self._input.editingFinished.connect(self._rename)
        gone = icon_button("trash", f"Remove {name}", context.theme, self._remove, self)
        layout = column(self, 4)
        layout.addLayout(row(self._input, gone, spacing=2))
        self.editor = editor_class(schema)(schema, context, self)
        self.editor.setAccessibleName(name)
        self.editor.edited.connect(self._take)
        layout.addWidget(self.editor)
        self._wrong = WrongLine(self)
        layout.addWidget(self._wrong.label)

    def _rename(self) -> None:
        wished = self._input.text().strip()
        if wished and wished != self.name:
            self.renamed.emit(self.name, wished)
        self._input.setText(self.name)

    def _remove(self) -> None:
        self.removed.emit(self.name)

    def _take(self, value: JsonValue) -> None:
        self.edited.emit(self.name, value)

    def set_problems(self, problems: Problems) -> None:
        """Show what is wrong with the object."""
        self._wrong.say(self.editor.mark(problems))


class NamedEditor(KeptEditor):
    """Objects by name, to be added, named and removed."""

    def __init__(
        self, schema: JsonObject, context: FormContext, parent: QWidget | None = None
    ) -> None:
        super().__init__(schema, context, parent)
        self._rows: dict[str, _Named] = {}
        self._inner = opened(inside(schema, schema.get("additionalProperties")))
        self._what = title(self._inner, "entry").lower() if self._inner.get("title") else "entry"
        self._new = QLineEdit(self)
        self._new.setPlaceholderText(f"Name of a new {self._what}")
        self._new.setAccessibleName(f"Name of a new {self._what}")
        self._new.returnPressed.connect(self.add_named)
        outer = column(self, 8)
        self._holder = QFrame(self)
        self._list = column(self._holder, 10)
        outer.addWidget(self._holder)
        outer.addLayout(row(self._new, link_button("+ Add", self.add_named, self)))
        self.setFocusProxy(self._new)

    def _all(self) -> JsonObject:
        return self._value if isinstance(self._value, dict) else {}

    def filling(self, value: JsonValue) -> Generator[None]:
        """Show the objects one after the other."""
        if not same(value, self._value):
            self._value = value
            yield from self._showing()

    def _show(self) -> None:
        """Show the objects; those that are as they were keep cursor and selection."""
        for _ in self._showing():
            pass

    def _showing(self) -> Generator[None]:
        """Make and fill what there is now; looks again after each pause."""
        for name in [name for name in self._rows if name not in self._all()]:
            gone = self._rows.pop(name)
            gone.hide()
            gone.deleteLater()
        for name in self._all():
            if name in self._all() and name not in self._rows:
                self._rows[name] = self._made(name)
                yield
            if name in self._all():
                self._fill(self._rows[name], self._all()[name])
                yield

    def _fill(self, shown: _Named, value: JsonValue) -> None:
        if not same(shown.editor.value(), value):
            shown.editor.set_value(value)

    def _made(self, name: str) -> _Named:
        made = _Named(name, self._inner, self.context, self._what, self._holder)
        made.renamed.connect(self.rename)
        made.removed.connect(self.remove_named)
        made.edited.connect(self._edit)
        self._list.addWidget(made)
        return made

    # --- what the person does ---------------------------------------------------------------------

    def add_named(self) -> None:
        """Add an object of the name that was typed."""
        name = self._new.text().strip()
        if name and name not in self._all():
            self._new.clear()
            self._replace({**self._all(), name: {}})
            self._rows[name].editor.focus_inside("")

    def remove_named(self, name: str) -> None:
        """Take an object out."""
        self._replace({n: v for n, v in self._all().items() if n != name})

    def rename(self, name: str, wished: str) -> None:
        """Give an object another name, where that is free, at the same place."""
        if wished not in self._all():
            self._replace({(wished if n == name else n): v for n, v in self._all().items()})

    def _edit(self, name: str, value: JsonValue) -> None:
        self._value = {**self._all(), name: {} if value is None else value}
        self.edited.emit(self._value)

    def _replace(self, values: JsonObject) -> None:
        self._value = values
        self._show()
        self.edited.emit(values)

    # --- problems ---------------------------------------------------------------------------------

    def set_problems_inside(self, problems: Problems) -> list[str]:
        """Let each object show its own; return what belongs to none."""
        left = dict(problems)
        for name, each in self._rows.items():
            mine = {p: found for p, found in left.items() if p == name or p.startswith(f"{name}.")}
            each.set_problems({p[len(name) + 1 :]: found for p, found in mine.items()})
            left = {path: found for path, found in left.items() if path not in mine}
        return [sentence for pairs in left.values() for sentence, _ in pairs]

    def own_problem(self) -> str:
        """Return that something else stands here."""
        if self._value is None or isinstance(self._value, dict):
            return ""
        return f"Named entries belong here, and “{as_text(self._value)[:60]}” has none."

    def focus_inside(self, path: str) -> None:
        """Let the person type in an object."""
        for name, each in self._rows.items():
            if path == name or path.startswith(f"{name}."):
                each.editor.focus_inside(path[len(name) + 1 :])
                return
        self.setFocus()
