"""Knows the builder of a form: sorts left, fields, settings of one field, what a person sees.

Must not know where it is shown.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QScrollArea, QWidget

from designer.document.changes.field_uses import Found
from designer.forms.builder import fields
from designer.forms.builder.bounded import Bounded
from designer.forms.builder.field_list import FieldList
from designer.forms.builder.model import FieldsModel, SortsModel
from designer.forms.builder.panes import Panes
from designer.forms.builder.preview import FormPreview
from designer.forms.builder.rename_dialog import RenameDialog
from designer.forms.builder.settings import FieldSettings
from designer.forms.builder.sorts import BY_ID
from designer.forms.builder.uses import Use, use_of
from designer.forms.fold import Fold
from designer.forms.parts import be, column, icon_button, label, row
from designer.forms.registry import editor_for
from runtime.definition.errors import DefinitionError
from runtime.definition.form_fields import with_order_said

if TYPE_CHECKING:
    from collections.abc import Sequence

    from designer.document.changes.rename_field import FieldRename
    from designer.document.neighbours import Caller
    from designer.forms.context import FormContext
    from designer.forms.field import FieldEditor
    from runtime.definition.json_value import JsonObject, JsonValue

_GLANCE = 0.02
"""Seconds in which is seen whether anything refers to a field, before a window says so."""
_WIDTHS = [200, 240, 340, 393]
_KEYS, _ALT = Qt.Key, Qt.KeyboardModifier.AltModifier
_CTRL = Qt.KeyboardModifier.ControlModifier


class Builder(QWidget):
    """A form to be built.

    Args:
        context: what the editors may ask; changes are taken back through it.
        use: what the fields are for.
        parent: the widget it lies in.

    Attributes:
        edited: emitted with the schema of the form when the person changed it.
        followed: emitted with the schema as it is, where the workflow is changed without `edited`.
    """

    edited = Signal(object)
    followed = Signal(object)

    def __init__(
        self, context: FormContext, use: Use | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.bounded = Bounded(context.undoing)
        self.context = replace(context, undoing=self.bounded)
        self.use = use or use_of("task")
        self._form: JsonObject = {}
        self._fresh: set[str] = set()
        self.asking: RenameDialog | None = None
        self.sorts = FieldList(context.theme, parent=self)
        words = "Click a field at the left,\nor drag it in."
        self.list = FieldList(context.theme, words, self)
        self.sorts_model = SortsModel(context.theme, self)
        self.model = FieldsModel(context.theme, self)
        self.settings = FieldSettings(self.context, self.use, self)
        self.preview = FormPreview(context, self.use.finish, self)
        self._raw: FieldEditor | None = None
        self._set_lists()
        self._connect()
        self._lay_out()

    # --- building ---------------------------------------------------------------------------------

    def _set_lists(self) -> None:
        self.sorts.setModel(self.sorts_model)
        self.sorts.setAccessibleName("Sorts of fields")
        self.sorts.setDragEnabled(True)
        self.sorts.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.sorts.clicked.connect(self._add_of)
        # Who clicks twice has left the question that the first click has led to.
        self.sorts.doubleClicked.connect(self.settings.ask_question)
        self.list.setModel(self.model)
        self.list.setAccessibleName(self.use.fields)
        self.list.setDragEnabled(True)
        self.list.setAcceptDrops(True)
        self.list.setDropIndicatorShown(True)
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.list.setDefaultDropAction(Qt.DropAction.MoveAction)
        plain = Qt.KeyboardModifier.NoModifier
        self.list.acts = {
            (_ALT, _KEYS.Key_Up): lambda: self.shift(-1),
            (_ALT, _KEYS.Key_Down): lambda: self.shift(1),
            (_CTRL, _KEYS.Key_D): self.copy,
            (plain, _KEYS.Key_Delete): self.remove,
        }
        self.sorts.acts = {
            (plain, _KEYS.Key_Return): lambda: self._add_of(self.sorts.currentIndex()),
            (plain, _KEYS.Key_Enter): lambda: self._add_of(self.sorts.currentIndex()),
        }

    def _connect(self) -> None:
        self.list.selectionModel().currentChanged.connect(self._show_settings)
        self.model.dropped_sort.connect(self.add)
        self.model.dropped_field.connect(self._drop)
        settings = self.settings
        settings.keyword_edited.connect(self._set_keyword)
        settings.needed_edited.connect(self._set_needed)
        settings.name_edited.connect(self._rename)
        settings.sort_edited.connect(self._set_sort)
        settings.replaced.connect(self._replace)
        for keys, act in (
            (QKeySequence.StandardKey.Undo, self.bounded.undo),
            (QKeySequence.StandardKey.Redo, self.bounded.redo),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def _lay_out(self) -> None:
        across = Panes(self.context.theme, self)
        across.addWidget(_headed("Add a field", self.sorts))
        across.addWidget(_headed(self.use.fields, self.list, self._bar()))
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        be(area, "plain")
        area.setWidget(self.settings)
        self.settings.setContentsMargins(0, 6, 8, 0)
        across.addWidget(_headed("Field", area))
        if self.use.is_filled_in:
            across.addWidget(_headed("What the person will see", self.preview))
        else:
            self.preview.hide()
        across.setSizes(_WIDTHS[: across.count()])
        across.setStretchFactor(across.count() - 1, 1)
        layout = column(self, 8)
        layout.addWidget(across, 1)
        self._raw_fold = Fold("For technicians: all fields as text", self._made_raw, self)
        layout.addWidget(self._raw_fold)

    def _bar(self) -> QWidget:
        bar, theme = QWidget(self), self.context.theme
        layout = row(
            icon_button("arrow-up", "Move up (Alt+Up)", theme, lambda: self.shift(-1)),
            icon_button("arrow-down", "Move down (Alt+Down)", theme, lambda: self.shift(1)),
            icon_button("copy", "Duplicate (Ctrl+D)", theme, self.copy),
            icon_button("trash", "Remove (Delete)", theme, self.remove),
            icon_button("undo", "Undo (Ctrl+Z)", theme, self.bounded.undo),
            icon_button("redo", "Redo (Ctrl+Y)", theme, self.bounded.redo),
            spacing=2,
            parent=bar,
        )
        layout.addStretch(1)
        return bar

    def _made_raw(self) -> QWidget:
        self._raw = editor_for({"title": "All fields as text (JSON Schema)"}, self.context, self)
        self._raw.setAccessibleName("All fields as text")
        self._raw.set_value(self._form)
        self._raw.edited.connect(self._take_raw)
        return self._raw

    # --- showing ----------------------------------------------------------------------------------

    def set_value(self, form: JsonObject, outcomes: tuple[str, ...] = ()) -> None:
        """Show a form; the field that was chosen stays so where it is still there."""
        name = self.current()
        at = self.list.currentIndex().row()
        self._form = form
        self.model.set_form(form)
        names = self.model.names
        if names:
            again = names.index(name) if name in names else min(max(at, 0), len(names) - 1)
            self.list.setCurrentIndex(self.model.index(again))
        self._show_settings()
        self.preview.show_form(form, outcomes)
        if self._raw is not None:
            self._raw.set_value(form)

    def value(self) -> JsonObject:
        """Return the form as it is now."""
        return self._form

    def current(self) -> str:
        """Return the name of the field that is chosen, "" for none."""
        at = self.list.currentIndex().row()
        return self.model.names[at] if 0 <= at < len(self.model.names) else ""

    def choose(self, name: str) -> None:
        """Show the settings of a field."""
        if name in self.model.names:
            self.list.setCurrentIndex(self.model.index(self.model.names.index(name)))

    def _show_settings(self) -> None:
        self.settings.show_field(self._form, self.current())

    # --- what the person does ---------------------------------------------------------------------

    def add(self, sort: str, at: int = -1) -> None:
        """Put a field in before another; by default below the one that is chosen."""
        place = at if at >= 0 else self.list.currentIndex().row() + 1
        if at < 0 and not self.current():
            place = len(self.model.names)
        form, name = fields.added(self._form, BY_ID[sort], place)
        self._fresh.add(name)
        self._change(form, name)
        self.settings.ask_question()

    def shift(self, by: int) -> None:
        """Move the chosen field up or down."""
        name = self.current()
        if name and 0 <= self.model.names.index(name) + by < len(self.model.names):
            self._drop(name, self.model.names.index(name) + by)

    def copy(self) -> None:
        """Put a copy of the chosen field below it."""
        if self.current():
            self._change(*fields.copied(self._form, self.current()))

    def remove(self) -> None:
        """Take the chosen field out."""
        if self.current():
            self._change(fields.removed(self._form, self.current()), "")

    def _add_of(self, index: QModelIndex) -> None:
        if index.isValid():
            self.add(self.sorts_model.sorts[index.row()].id)

    def _drop(self, name: str, at: int) -> None:
        if self.model.names.index(name) != at:
            self._change(fields.moved(self._form, name, at), name)

    def _set_keyword(self, keyword: str, value: JsonValue) -> None:
        name = self.current()
        form = fields.with_keyword(self._form, name, keyword, value)
        if keyword == "title" and name in self._fresh:
            new = fields.free_name(fields.removed(form, name), str(value or ""))
            form = self._called(form, name, new)
            name = new
        self._change(form, name, f"{keyword} of {self.list.currentIndex().row()}")

    def _set_needed(self, needed: bool) -> None:
        name = self.current()
        self._change(fields.with_required(self._form, name, needed=needed), name)

    def _called(self, form: JsonObject, name: str, new: str) -> JsonObject:
        """Let the name of a field that nothing can refer to yet follow its title."""
        self._fresh = self._fresh - {name} | {new}
        self.settings.follow(new)
        return fields.renamed(form, name, new)

    def _rename(self, new: str) -> None:
        name = self.current()
        self._fresh.discard(name)
        renaming = self.context.renaming
        rename = renaming.begin(self.use.name, name, new) if renaming is not None else None
        if rename is not None:
            self._rename_everywhere(rename)
            return
        form = fields.renamed(self._form, name, new)
        if form is not self._form:
            self.settings.follow(new)
            self._change(form, new, f"name of {self.list.currentIndex().row()}")

    def _rename_everywhere(self, rename: FieldRename) -> None:
        """Name a field otherwise in all that refers to it; the person sees first what that is."""
        work = rename.work()
        end = monotonic() + _GLANCE
        is_done = all(monotonic() < end for _ in work)
        renaming = self.context.renaming
        callers = renaming.callers(rename) if renaming is not None else None
        if is_done and rename.found == Found() and callers is None:
            self._agree(rename)
            return
        self.asking = RenameDialog(rename, work, callers, self)
        self.asking.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.asking.agreed.connect(partial(self._agree, rename))
        self.asking.open()

    def _agree(self, rename: FieldRename, callers: Sequence[Caller] = ()) -> None:
        renaming = self.context.renaming
        if renaming is None:
            return
        before = self._form
        self._follow(fields.renamed(before, rename.target.name, rename.new), rename.new)
        self.bounded.did("")
        try:
            renaming.do(rename, callers)
        except DefinitionError as error:
            self._follow(before, rename.target.name)
            if self.settings.naming is not None:
                self.settings.naming.refuse(str(error))

    def _follow(self, form: JsonObject, name: str) -> None:
        """Show the chosen field under another name before all else is; cursors stay."""
        self.settings.follow(name)
        self._form = form
        self.model.set_form(form)
        self.choose(name)
        self.followed.emit(form)

    def _set_sort(self, sort: str) -> None:
        name = self.current()
        schema = fields.as_sort(fields.fields(self._form)[name], BY_ID[sort])
        self._change(fields.with_field(self._form, name, schema), name)

    def _replace(self, schema: JsonObject) -> None:
        name = self.current()
        form = fields.with_field(self._form, name, schema)
        self._change(form, name, f"all of {self.list.currentIndex().row()}")

    def _take_raw(self, value: JsonValue) -> None:
        if isinstance(value, dict) and fields.is_form(value):
            form = with_order_said(cast("JsonObject", value))
            self._change(form, self.current(), "all fields")

    def _change(self, form: JsonObject, name: str, what: str = "") -> None:
        outcomes = self.preview.outcomes
        if form is self._form:
            self._show_settings()
            return
        self._form = form  # before a field is chosen, whose settings are shown from it
        self.model.set_form(form)
        self.choose(name)
        self.set_value(form, outcomes)
        self.bounded.did(what)
        self.edited.emit(form)


def _headed(heading: str, content: QWidget, bar: QWidget | None = None) -> QWidget:
    made = QWidget()
    layout = column(made, 6)
    layout.addWidget(label(heading, "heading", made))
    layout.addWidget(content, 1)
    if bar is not None:
        layout.addWidget(bar)
    return made
