"""Knows the short questions about connections: another name, gone for good, the passphrase.

Must not act on the answers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QMessageBox,
    QSizePolicy,
    QWidget,
)

from designer.assets.style import look
from designer.dialogs.connections.vault_note import VaultNote
from designer.document.counts import counted
from designer.forms.dialog_parts import lines_of
from designer.forms.parts import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from designer.run_bridge.connecting import Connecting

_MOST = 6


def used_by(steps: Sequence[str]) -> str:
    """Return which steps of the open workflow lose a connection, as a sentence; "" for none."""
    return f"The open workflow uses it in {_listed(steps)}." if steps else ""


def used_in(workflows: Sequence[str]) -> str:
    """Return which other workflows lose a connection, as a sentence; "" for none."""
    if not workflows:
        return ""
    verb = "uses" if len(workflows) == 1 else "use"
    return f"{counted(len(workflows), 'other workflow')} {verb} it: {_listed(workflows)}."


def _listed(names: Sequence[str]) -> str:
    named = [f"“{name}”" for name in names[:_MOST]]
    rest = len(names) - len(named)
    if rest:
        named.append(f"{rest} more")
    return ", ".join(named[:-1]) + (" and " if len(named) > 1 else "") + named[-1]


class RemoveConnection(QMessageBox):
    """Asks whether a connection and its credential may go.

    Args:
        name: of the connection.
        steps: names of the steps of the open workflow that use it.
        workflows: names of the other workflows that use it, as far as is known.
        parent: the window.
    """

    def __init__(
        self,
        name: str,
        steps: Sequence[str],
        workflows: Sequence[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Baton")
        self.setText(f"Remove the connection “{name}” and its credential from this computer?")
        parts = (
            used_by(steps),
            used_in(workflows),
            "Their cases will stop there." if workflows or steps else "",
            "Workflows that nobody looked into may use it, too.",
            "The credential cannot be brought back.",
        )
        self.setInformativeText(" ".join(part for part in parts if part))
        self.remove = self.addButton("Remove", QMessageBox.ButtonRole.DestructiveRole)
        look(self.remove, "danger")
        keep = self.addButton("Keep it", QMessageBox.ButtonRole.RejectRole)
        look(keep, "primary")  # else it is measured before it is bold
        self.setDefaultButton(keep)
        self.setEscapeButton(keep)

    def is_sure(self) -> bool:
        """Whether the person chose to remove it."""
        return self.clickedButton() is self.remove


class RenameConnection(QDialog):
    """Asks for another name.

    Args:
        name: what it is called now.
        steps: names of the steps of the open workflow that use it.
        workflows: names of the other workflows that use it, as far as is known.
        parent: the window.

    Attributes:
        too: whether the open workflow is to be changed as well; hidden where it does not use it.
    """

    def __init__(
        self,
        name: str,
        steps: Sequence[str],
        workflows: Sequence[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Rename the connection")
        self.setMinimumWidth(420)
        title = QLabel(f"Rename “{name}”", self)
        title.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        look(title, "title")
        note = "Other workflows that use the old name have to be changed where they are drawn."
        self.too = QCheckBox("Change the open workflow, too", self)
        self.too.setChecked(bool(steps))
        self.too.setVisible(bool(steps))
        self.input = QLineEdit(name, self)
        self.input.setAccessibleName("Name")
        self.input.setMaxLength(100)
        self.input.selectAll()
        self.input.textChanged.connect(self._look)
        buttons = QDialogButtonBox.StandardButton
        self._box = QDialogButtonBox(buttons.Ok | buttons.Cancel, self)
        self._box.button(buttons.Ok).setText("Rename")
        look(self._box.button(buttons.Ok), "primary")
        self._box.accepted.connect(self.accept)
        self._box.rejected.connect(self.reject)
        layout = lines_of(self)
        layout.addWidget(title)
        layout.addWidget(self.input)
        layout.addWidget(self.too)
        said = [part for part in (used_by(steps), used_in(workflows), note) if part]
        layout.addWidget(label(" ".join(said), "caption", self))
        layout.addWidget(self._box)

    @property
    def name(self) -> str:
        """The name that was typed."""
        return self.input.text().strip()

    def _look(self) -> None:
        self._box.button(QDialogButtonBox.StandardButton.Ok).setEnabled(bool(self.name))


class UnlockVault(QDialog):
    """Asks for the passphrase of the encrypted file.

    Args:
        connecting: opens it.
        parent: the window.
    """

    def __init__(self, connecting: Connecting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Open the credentials")
        self.setMinimumWidth(440)
        self.note = VaultNote(connecting, self)
        self.note.opened.connect(self.accept)
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        box.rejected.connect(self.reject)
        layout = lines_of(self)
        layout.addWidget(self.note)
        layout.addWidget(box)
