"""Knows the window onto the canvas: where it looks and how near.

Must not know how a document is changed, nor what gestures mean.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import (
    QCoreApplication,
    QEasingCurve,
    QEvent,
    QPointF,
    QRectF,
    Qt,
    QVariantAnimation,
    Signal,
)
from PySide6.QtGui import QHelpEvent, QPainter, QRegion
from PySide6.QtWidgets import QFrame, QGraphicsView, QStyleOptionGraphicsItem, QToolTip

from designer.canvas import text
from designer.canvas.ahead import Ahead
from designer.canvas.background import paint_background
from designer.canvas.detail import BLOCKS_BELOW, Detail, detail_at
from designer.canvas.fitting import Covers, fitted, occupied
from designer.canvas.geometry import LARGEST_ZOOM, SMALLEST_ZOOM
from designer.canvas.hints import hint_at
from designer.canvas.motion import Motion

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from PySide6.QtCore import QRect
    from PySide6.QtGui import (
        QHideEvent,
        QMouseEvent,
        QPaintEvent,
        QResizeEvent,
        QShowEvent,
        QWheelEvent,
    )
    from PySide6.QtWidgets import QWidget

    from designer.canvas.edge_item import EdgeItem
    from designer.canvas.scene import CanvasScene
    from designer.canvas.step_item import StepItem

_STEP, _STEP_MS = 1.25, 120
_WHEEL = 1.0015
_FIT_MARGIN = 48.0
_FIT_LARGEST = 1.0
_WORTH = 0.95
"""More of its size a drawing does not lose to what can give way."""


class CanvasView(QGraphicsView):
    """Shows a scene.

    Args:
        scene: the drawing.
        parent: the widget that holds it.

    Attributes:
        covers: says what lies over it.
        zoomed: it shows the drawing larger or smaller now; how large.
        activated: a step was opened, by a double click or a key; its id.
        moved: it looks elsewhere.
        altered: the drawing that it shows looks otherwise.
        showing: it is about to show another drawing.
    """

    zoomed = Signal(float)
    activated = Signal(str)
    moved = Signal()
    altered = Signal()
    showing = Signal()
    _to_lead = Signal()

    def __init__(self, scene: CanvasScene, parent: QWidget | None = None) -> None:
        super().__init__(scene, parent)
        self.canvas = scene
        self.covers: Callable[[], Covers] = Covers
        self.reduced_motion = False
        self._zooming: QVariantAnimation | None = None
        self._measure = text.measure()
        self.scale(self._measure, self._measure)
        self._exposed = QRegion()
        self._motion = Motion(self._moving, self)
        self._ahead = Ahead(self._lead_around, self)
        self._leads = False
        self._to_lead.connect(self._lead, Qt.ConnectionType.QueuedConnection)
        self.moved.connect(self._look)
        scene.altered.connect(self._look)
        scene.altered.connect(self.altered)
        self.setAccessibleName("Canvas")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.MinimalViewportUpdate)
        flags = QGraphicsView.OptimizationFlag
        self.setOptimizationFlag(flags.DontSavePainterState)
        self.setOptimizationFlag(flags.DontAdjustForAntialiasing)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_scene(self, scene: CanvasScene) -> None:
        """Show another drawing."""
        self.showing.emit()
        for told in (self._look, self.altered):
            self.canvas.altered.disconnect(told)
            scene.altered.connect(told)
        self.canvas = scene
        self.setScene(scene)
        self.moved.emit()

    @property
    def is_moving(self) -> bool:
        """Whether something in view moves by itself."""
        return self._motion.is_on

    def reduce_motion(self, *, on: bool) -> None:
        """Whether everything stands still that could move."""
        self.reduced_motion = on
        for item in self.canvas.drawing.cards_shown.values():
            item.turn(None if on else 0.0)
        self._motion.look()

    def _look(self) -> None:
        """Move what moves in view; lead its edges once before the next picture."""
        self._motion.look()
        if not self._leads:
            self._leads = True
            self._to_lead.emit()

    def _lead(self) -> None:
        self._leads = False
        if self.isVisible() and self._lead_seen():
            # what was led is told to the view now: else all of it would be painted once more
            QCoreApplication.sendPostedEvents(self.canvas, QEvent.Type.MetaCall.value)

    def _lead_seen(self) -> bool:
        """Lead the edges in view, from afar many of them later; returns whether there was any."""
        if self._is_afar():  # they are lines without a way
            return False
        if self._is_far():
            led = self.canvas.sketch_in(self.visible_rect())
            if led and not self._ahead.is_on:
                self._ahead.begin()
            return led
        led = self.canvas.lead_in(self.visible_rect())
        if led:
            self._motion.look()
            self._ahead.begin()
        return led

    def _lead_around(self) -> bool:
        """Lead some edges of those that come into view when one looks from as far as they show."""
        if not self.isVisible() or self._is_afar():
            return False
        seen = self.visible_rect()
        if self.canvas.lead_some(seen):
            return True
        times = (self.zoom / BLOCKS_BELOW - 1) / 2
        across, down = seen.width() * times, seen.height() * times
        return self.canvas.lead_some(seen.adjusted(-across, -down, across, down))

    def _is_afar(self) -> bool:
        return detail_at(self.zoom) is Detail.BLOCKS

    def _moving(self) -> list[StepItem | EdgeItem]:
        """Return what runs, is in view, and is near enough to be seen moving."""
        if self.reduced_motion or not self.isVisible() or self._is_far():
            return []
        area = self.visible_rect()
        return [i for i in self.canvas.drawing.running() if i.sceneBoundingRect().intersects(area)]

    def _is_far(self) -> bool:
        return detail_at(self.zoom) is not Detail.FULL

    # --- zoom and place ---------------------------------------------------------------------------

    @property
    def zoom(self) -> float:
        """How large the drawing is on the screen; 1 is natural size for who reads it."""
        return self.transform().m11() / self._measure

    def zoom_to(self, factor: float, around: QPointF | None = None) -> None:
        """Show the drawing so large at once.

        Args:
            factor: 1 is natural size.
            around: the point of the viewport that stays; None for its middle.
        """
        factor = min(max(factor, SMALLEST_ZOOM), LARGEST_ZOOM)
        pin = around if around is not None else QPointF(self.viewport().rect().center())
        before = self._scene_point(pin)
        scale = factor / self.zoom
        self.scale(scale, scale)
        self._bring(before, pin)
        self.zoomed.emit(factor)
        self.moved.emit()

    def zoom_in(self) -> None:
        """Show the drawing one step larger; what is selected stays where it is seen."""
        self._glide(self.zoom * _STEP)

    def zoom_out(self) -> None:
        """Show the drawing one step smaller; what is selected stays where it is seen."""
        self._glide(self.zoom / _STEP)

    def natural_size(self) -> None:
        """Show the drawing in natural size: what is selected, else what was in the middle."""
        chosen = self._chosen_rect()
        if not chosen.isNull() and not self.visible_rect().contains(chosen.center()):
            self.look_at(chosen.center())
        self._zoom_chosen(1.0)

    def _zoom_chosen(self, factor: float) -> None:
        """Zoom around what is selected, where that is seen: it stays in view; else the middle."""
        chosen = self._chosen_rect()
        if chosen.isNull() or not self.visible_rect().contains(chosen.center()):
            self.zoom_to(factor)
            return
        self.zoom_to(factor, self.viewportTransform().map(chosen.center()))
        seen, pixel = self.visible_rect(), 1 / self.transform().m11()
        if chosen.width() < seen.width() and chosen.height() < seen.height():
            inside = chosen.adjusted(-pixel, -pixel, pixel, pixel)
            across = min(inside.left() - seen.left(), 0) + max(inside.right() - seen.right(), 0)
            down = min(inside.top() - seen.top(), 0) + max(inside.bottom() - seen.bottom(), 0)
            if across or down:
                self.look_at(seen.center() + QPointF(across, down))

    def _chosen_rect(self) -> QRectF:
        """Return the place of the selected cards, else of what else is selected; null for none."""
        cards = (self.canvas.step_item(step) for step in self.canvas.selected_steps())
        found = QRectF()
        for item in cards:
            found = found.united(item.card_rect()) if item is not None else found
        return found if not found.isNull() else self.canvas.selected_rect()

    def fit_all(self) -> None:
        """Show all of the drawing, not larger than natural."""
        self._fit(self.canvas.drawn_rect())

    def fit_selection(self) -> None:
        """Show all that is selected; all of the drawing when nothing is."""
        rect = self.canvas.selected_rect()
        self._fit(rect if not rect.isNull() else self.canvas.drawn_rect())

    def show_step(self, step: str) -> None:
        """Look where a step is, if it is out of view."""
        item = self.canvas.step_item(self.canvas.shown_for(step))
        if item is not None and not self.visible_rect().contains(item.card_rect()):
            self.look_at(item.card_rect().center())

    def look_at(self, place: QPointF) -> None:
        """Bring a point of the scene to the middle."""
        self._bring(place, QPointF(self.viewport().rect().center()))
        self.moved.emit()

    def visible_rect(self) -> QRectF:
        """Return the part of the scene that is in view."""
        return self.mapToScene(self.viewport().rect()).boundingRect()

    def pan(self, by: QPointF) -> None:
        """Move the drawing under the window, in pixels."""
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        across.setValue(across.value() - round(by.x()))
        down.setValue(down.value() - round(by.y()))
        self.moved.emit()

    def _fit(self, rect: QRectF) -> None:
        if rect.isNull():
            self.zoom_to(1.0)
            self.look_at(QPointF(0, 0))
            return
        covers, largest = self.covers(), _FIT_LARGEST * self._measure
        wanted = rect.adjusted(-_FIT_MARGIN, -_FIT_MARGIN, _FIT_MARGIN, _FIT_MARGIN)
        canvas, parts = QRectF(self.viewport().rect()), occupied(self.canvas, rect)
        fit = fitted(wanted, parts, canvas, [*covers.firm, *covers.yielding], largest)
        bare = fitted(wanted, parts, canvas, covers.firm, largest)
        fit = fit if fit.scale >= bare.scale * _WORTH else bare
        self.zoom_to(fit.scale / self._measure)
        self.look_at(fit.middle)

    def _glide(self, factor: float) -> None:
        """Zoom one step, in a moment; at once where motion is unwanted."""
        if self._zooming is not None:
            self._zooming.stop()
        if self.reduced_motion or not self.isVisible():
            self._zoom_chosen(factor)
            return
        self._zooming = QVariantAnimation(self)
        self._zooming.setDuration(_STEP_MS)
        self._zooming.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._zooming.setStartValue(self.zoom)
        self._zooming.setEndValue(min(max(factor, SMALLEST_ZOOM), LARGEST_ZOOM))
        self._zooming.valueChanged.connect(self._zoom_chosen)
        self._zooming.start(QVariantAnimation.DeletionPolicy.DeleteWhenStopped)

    def _scene_point(self, pixel: QPointF) -> QPointF:
        inverse, _ = self.viewportTransform().inverted()
        return inverse.map(pixel)

    def _bring(self, place: QPointF, pixel: QPointF) -> None:
        """Scroll so that a point of the scene lies at a pixel."""
        here = self.viewportTransform().map(place)
        self.pan(pixel - here)

    def hint_words(self, place: QPointF) -> str:
        """Return what the pointer tells at a place of the scene, as it is shown; "" for nothing."""
        words = hint_at(self.canvas, place, self.zoom)
        return f"<p style='white-space:pre-wrap'>{escape(words)}</p>" if words else ""

    # --- for Qt -----------------------------------------------------------------------------------

    def viewportEvent(self, event: QEvent) -> bool:
        """Tell what is too far away, or too long, to be read."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            words = self.hint_words(self.mapToScene(event.pos()))
            QToolTip.showText(event.globalPos(), words, self.viewport())
            return True
        return super().viewportEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what is in view; from afar, blocks of colour instead of items."""
        self._exposed = event.region()
        if not self._is_afar():
            self._lead_seen()
            super().paintEvent(event)
            return
        painter = QPainter(self.viewport())
        painter.setClipRegion(event.region())
        painter.setTransform(self.viewportTransform())
        area = self.mapToScene(event.rect()).boundingRect().adjusted(-9, -9, 9, 9)
        self.drawBackground(painter, area)
        overview = self.canvas.overview()
        overview.paint(painter)
        overview.paint_titles(painter)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for item in self.canvas.extras():
            painter.save()
            painter.translate(item.pos())
            item.paint(painter, QStyleOptionGraphicsItem(), None)
            painter.restore()
        painter.end()

    def drawBackground(self, painter: QPainter, rect: QRectF | object) -> None:
        """Paint the ground."""
        assert isinstance(rect, QRectF)  # noqa: S101 - Qt gives nothing else
        ways = self.viewportTransform().inverted()[0]
        for pixels in cast("Iterable[QRect]", self._exposed):
            area = ways.mapRect(QRectF(pixels).adjusted(-1, -1, 1, 1)).intersected(rect)
            paint_background(
                painter, area, self.canvas.inks, self.zoom, editable=self.canvas.editable
            )

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Move by the wheel; with Ctrl, zoom at the pointer."""
        turned = event.pixelDelta() if not event.pixelDelta().isNull() else event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_to(self.zoom * _WHEEL ** event.angleDelta().y(), event.position())
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.pan(QPointF(turned.y() or turned.x(), 0))
        else:
            self.pan(QPointF(turned))
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the step under the pointer."""
        item = self.canvas.step_at(self.mapToScene(event.position().toPoint()))
        if item is not None:
            self.activated.emit(item.step)
        else:
            super().mouseDoubleClickEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Grow or shrink with the size of text that the person reads, around the middle."""
        super().changeEvent(event)
        if hasattr(self, "_measure") and self._measure != text.measure():
            zoom, middle = self.zoom, self.visible_rect().center()
            by = text.measure() / self._measure
            self._measure = text.measure()
            self.scale(by, by)
            self.zoom_to(zoom)
            self.look_at(middle)

    def showEvent(self, event: QShowEvent) -> None:
        """Go on with what moves."""
        super().showEvent(event)
        self._motion.look()

    def hideEvent(self, event: QHideEvent) -> None:
        """Let nothing move that nobody sees."""
        super().hideEvent(event)
        self._motion.look()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell that more or less of the drawing is in view."""
        super().resizeEvent(event)
        self.moved.emit()
