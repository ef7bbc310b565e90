"""Knows what has to be asked before something could be lost or written. Must not know documents."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PySide6.QtWidgets import QFileDialog, QMessageBox

from runtime.definition.folder import SUFFIX

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QPushButton, QWidget

    from designer.assets.theme import Theme
    from designer.document.changes.extract import Handed, OtherNames
    from runtime.definition.json_value import JsonObject

Unsaved = Literal["save", "keep", "discard", "cancel"]
Overwrite = Literal["overwrite", "save_as", "cancel"]
_FILTER = f"Workflows (*{SUFFIX} *.json);;All files (*)"
_ROLE = QMessageBox.ButtonRole


class Questions:
    """Asks in front of a window.

    Args:
        parent: the window.
    """

    def __init__(self, parent: QWidget) -> None:
        self._parent = parent

    def unsaved(self, name: str) -> Unsaved:
        """Ask what becomes of edits that are not saved."""
        box = self._box(
            f"“{name}” has changes that are not saved.",
            "You can save them, keep them for the next time without changing the file, or "
            "discard them.",
        )
        save = box.addButton("Save", _ROLE.AcceptRole)
        keep = box.addButton("Keep for later", _ROLE.ActionRole)
        discard = box.addButton("Discard", _ROLE.DestructiveRole)
        box.addButton("Cancel", _ROLE.RejectRole)
        box.setDefaultButton(save)
        chosen = self._chosen(box)
        if chosen is save:
            return "save"
        return "keep" if chosen is keep else "discard" if chosen is discard else "cancel"

    def changed_on_disk(self, name: str) -> Overwrite:
        """Ask what to do where somebody else changed the file meanwhile."""
        box = self._box(
            f"The file of “{name}” was changed by somebody else since you opened it.",
            "If you overwrite it, what they did is gone.",
        )
        other = box.addButton("Save under another name…", _ROLE.AcceptRole)
        over = box.addButton("Overwrite", _ROLE.DestructiveRole)
        box.addButton("Cancel", _ROLE.RejectRole)
        box.setDefaultButton(other)
        chosen = self._chosen(box)
        return "save_as" if chosen is other else "overwrite" if chosen is over else "cancel"

    def replaces(self, name: str) -> bool:
        """Ask whether a file may be replaced."""
        box = self._box(f"Replace “{name}”?", "A file of this name is there already.")
        other = box.addButton("Choose another name…", _ROLE.RejectRole)
        over = box.addButton("Replace it", _ROLE.DestructiveRole)
        box.setDefaultButton(other)
        box.setEscapeButton(other)
        return self._chosen(box) is over

    def real_run(self, name: str, systems: Sequence[str]) -> bool:
        """Ask whether a run may write to systems."""
        if systems:
            where = ", ".join(systems[:-1]) + (" and " if len(systems) > 1 else "") + systems[-1]
            why = f"It will write to {where}. What it writes there is real and stays."
        else:
            why = "It writes to no system, but people get real tasks."
        box = self._box(f"Run “{name}” for real?", why)
        real = box.addButton("Run for real", _ROLE.AcceptRole)
        cancel = box.addButton("Cancel", _ROLE.RejectRole)
        box.setDefaultButton(cancel)
        return self._chosen(box) is real

    def start_case(
        self, name: str, schema: JsonObject, value: JsonObject, theme: Theme, *, is_dry: bool
    ) -> JsonObject | None:
        """Let the person fill in what a case begins with; None where they think better of it.

        Args:
            name: of the workflow.
            schema: of the start form.
            value: what stands there at first.
            theme: colours.
            is_dry: whether nothing will be written.
        """
        from designer.dialogs.start_case import StartCase
        from designer.forms.context import FormContext

        context = FormContext(theme)
        dialog = StartCase(name, schema, context, value, is_dry=is_dry, parent=self._parent)
        filled = dialog.value() if dialog.exec() else None
        dialog.deleteLater()
        return filled

    def extraction(
        self,
        count: int,
        name: str,
        given: Sequence[Handed],
        back: Sequence[Handed],
        file_name: Callable[[str], str],
    ) -> tuple[str, OtherNames] | None:
        """Ask what the workflow is called that steps become, and what is handed over.

        See `ExtractSteps`.
        """
        from designer.dialogs.extract_steps import ExtractSteps

        dialog = ExtractSteps(count, name, given, back, file_name, self._parent)
        chosen = (dialog.name(), dialog.names()) if dialog.exec() else None
        dialog.deleteLater()
        return chosen

    def file_to_open(self, folder: str) -> Path | None:
        """Ask for a workflow file."""
        name, _ = QFileDialog.getOpenFileName(self._parent, "Open a workflow", folder, _FILTER)
        return Path(name) if name else None

    def file_to_save(self, suggested: str) -> Path | None:
        """Ask under which name to save; whether to replace a file has been asked then."""
        name, _ = QFileDialog.getSaveFileName(self._parent, "Save the workflow", suggested, _FILTER)
        return Path(name) if name else None

    def _box(self, what: str, why: str) -> QMessageBox:
        box = QMessageBox(self._parent)
        box.setWindowTitle("Baton")
        box.setText(what)
        box.setInformativeText(why)
        if (layout := box.layout()) is not None:
            # Qt keeps about as much free at the left for a sign, which these questions lack.
            layout.setContentsMargins(0, 16, 20, 16)
        return box

    def _chosen(self, box: QMessageBox) -> QPushButton | object | None:
        box.exec()
        chosen = box.clickedButton()
        box.deleteLater()
        return chosen
