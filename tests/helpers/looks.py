"""Knows what a person with sharp eyes finds wrong with a window. Not what the window is for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFontInfo
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QComboBox,
    QGraphicsView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QTabBar,
    QTextEdit,
    QToolButton,
    QWidget,
)
from shiboken6 import isValid

if TYPE_CHECKING:
    from collections.abc import Iterator

LEAST_TEXT = 11
_CUT = "…"
_NEAR, _TRIES = 6, 3
_ASIDE, _CLOSE, _LOOSE = 3, 80, 40
"""Pixels: so little aside looks like a mistake, so near; so much more height is loose."""
_HEADS = ("title", "big", "heading")
_WORDS = (*_HEADS, "caption", "muted")
_BOXES = (QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QAbstractSpinBox)
_FLAG = Qt.AlignmentFlag


def shown(root: QWidget) -> Iterator[QWidget]:
    """Every widget of a window that can be seen now, without Qt's own parts of others."""
    for widget in root.findChildren(QWidget):
        if widget.isVisible() and widget.window() is root and not widget.visibleRegion().isEmpty():
            yield widget


def told(widget: QWidget) -> str:
    """How a widget is found in a failed test."""
    text = getattr(widget, "text", None)
    words = str(text()) if callable(text) else ""
    name = widget.accessibleName() or words or type(widget.parent()).__name__
    return f"{type(widget).__name__} “{name[:60]}” {widget.width()} by {widget.height()}"


# --- words that are cut ---------------------------------------------------------------------------


def cut(root: QWidget) -> list[str]:
    """The words of a window that do not fit, and that nothing tells in full."""
    return [f"{told(widget)} needs {need}" for widget in shown(root) if (need := _need(widget))]


def _need(widget: QWidget) -> str:
    """Return how much room is missing, "" for none."""
    found = ""
    if isinstance(widget, QLabel):
        found = _need_of_label(widget)
    elif isinstance(widget, QCheckBox | QRadioButton):
        found = _wider(widget, widget.sizeHint())
    elif isinstance(widget, QAbstractButton):
        found = _need_of_button(widget)
    elif isinstance(widget, QTabBar) and not widget.usesScrollButtons():
        found = _wider(widget, widget.sizeHint())
    elif isinstance(widget, QComboBox):
        found = _need_of_line(widget, widget.currentText(), 34)
    elif isinstance(widget, QLineEdit) and not widget.text():
        found = _need_of_line(widget, widget.placeholderText(), 12)
    return found


def _need_of_label(label: QLabel) -> str:
    if not label.text() or (label.text().endswith(_CUT) and label.toolTip()):
        return ""
    if label.wordWrap():
        need = label.heightForWidth(label.width())
        return f"a height of {need}" if need > label.height() + 1 else ""
    return _wider(label, label.sizeHint()) or _covered(label)


def _need_of_button(button: QAbstractButton) -> str:
    text = button.text()
    icon_only = Qt.ToolButtonStyle.ToolButtonIconOnly
    if isinstance(button, QToolButton) and button.toolButtonStyle() == icon_only:
        text = "" if not button.icon().isNull() else text
    if not text or (text.endswith(_CUT) and button.toolTip()):
        return ""
    return _wider(button, button.sizeHint()) or _covered(button)


def _need_of_line(widget: QWidget, text: str, around: int) -> str:
    need = widget.fontMetrics().horizontalAdvance(text) + around
    return f"a width of {need}" if need > widget.width() and not widget.toolTip() else ""


def _wider(widget: QWidget, need: QSize) -> str:
    if need.width() > widget.width() + 1:
        return f"a width of {need.width()}"
    line = widget.fontMetrics().height()
    return f"a height of {line}" if line > widget.height() else ""


def _covered(widget: QWidget) -> str:
    """Return where something ends that what holds it cuts off; scrolling brings the rest."""
    parent = widget.parentWidget()
    while parent is not None and not parent.isWindow():
        if isinstance(parent, QAbstractScrollArea):
            return ""
        parent = parent.parentWidget()
    seen = widget.visibleRegion().boundingRect()
    return "not to be covered" if seen.width() < widget.width() - 1 else ""


