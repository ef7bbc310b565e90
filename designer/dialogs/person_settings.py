"""Knows how a person sets the window and who they are in tests. Must not know where it is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QScrollArea,
    QWidget,
)

from designer.assets import style
from designer.forms.dialog_parts import lines_of
from designer.forms.form import Form

if TYPE_CHECKING:
    from designer.forms.context import FormContext
    from runtime.definition.json_value import JsonObject

_SCHEMA: JsonObject = {
    "type": "object",
    "required": ["actor"],
    "properties": {
        "theme": {
            "title": "Colours",
            "enum": ["system", "light", "dark", "contrast"],
            "x-baton-titles": {"contrast": "High contrast"},
            "description": "“System” follows this computer.",
        },
        "reduced_motion": {
            "type": "boolean",
            "title": "Less motion",
            "description": "Nothing glides, fades or turns.",
        },
        "actor": {
            "type": "string",
            "title": "Your name",
            "description": "Under this name you start cases and answer tasks.",
            "minLength": 1,
        },
        "roles": {
            "type": "array",
            "items": {"type": "string", "title": "Role"},
            "title": "Your roles",
            "description": "What you may answer: tasks that are for one of these roles.",
        },
    },
}
_SIZE = (460, 420)
_USER = "user:"
"""Stands before the name of a person wherever people and other actors are told apart."""


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
        style.open_at(self, *_SIZE)
        self._form = Form(_SCHEMA, context)
        shown = {name: value[name] for name in value if name in _names()}
        shown["actor"] = str(shown.get("actor", "")).removeprefix(_USER)
        self._form.set_value(shown)
        title = QLabel("Settings", self)
        style.look(title, "title")
        buttons = QDialogButtonBox.StandardButton
        box = QDialogButtonBox(buttons.Ok | buttons.Cancel, self)
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        layout = lines_of(self, 16)
        layout.addWidget(title)
        layout.addWidget(self._made_area(), 1)
        layout.addWidget(box)

    def _made_area(self) -> QScrollArea:
        """Return the form in a place where it may grow: a person may have many roles."""
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(self._form)
        return area

    def value(self) -> dict[str, Any]:
        """Return what is set, with a name for everything."""
        found = self._form.value()
        return {
            "theme": found.get("theme") or "system",
            "reduced_motion": bool(found.get("reduced_motion")),
            "actor": _actor(str(found.get("actor") or "").strip() or "me"),
            "roles": tuple(found.get("roles") or ()),  # pyright: ignore[reportArgumentType] - a list
        }


def _actor(name: str) -> str:
    return name if ":" in name else f"{_USER}{name}"


def _names() -> set[str]:
    properties = _SCHEMA["properties"]
    return set(properties) if isinstance(properties, dict) else set()
