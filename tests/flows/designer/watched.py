"""Knows how to start the designer as a process that says where things are. Must not act in it.

Run as `python -m tests.flows.designer.watched [file]`. Each line on standard input is a question,
answered by one line of JSON on standard output; mouse and keys come from outside.
"""

from __future__ import annotations

import json
import sys
import threading
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QPoint, QPointF, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QLabel,
    QTabBar,
    QWidget,
)
from shiboken6 import isValid

from designer.app import main
from designer.canvas.chooser import Chooser
from designer.canvas.view import CanvasView

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QRect


class Telling(QObject):
    """Answers questions in the window's thread."""

    asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.asked.connect(self._answer, Qt.ConnectionType.QueuedConnection)

    def listen(self) -> None:
        """Read questions until there are no more."""
        for line in sys.stdin:
            self.asked.emit(line)

    def _answer(self, line: str) -> None:
        what, *names = json.loads(line)
        sys.stdout.write(json.dumps(ANSWERS[what](*names)) + "\n")
        sys.stdout.flush()


def _shown() -> list[QWidget]:
    """The widgets that can be reached: those of the list or dialog in front, if there is one."""
    front = QApplication.activePopupWidget() or QApplication.activeModalWidget()
    every = QApplication.allWidgets()
    all_of = [w for w in every if isValid(w) and (front is None or front.isAncestorOf(w))]
    return [widget for widget in all_of if isValid(widget) and widget.isVisible()]


def _says(widget: QWidget, name: str) -> bool:
    text = widget.text().strip() if isinstance(widget, QAbstractButton) else ""
    return name in {widget.accessibleName(), text}


def _reachable(widget: QWidget) -> bool:
    return isinstance(widget, QAbstractButton) or widget.focusPolicy() != Qt.FocusPolicy.NoFocus


def _middle(widget: QWidget, rect: QRect | None = None) -> list[int]:
    place = widget.mapToGlobal((rect or widget.rect()).center())
    return [place.x(), place.y()]


def _widget(name: str) -> list[list[int]]:
    """Where the widgets and the tabs of a name are."""
    shown = _shown()
    bars = [widget for widget in shown if isinstance(widget, QTabBar)]
    tabs = [
        _middle(b, b.tabRect(at)) for b in bars for at in range(b.count()) if b.tabText(at) == name
    ]
    return tabs + [_middle(each) for each in shown if _reachable(each) and _says(each, name)]


def _entry(name: str) -> list[list[int]]:
    """Where the lists and trees that are in front have an entry, the first of each."""
    found: list[list[int]] = []
    shown = _shown()
    choosers = [widget for widget in shown if isinstance(widget, Chooser)]
    for view in choosers[0].findChildren(QAbstractItemView) if choosers else shown:
        if isinstance(view, QAbstractItemView) and not isinstance(view, QHeaderView):
            model, flags = view.model(), Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchRecursive
            begin = model.index(0, 0)
            for index in model.match(begin, Qt.ItemDataRole.DisplayRole, name, -1, flags):
                rect = view.visualRect(index)
                if view.viewport().rect().contains(rect.center()):
                    found.append(_middle(view.viewport(), rect))
                    break
    return found


def _card(name: str) -> dict[str, list[int]]:
    """Where the card of a step is: its middle, its way in and its ways out."""
    views = [widget for widget in _shown() if isinstance(widget, CanvasView)]
    for view in views:  # none while a dialog is in front, which keeps the canvas out of reach
        for item in view.canvas.step_items():
            if item.face.card.title != name:
                continue
            places = {"": item.card_rect().center(), "in": item.in_pos()}
            places |= {port.name: item.port_pos(port.name) for port in item.face.card.ports}
            return {port: _pixel(view, place) for port, place in places.items()}
    return {}


def _pixel(view: CanvasView, place: QPointF) -> list[int]:
    pixel = view.viewport().mapToGlobal(view.mapFromScene(place))
    return [pixel.x(), pixel.y()]


def _words() -> list[str]:
    """All that can be read."""
    return [each.text() for each in _shown() if isinstance(each, QLabel)]


def _window() -> dict[str, Any]:
    """What window there is, where the canvas begins, and where the keyboard is."""
    front = QApplication.activeWindow()
    here = QApplication.focusWidget()
    views = [widget for widget in _shown() if isinstance(widget, CanvasView)]
    canvas = views[0].viewport().mapToGlobal(QPoint(0, 0)) if views else QPoint()
    return {
        "title": front.windowTitle() if front is not None else None,
        "keyboard": here.accessibleName() if here is not None else None,
        "canvas": [canvas.x(), canvas.y()],
        "size": [views[0].width(), views[0].height()] if views else [0, 0],
    }


ANSWERS: dict[str, Callable[..., Any]] = {
    "widget": _widget,
    "entry": _entry,
    "card": _card,
    "words": _words,
    "window": _window,
}
"""By what is asked; the rest of a question are names."""


if __name__ == "__main__":
    telling = Telling()
    threading.Thread(target=telling.listen, daemon=True).start()
    sys.exit(main(sys.argv[1:]))