# --- things out of line ---------------------------------------------------------------------------


def crooked(root: QWidget) -> list[str]:
    """What stands a little to the left or right of what is below it, and headings that float."""
    edges = [(place, widget) for widget in shown(root) if (place := _edge(widget)) is not None]
    found = [f"{told(w)} floats in a height of {w.height()}" for _, w in edges if _floats(w)]
    for at, (upper, widget) in enumerate(edges):
        for lower, other in edges[at + 1 :]:
            aside = abs(upper.x() - lower.x())
            if 0 < aside <= _ASIDE and abs(upper.y() - lower.y()) < _CLOSE:
                found.append(f"{told(widget)} stands {aside} px beside {told(other)}")
    return found


def _edge(widget: QWidget) -> QPoint | None:
    """Return where something begins that stands below and above others; None for other things."""
    is_words = isinstance(widget, QLabel) and widget.property("look") in _WORDS
    if isinstance(widget, QLabel) and widget.alignment() & (_FLAG.AlignHCenter | _FLAG.AlignRight):
        return None
    is_box = isinstance(widget, _BOXES) and not isinstance(widget.parent(), _BOXES)
    is_link = isinstance(widget, QPushButton) and widget.property("look") == "link"
    if not (is_words or is_link or is_box) or widget.property("look") == "bare":
        return None
    inner = widget.contentsMargins() if is_words else QMargins()
    return widget.mapTo(widget.window(), QPoint(inner.left(), inner.top()))


def _floats(widget: QWidget) -> bool:
    is_head = isinstance(widget, QLabel) and widget.property("look") in _HEADS
    need = widget.heightForWidth(widget.width()) if widget.hasHeightForWidth() else 0
    need = max(need, widget.sizeHint().height())
    return is_head and widget.height() > need + _LOOSE


# --- small words ----------------------------------------------------------------------------------


def small(root: QWidget) -> list[str]:
    """The widgets whose words are smaller than everybody can read."""
    return [
        told(widget) for widget in shown(root) if QFontInfo(widget.font()).pixelSize() < LEAST_TEXT
    ]


# --- the keyboard ---------------------------------------------------------------------------------


def dull(root: QWidget) -> list[str]:
    """The widgets that look the same with the keyboard on them as without."""
    root.activateWindow()
    QApplication.processEvents()
    found: list[str] = []
    for widget in [one for one in shown(root) if _takes_keys(one)]:
        if not isValid(widget) or not widget.isVisible() or widget.focusProxy() is not None:
            continue
        name = told(widget)
        away, there = _pictures(root, widget)
        if away == there and isValid(widget):
            found.append(name)
    return found


def _takes_keys(widget: QWidget) -> bool:
    """Whether one comes here by Tab and finds something: a list may be empty."""
    if isinstance(widget, QAbstractItemView) and not widget.model().rowCount():
        return False
    tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return tab and widget.isEnabled() and not isinstance(widget, QGraphicsView)


def _pictures(root: QWidget, widget: QWidget) -> tuple[object, object]:
    """Return the place of a widget without the keyboard and with it.

    A list that is open takes itself away when the keyboard leaves it, and a form may write down
    what stood in the field before: so it is tried again where the keyboard did not stay.
    """
    for _ in range(_TRIES):
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        QApplication.processEvents()
        if not isValid(widget):
            return None, widget
        _bring(widget)
        box = QRect(widget.mapTo(root, widget.rect().topLeft()), widget.size())
        box = box.adjusted(-_NEAR, -_NEAR, _NEAR, _NEAR)
        there = root.grab(box).toImage()
        if widget.hasFocus():
            widget.clearFocus()
            QApplication.processEvents()
            return root.grab(box).toImage(), there
    return None, widget


def _bring(widget: QWidget) -> None:
    """Scroll to a widget, as the Tab key does."""
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea):
            parent.ensureWidgetVisible(widget)
        parent = parent.parentWidget()
    QApplication.processEvents()
