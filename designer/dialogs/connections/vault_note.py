"""Knows how a person is told where secrets are kept, and opens that place. Must not keep any."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QPushButton, QWidget

from designer.assets.style import look
from designer.forms.parts import column, label, row

if TYPE_CHECKING:
    from designer.run_bridge.connecting import Connecting
    from designer.run_bridge.replies import Reply

LEAST = 12
"""Letters of a passphrase, as the vault wants them."""
_WORDS = {
    "keychain": "Secrets are kept in the keychain of this computer, and never shown again.",
    "file": "Secrets are kept in an encrypted file on this computer, and never shown again.",
    "environment": (
        "The secrets of this computer come from its environment (BATON_SECRET_…). They are set "
        "there and cannot be kept from here."
    ),
    "memory": "Secrets are kept only as long as this window is open.",
}
_NEW = (
    "This computer has no keychain that Baton may use. Secrets can be kept in an encrypted file "
    "instead: choose a passphrase for it, and keep it well. You will be asked for it each time "
    "Baton starts, and nobody can bring it back."
)
_LOCKED = "The credentials of this computer are in an encrypted file. Its passphrase opens it."


class VaultNote(QWidget):
    """Where secrets are kept; where that is not open, a line for its passphrase.

    Args:
        connecting: opens it.
        parent: the widget it lies in.

    Attributes:
        is_open: whether a secret can be kept now.
        opened: it is open now, or was told to be for the first time.
    """

    opened = Signal()

    def __init__(self, connecting: Connecting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._connecting = connecting
        self._is_new = False
        self.is_open = False
        self._lines = column(self, 6)
        self._said = label("Looking where secrets can be kept…", "caption", self)
        self._lines.addWidget(self._said)
        self._box = QFrame(self)
        look(self._box, "notice", "waiting")
        box = column(self._box, 6, 10)
        self._asking = label("", "", self._box)
        self._wrong = label("", "caption", self._box, "failed")
        self._wrong.hide()
        self.passphrase = self._line("Passphrase")
        self.again = self._line("The same once more")
        self.button = QPushButton("Open", self._box)
        self.button.clicked.connect(self.unlock)
        for widget in (self._asking, self.passphrase, self.again, self._wrong):
            box.addWidget(widget)
        line = row(self.button)
        line.addStretch(1)
        box.addLayout(line)
        self._lines.addWidget(self._box)
        self._box.hide()
        self.look()

    def _line(self, title: str) -> QLineEdit:
        made = QLineEdit(self._box)
        made.setEchoMode(QLineEdit.EchoMode.Password)
        made.setPlaceholderText(title)
        made.setAccessibleName(title)
        made.returnPressed.connect(self.unlock)
        return made

    def look(self) -> None:
        """Look again where secrets are kept, and whether that is open."""
        reply = self._connecting.vault()
        reply.done.connect(self._take)
        reply.failed.connect(self._said.setText)

    def _take(self, told: dict[str, Any]) -> None:
        self.is_open = bool(told.get("is_open"))
        self._is_new = bool(told.get("is_new"))
        self._said.setText(_WORDS.get(str(told.get("place")), "") if self.is_open else "")
        self._said.setVisible(self.is_open)
        self._asking.setText(_NEW if self._is_new else _LOCKED)
        self.again.setVisible(self._is_new)
        self.button.setText("Keep secrets in an encrypted file" if self._is_new else "Open")
        self._box.setVisible(not self.is_open)
        if self.is_open:
            self.opened.emit()

    def unlock(self) -> None:
        """Open the place with what was typed."""
        text = self.passphrase.text()
        if len(text) < LEAST:
            self._say(f"It needs {LEAST} letters or more; four random words do well.")
            return
        if self._is_new and text != self.again.text():
            self._say("The two are not the same.")
            return
        self.button.setEnabled(False)
        reply = self._connecting.unlock(text)
        reply.done.connect(self._take_opened)
        reply.failed.connect(partial(self._refuse, reply))

    def _take_opened(self, told: dict[str, Any]) -> None:
        self.passphrase.clear()
        self.again.clear()
        self.button.setEnabled(True)
        self._wrong.hide()
        self._take(told)

    def _refuse(self, reply: Reply, why: str) -> None:
        is_wrong = reply.trouble is not None and reply.trouble.code == "vault.locked"
        self._say("This is not its passphrase, or the file was damaged." if is_wrong else why)
        self.button.setEnabled(True)
        self.passphrase.selectAll()
        self.passphrase.setFocus()

    def _say(self, why: str) -> None:
        self._wrong.setText(why)
        self._wrong.show()
