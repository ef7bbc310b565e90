"""Knows how a person says how to sign in. Must not show or keep a secret longer than needed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QRadioButton, QWidget

from designer.dialogs.connections.asked import KINDS, NOT_YET
from designer.forms.parts import column, label, mark

if TYPE_CHECKING:
    from connectors.manifest import AuthScheme, CredentialField, Manifest

_LONGEST = 32_000
"""Letters of a secret; a key with its certificate has a few thousand."""


class SignIn(QWidget):
    """The ways to sign in of a system, and the fields of the chosen one.

    Args:
        manifest: of the connector.
        shown: the connection as it is kept: scheme, fields, and `kept`, the names of its secrets.
        parent: the widget it lies in.

    Attributes:
        edited: something was typed or chosen.
    """

    edited = Signal()

    def __init__(
        self, manifest: Manifest, shown: dict[str, Any], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._manifest = manifest
        self._shown = shown
        self._inputs: dict[str, QLineEdit] = {}
        self._choice = QButtonGroup(self)
        self._lines = column(self, 8)
        self._lines.addWidget(label("Sign-in", "heading", self))
        ids = [scheme.id for scheme in manifest.auth]
        chosen = shown.get("scheme") if shown.get("scheme") in ids else ids[0]
        self.scheme: AuthScheme = manifest.scheme(str(chosen))
        if len(ids) > 1:
            self._add_choice()
        self._about = label("", "caption", self)
        self._lines.addWidget(self._about)
        self._fields = QWidget(self)
        self._lines.addWidget(self._fields)
        self._lines.addWidget(label(NOT_YET, "caption", self))
        self._show_fields()

    def _add_choice(self) -> None:
        for scheme in self._manifest.auth:
            button = QRadioButton(scheme.title, self)
            button.setChecked(scheme.id == self.scheme.id)
            button.setAccessibleDescription(KINDS[scheme.kind])
            button.clicked.connect(lambda _=False, chosen=scheme: self.choose(chosen))
            self._choice.addButton(button)
            self._lines.addWidget(button)

    def choose(self, scheme: AuthScheme) -> None:
        """Sign in another way."""
        if scheme.id != self.scheme.id:
            self.scheme = scheme
            for button in self._choice.buttons():
                button.setChecked(button.text() == scheme.title)
            self._show_fields()
            self.edited.emit()

    # --- fields -----------------------------------------------------------------------------------

    def _show_fields(self) -> None:
        self._about.setText(KINDS[self.scheme.kind])
        old, self._fields = self._fields, QWidget(self)
        self._inputs = {}
        lines = column(self._fields, 4)
        for field in self.scheme.fields:
            title = label(field.title, "heading", self._fields)
            title.setContentsMargins(0, 6, 0, 0)
            lines.addWidget(title)
            lines.addWidget(self._input(field))
            if field.description:
                lines.addWidget(label(field.description, "caption", self._fields))
        self._lines.replaceWidget(old, self._fields)
        old.hide()
        old.deleteLater()

    def _input(self, field: CredentialField) -> QLineEdit:
        made = self._inputs[field.name] = QLineEdit(self._fields)
        made.setAccessibleName(field.title)
        made.setMaxLength(_LONGEST)
        is_same = self._shown.get("scheme") == self.scheme.id
        if field.secret:
            made.setEchoMode(QLineEdit.EchoMode.Password)
            hints = Qt.InputMethodHint.ImhHiddenText | Qt.InputMethodHint.ImhSensitiveData
            made.setInputMethodHints(hints | Qt.InputMethodHint.ImhNoPredictiveText)
            if is_same and field.name in self._shown.get("kept", ()):
                made.setPlaceholderText("Kept, and never shown. Type to replace it.")
        elif is_same:
            made.setText(str(self._shown.get("fields", {}).get(field.name, "")))
        made.textEdited.connect(self._edit)
        return made

    def _edit(self) -> None:
        for made in self._inputs.values():
            mark(made, is_wrong=False)
        self.edited.emit()

    def value(self) -> dict[str, Any]:
        """Return scheme, fields and secrets as typed; a kept secret is left out."""
        texts = {name: made.text() for name, made in self._inputs.items()}
        secret = {field.name for field in self.scheme.fields if field.secret}
        return {
            "scheme": self.scheme.id,
            "fields": {n: t.strip() for n, t in texts.items() if n not in secret and t.strip()},
            "secrets": {n: t for n, t in texts.items() if n in secret and t},
        }

    def missing(self) -> list[str]:
        """Return the titles of what is still to be typed, and mark it."""
        is_same = self._shown.get("scheme") == self.scheme.id
        kept = set(self._shown.get("kept", ())) if is_same else set[str]()
        found: list[str] = []
        for field in self.scheme.fields:
            is_missing = not self._inputs[field.name].text().strip() and field.name not in kept
            mark(self._inputs[field.name], is_wrong=is_missing)
            if is_missing:
                found.append(field.title)
        return found

    def refused(self) -> str:
        """Mark what the system may not have taken, and return what to do in its own words."""
        titles = [f"“{field.title}”" for field in self.scheme.fields]
        for made in self._inputs.values():
            mark(made, is_wrong=True)
        if not titles:
            return "Choose another way to sign in."
        words = ", ".join(titles[:-1]) + (" and " if len(titles) > 1 else "") + titles[-1]
        return f"Look at {words} again, then test once more."

    def focus_secret(self) -> None:
        """Let the person type the first secret."""
        for field in self.scheme.fields:
            if field.secret:
                self._inputs[field.name].setFocus()
                return

    def focus_missing(self) -> None:
        """Let the person type the first field that is empty."""
        empty = [made for made in self._inputs.values() if not made.text().strip()]
        if empty:
            empty[0].setFocus()

    def wipe(self) -> None:
        """Forget what was typed."""
        for made in self._inputs.values():
            made.clear()
