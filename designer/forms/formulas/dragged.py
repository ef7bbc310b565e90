"""Knows how a field travels when it is dragged or copied. Must not know where from or where to."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QMimeData

from runtime.expressions import path_text

if TYPE_CHECKING:
    from runtime.definition.json_value import JsonValue

FIELD_MIME = "application/x-baton-field"
"""JSON of an object with `path` (names from the top), `title`, `step`, `value`."""

_LARGEST = 1_000_000


@dataclass(frozen=True, slots=True)
class Dragged:
    """A field under way.

    Attributes:
        path: names from the top of what formulas see.
        title: what people call it.
        step: id of the step whose output it belongs to, or "".
        value: what it holds in the data it was taken from.
    """

    path: tuple[str, ...]
    title: str = ""
    step: str = ""
    value: JsonValue = None

    @property
    def reference(self) -> str:
        """The path as a formula writes it."""
        return path_text(self.path)


def packed(field: Dragged) -> QMimeData:
    """Return a field for a drag or the clipboard; other programs get its reference as text."""
    data = QMimeData()
    body = {
        "path": list(field.path),
        "title": field.title,
        "step": field.step,
        "value": field.value,
    }
    data.setData(FIELD_MIME, json.dumps(body).encode())
    data.setText(field.reference)
    return data


def unpacked(data: QMimeData) -> Dragged | None:
    """Return the field that is dragged; None where it is something else, or broken."""
    if not data.hasFormat(FIELD_MIME):
        return None
    raw = bytes(data.data(FIELD_MIME).data())
    if len(raw) > _LARGEST:
        return None
    try:
        body = cast("JsonValue", json.loads(raw))
    except (ValueError, RecursionError):
        return None
    if not isinstance(body, dict):
        return None
    path = body.get("path")
    if not isinstance(path, list) or not path or not all(isinstance(each, str) for each in path):
        return None
    title, step = body.get("title"), body.get("step")
    return Dragged(
        tuple(map(str, path)),
        title if isinstance(title, str) else "",
        step if isinstance(step, str) else "",
        body.get("value"),
    )
