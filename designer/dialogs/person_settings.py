"""Knows how a person sets the window and who they are in tests. Must not know where it is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from designer.assets import style
from designer.forms.form import Form

if TYPE_CHECKING:
    from designer.forms.context import FormContext
    from runtime.definition.json_value import JsonObject

_SCHEMA: JsonObject = {
    "type": "object",
    "required": ["theme", "actor"],
    "properties": {
        "theme": {
            "title": "Colours",
            "enum": ["system", "light", "dark"],
            "description": "“System” follows this computer.",
        },
        "reduced_motion": {
            "type": "boolean",
            "title": "Less motion",
            "description": "Nothing glides, fades or turns.",
        },
        "actor": {
            "type": "string",
            "title": "You in tests",
            "description": "Who starts a test case, such as user:analyst.",
            "minLength": 1,
        },
        "roles": {
            "type": "array",
            "items": {"type": "string"},
            "title": "Your roles in tests",
            "description": "Which tasks you may answer in a test.",
        },
    },
}
_SIZE = QSize(460, 480)


class PersonSettings(QDialog):
    """Colours, motion, and who the person is in tests.

    Args:
        value: what is set now.
        context: what the editors may ask.
        parent: the window it belongs to.
    """

    def __init__(
        self, value: dict[str, Any], context: FormContext, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Settings")
        self.resize(_SIZE)
        self._form = Form(_SCHEMA, context)
        self._form.set_value({name: value[name] for name in value if name in _names()})
        title = QLabel("Settings", self)
        style.look(title, "title")
        buttons = QDialogButtonBox.StandardButton
        box = QDialogButtonBox(buttons.Ok | buttons.Cancel, self)
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(12)
        layout.addWidget(title)
        layout.addWidget(self._form, 1)
        layout.addWidget(box)

    def value(self) -> dict[str, Any]:
        """Return what is set, with a name for everything."""
        found = self._form.value()
        return {
            "theme": found.get("theme") or "system",
            "reduced_motion": bool(found.get("reduced_motion")),
            "actor": str(found.get("actor") or "").strip() or "user:me",
            "roles": tuple(found.get("roles") or ()),  # pyright: ignore[reportArgumentType] - a list
        }


def _names() -> set[str]:
    properties = _SCHEMA["properties"]
    return set(properties) if isinstance(properties, dict) else set()
