"""Knows a form in the narrow settings: its fields in short, and the way to the builder.

Must not know how a field is edited.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from designer.assets.icons import icon
from designer.forms.basic.flow import FlowLayout
from designer.forms.basic.single import KeptEditor, as_text
from designer.forms.builder import fields
from designer.forms.builder.field_list import FieldList
from designer.forms.builder.model import HEIGHT, FieldsModel
from designer.forms.builder.sorts import BY_ID, OFFERED
from designer.forms.builder.uses import USE, use_of
from designer.forms.parts import column, label, link_button
from designer.forms.registry import editor_for
from designer.forms.schema import same

if TYPE_CHECKING:
    from designer.forms.builder.dialog import BuilderDialog
    from designer.forms.context import FormContext
    from designer.forms.field import Problems
    from runtime.definition.json_value import JsonObject, JsonValue

_MOST_SEEN = 8
_OUTCOMES = "outcomes"


class FormEditor(KeptEditor):
    """The fields of a form to look at, to add to and to move; more in the builder."""

    def __init__(
        self, schema: JsonObject, context: FormContext, parent: QWidget | None = None
    ) -> None:
        super().__init__(schema, context, parent)
        self.use = use_of(schema.get(USE))
        self.help_text = self.use.help
        self.dialog: BuilderDialog | None = None
        self.model = FieldsModel(context.theme, self)
        self.list = FieldList(context.theme, parent=self)
        self.list.setModel(self.model)
        self.list.setAccessibleName(self.use.fields)
        self.list.doubleClicked.connect(self._open_chosen)
        self.list.acts = {
            (Qt.KeyboardModifier.NoModifier, Qt.Key.Key_Return): self._open_chosen,
            (Qt.KeyboardModifier.NoModifier, Qt.Key.Key_Delete): self._remove,
            (Qt.KeyboardModifier.AltModifier, Qt.Key.Key_Up): lambda: self._move(-1),
            (Qt.KeyboardModifier.AltModifier, Qt.Key.Key_Down): lambda: self._move(1),
        }
        self._empty = label(self.use.empty, "muted", self)
        self._raw = editor_for({"title": "Form"}, context, self)
        self._raw.edited.connect(self._take)
        self.add_button = link_button("+ Add a field", self._offer)
        self.open_button = QPushButton(self.use.open, self)
        self.open_button.clicked.connect(self.open)
        layout = column(self, 6)
        for part in (self._empty, self.list, self._raw):
            layout.addWidget(part)
        buttons = FlowLayout(holder := QWidget(self), 6)
        buttons.setContentsMargins(0, 0, 0, 0)
        for part in (self.open_button, self.add_button, QWidget(holder)):  # the last takes the rest
            buttons.addWidget(part)
        layout.addWidget(holder)
        self.setFocusProxy(self.open_button)
        self._show()

    # --- the value --------------------------------------------------------------------------------

    def set_value(self, value: JsonValue) -> None:
        """Show a form, also in the builder when it is open."""
        if not same(value, self._value):
            self._value = value
            self._show()
            if self.dialog is not None and fields.is_form(value):
                self.dialog.builder.set_value(self._form(), self._outcomes())

    def own_problem(self) -> str:
        """Return what stands here in place of a form."""
        if fields.is_form(self._value):
            return ""
        shown = as_text(self._value)[:60]
        return f"A form has named fields, and “{shown}” has none. It is kept as it is."

    def _form(self) -> JsonObject:
        return cast("JsonObject", self._value or {}) if fields.is_form(self._value) else {}

    def _outcomes(self) -> tuple[str, ...]:
        found = self.context.companions.get(_OUTCOMES)
        names = found if isinstance(found, list) else []
        return tuple(
            str(each.get("title") or each.get("name")) if isinstance(each, dict) else str(each)
            for each in names
        )

    def _show(self) -> None:
        is_form = fields.is_form(self._value)
        self._raw.setVisible(not is_form)
        self.open_button.setVisible(is_form)
        self.add_button.setVisible(is_form)
        if not is_form:
            self._raw.set_value(self._value)
        at = self.list.currentIndex().row()
        self.model.set_form(self._form())
        count = len(self.model.names)
        if count and not self.list.currentIndex().isValid():
            self.list.setCurrentIndex(self.model.index(min(max(at, 0), count - 1)))
        self._empty.setVisible(is_form and not count)
        self.list.setVisible(is_form and count > 0)
        self.list.setFixedHeight(min(count, _MOST_SEEN) * HEIGHT + 8)

    # --- what the person does ---------------------------------------------------------------------

    def open(self) -> BuilderDialog:
        """Open the builder, or bring it to the front."""
        if self.dialog is not None:
            self.dialog.raise_()
            return self.dialog
        from designer.forms.builder.dialog import BuilderDialog  # large, and opened now and then

        dialog = BuilderDialog(self.context, self.use, self)
        self.dialog = dialog
        dialog.builder.set_value(self._form(), self._outcomes())
        dialog.builder.edited.connect(self._take)
        dialog.builder.followed.connect(self._follow)
        dialog.finished.connect(self._closed)
        dialog.open()
        return dialog

    def menu(self) -> QMenu:
        """Return the sorts of fields that can be added."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name in OFFERED:
            sort = BY_ID[name]
            action = menu.addAction(icon(sort.icon, self.context.theme.muted, 16), sort.title)
            action.triggered.connect(lambda _=False, name=name: self._add(name))
        return menu

    def _offer(self) -> None:
        self.menu().popup(self.add_button.mapToGlobal(self.add_button.rect().bottomLeft()))

    def _add(self, sort: str) -> None:
        """Put a field in at the end, in the builder: there it gets its title at once."""
        self.open().builder.add(sort, len(self.model.names))

    def _chosen(self) -> str:
        at = self.list.currentIndex().row()
        return self.model.names[at] if 0 <= at < len(self.model.names) else ""

    def _open_chosen(self) -> None:
        name = self._chosen()
        self.open().builder.choose(name)

    def _remove(self) -> None:
        if self._chosen():
            self._take(fields.removed(self._form(), self._chosen()))

    def _move(self, by: int) -> None:
        name = self._chosen()
        at = self.model.names.index(name) + by if name else -1
        if 0 <= at < len(self.model.names):
            self._take(fields.moved(self._form(), name, at))
            self.list.setCurrentIndex(self.model.index(at))

    def _take(self, value: JsonValue) -> None:
        self._value = value
        self._show()
        self.edited.emit(value)

    def _follow(self, value: JsonValue) -> None:
        """Take in what the builder has changed already, so that nothing older is shown again."""
        self._value = value
        self._show()

    def _closed(self) -> None:
        self.dialog = None

    # --- problems and places ----------------------------------------------------------------------

    def set_problems_inside(self, problems: Problems) -> list[str]:
        """Return the sentences, each with the field that it is about."""
        said: list[str] = []
        for path, found in problems.items():
            name = next((n for n in self.model.names if path.startswith(f"properties.{n}")), "")
            where = f"{fields.title_of(name, fields.fields(self._form())[name])}: " if name else ""
            said += [f"{where}{sentence}" for sentence, _ in found]
        return said

    def set_companions(self, values: JsonObject) -> None:
        """Show other buttons below the form when there are other outcomes."""
        del values
        if self.dialog is not None:
            self.dialog.builder.set_value(self._form(), self._outcomes())

    def focus_inside(self, path: str) -> None:
        """Open the builder at a field."""
        name = next((n for n in self.model.names if path.startswith(f"properties.{n}")), "")
        if name:
            self.open().builder.choose(name)
        else:
            self.setFocus()
