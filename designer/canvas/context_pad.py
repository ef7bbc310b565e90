"""Knows the small bar of actions above a step. Must not know what the actions do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton

from designer.assets.icons import icon, square
from designer.assets.style import grown, look
from designer.canvas.menu import PAD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from PySide6.QtCore import QObject, QRectF

    from designer.canvas.editing import CanvasEditing
    from designer.canvas.menu import Deed

DELAY, GRACE = 120, 300
"""So many milliseconds pass before the bar comes, and before it goes when the pointer leaves."""

_BUTTON, _SIGN, _GAP, _EDGE = 28, 16, 6, 2
_MORE = "dots"


class ContextPad(QFrame):
    """Shows what can be done with the step under the pointer, or with the only selected one.

    Args:
        editing: does it.
        deeds: what is offered.

    Attributes:
        more: the menu of a step is wanted.
    """

    more = Signal(str)

    def __init__(self, editing: CanvasEditing, deeds: Iterable[Deed] = PAD) -> None:
        super().__init__(editing.view)
        self._editing = editing
        self._buttons: list[tuple[QToolButton, str]] = []
        self.step = ""
        self._next = ""
        self._coming = _timer(self, DELAY, self._come)
        self._going = _timer(self, GRACE, self.leave)
        self.setAccessibleName("What can be done with this step")
        look(self, "popup")
        box = QHBoxLayout(self)
        box.setContentsMargins(3, 3, 3, 3)
        box.setSpacing(1)
        for deed in deeds:
            box.addWidget(self._button(deed.title, deed.icon, deed.keys, deed.method))
        box.addWidget(self._button("More", _MORE, "", ""))
        self.hide()
        editing.view.moved.connect(self.leave)

    def _button(self, title: str, picture: str, keys: str, method: str) -> QToolButton:
        button = QToolButton(self)
        button.setProperty("picture", picture)
        button.setToolTip(f"{title} ({keys})" if keys else title)
        button.setAccessibleName(title)
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keys of each stand in its hint
        button.clicked.connect(lambda: self._do(method))
        self._buttons.append((button, method))
        return button

    # --- coming and going -------------------------------------------------------------------------

    def point_at(self, step: str) -> None:
        """Say which step the pointer is at; "" for none."""
        if step and step == self.step:
            self._going.stop()
            self._coming.stop()
        elif step:
            self._next = step
            self._coming.start()
        else:
            self._coming.stop()
            if self.isVisible() and not self._going.isActive():
                self._going.start()

    def leave(self) -> None:
        """Go away."""
        self._coming.stop()
        self._going.stop()
        self.step = ""
        self.hide()

    def _come(self) -> None:
        item = self._editing.scene.step_item(self._next)
        if item is None or not self._editing.scene.editable:
            return
        self.step = self._next
        self._going.stop()
        edge, ink = grown(_BUTTON), self._editing.scene.theme.text
        for button, method in self._buttons:
            button.setFixedSize(edge, edge)
            button.setIconSize(square(_SIGN))
            button.setIcon(icon(button.property("picture"), ink, _SIGN))
            button.setVisible(
                method not in {"connect_to", "add_step"} or bool(item.face.card.ports)
            )
        self.adjustSize()
        self.move(self._place(item.card_rect()))
        self.show()
        self.raise_()

    def _place(self, card: QRectF) -> QPoint:
        """Return where it lies: above the card, below one that has no room above; never cut off."""
        view = self._editing.view
        seen = view.mapFromScene(card).boundingRect()
        room = view.viewport().rect().adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE)
        x = seen.center().x() - self.width() // 2
        y = seen.top() - self.height() - _GAP
        if y < room.top():
            y = seen.bottom() + _GAP
        return QPoint(
            max(min(x, room.right() - self.width()), room.left()),
            max(min(y, room.bottom() - self.height()), room.top()),
        )

    def _do(self, method: str) -> None:
        step = self.step
        self.leave()
        if step in self._editing.model.nodes:
            self._editing.select_step(step)
            if not method:
                self.more.emit(step)
            elif not self._editing.why_not(method):
                getattr(self._editing, method)()

    def event(self, event: QEvent) -> bool:
        """Stay while the pointer is over it."""
        if event.type() == QEvent.Type.Enter:
            self._going.stop()
        elif event.type() == QEvent.Type.Leave:
            self._going.start()
        return super().event(event)


def _timer(parent: QObject, delay: int, then: Callable[[], object]) -> QTimer:
    made = QTimer(parent)
    made.setSingleShot(True)
    made.setInterval(delay)
    made.timeout.connect(then)
    return made
