"""Knows a note on the canvas: paper with a little Markdown. Must not know documents."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QPointF, QRectF, QSizeF, Qt, QUrl
from PySide6.QtGui import QAbstractTextDocumentLayout, QPainterPath, QPalette, QPen, QTextDocument
from PySide6.QtWidgets import QGraphicsItem, QGraphicsRectItem

from designer.canvas.detail import Detail, detail_at
from designer.canvas.geometry import NOTE_RADIUS, NOTE_SIZE, Point
from designer.canvas.inks import qcolor
from designer.canvas.papers import edge_of, paper_of
from designer.canvas.text import font_of, growth, zoom_of

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter
    from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

    from designer.canvas.geometry import Box
    from designer.canvas.inks import Inks

NOTE_Z = -10.0
_PADDING, _CORNER, _LONGEST = 12.0, 16.0, 20_000
_PARTS = 8
"""The text of a note grows by so many parts of its size: each is laid out."""
_BORDER, _PIN, _INDENT = 90, 3.5, 18.0
"""Opacity of the line round a paper, of 255; radius of the pin; how far lists stand in."""


@dataclass(frozen=True, slots=True)
class Paper:
    """What a note shows.

    Attributes:
        text: Markdown.
        place: its top left corner.
        size: its width and height.
        color: name of one of the papers; "" for the usual one.
        hung: the card that it hangs on, in the scene; None for none.
    """

    text: str
    place: Point
    size: Point = NOTE_SIZE
    color: str = ""
    hung: Box | None = None


class _Words(QTextDocument):
    """Markdown that reads nothing from disk or network."""

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Return nothing, whatever picture the text asks for."""
        del kind, name
        return ""


class NoteItem(QGraphicsRectItem):
    """One note.

    Args:
        note: id of the note.
        paper: what it shows.
        inks: the colours.
    """

    def __init__(self, note: str, paper: Paper, inks: Inks) -> None:
        super().__init__()
        self.note = note
        self.paper = paper
        self.inks = inks
        self._words: _Words | None = None
        self._grown = 1.0
        self._thread: QLineF | None = None
        self._is_loose = False
        self._is_fixed = False
        self.setPen(QPen(Qt.PenStyle.NoPen))
        self.setZValue(NOTE_Z)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIsSelectable)
        self._fit()

    def show_paper(self, paper: Paper) -> None:
        """Show something else."""
        if paper != self.paper:
            if (paper.text, paper.size) != (self.paper.text, self.paper.size):
                self._words = None
            self.paper = paper
            self._fit()
            self.update()

    def set_inks(self, inks: Inks) -> None:
        """Take the colours of another theme."""
        self.inks = inks
        self.update()

    def note_rect(self) -> QRectF:
        """Return the place of the paper, in the scene."""
        return QRectF(self.pos(), QSizeF(*self.paper.size))

    def corner_at(self, place: QPointF) -> bool:
        """Whether a point in the scene means the corner that makes the note larger."""
        if self._is_fixed:
            return False
        box = self.note_rect()
        corner = QRectF(box.right() - _CORNER, box.bottom() - _CORNER, _CORNER, _CORNER)
        return corner.contains(place)

    def set_editable(self, *, on: bool) -> None:
        """Whether it has a corner that makes it larger."""
        self._is_fixed = not on

    def set_loose(self, *, is_loose: bool) -> None:
        """Whether it moves alone for now: then the thread to its step is not drawn."""
        self._is_loose = is_loose
        self.update()

    def shape(self) -> QPainterPath:
        """Return the paper alone: the thread to a step cannot be clicked."""
        path = QPainterPath()
        path.addRect(QRectF(0, 0, *self.paper.size))
        return path

    def _fit(self) -> None:
        self.setPos(*self.paper.place)
        paper = QRectF(0, 0, *self.paper.size)
        self._thread = self._hanging(paper)
        whole = paper if self._thread is None else paper | _around(self._thread)
        self.setRect(whole.adjusted(-4, -4, 4, 4))

    def _hanging(self, paper: QRectF) -> QLineF | None:
        """Return the thread from the paper to the card, in the item's own units."""
        if self.paper.hung is None:
            return None
        left, top, right, bottom = self.paper.hung
        card = QRectF(left, top, right - left, bottom - top).translated(-self.pos())
        if card.intersects(paper):
            return None
        line = QLineF(paper.center(), card.center())
        return QLineF(_leaving(paper, line), _leaving(card, QLineF(line.p2(), line.p1())))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        """Paint the note."""
        del option, widget
        theme = self.inks.theme
        pair = paper_of(theme, self.paper.color)
        if self._thread is not None and not self._is_loose:
            self._hang(painter, self._thread)
        box = QRectF(0, 0, *self.paper.size)
        chosen = self.isSelected()
        border = self.inks.pen(edge_of(theme, self.paper.color), 1.0, alpha=_BORDER)
        painter.setPen(self.inks.pen(theme.accent, 2.0) if chosen else border)
        painter.setBrush(self.inks.brush(pair.tint))
        painter.drawRoundedRect(box, NOTE_RADIUS, NOTE_RADIUS)
        if detail_at(zoom_of(painter)) is Detail.FULL:
            self._text(painter, box, pair.ink)
            if not self._is_fixed:
                self._corner(painter, box)

    def _corner(self, painter: QPainter, box: QRectF) -> None:
        """Draw the lines that say that the paper can be made larger there."""
        painter.setPen(self.inks.pen(self.inks.theme.edge, 1.0))
        right, bottom = box.right() - 2, box.bottom() - 2
        for back in (4.0, 8.0):
            painter.drawLine(QPointF(right - back, bottom), QPointF(right, bottom - back))

    def _hang(self, painter: QPainter, thread: QLineF) -> None:
        """Draw the thread, with a pin where it meets the card."""
        theme = self.inks.theme
        painter.setPen(self.inks.pen(theme.edge, 1.5, Qt.PenStyle.DotLine))
        painter.drawLine(thread)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.inks.brush(theme.edge))
        painter.drawEllipse(thread.p2(), _PIN, _PIN)

    def _text(self, painter: QPainter, box: QRectF, ink: str) -> None:
        """Paint whole lines, as many as have room, as large as they can be read there."""
        grow = ceil(growth(painter, "note") * _PARTS) / _PARTS
        inner = box.adjusted(_PADDING, _PADDING - 4, -_PADDING, -4)
        if self._words is None or self._grown != grow:
            self._words, self._grown = self._made(inner.width() / grow), grow
        context = QAbstractTextDocumentLayout.PaintContext()
        palette = QPalette()
        palette.setColor(QPalette.ColorRole.Text, qcolor(ink))
        palette.setColor(QPalette.ColorRole.Link, qcolor(ink))
        context.palette = palette
        shown = _whole_lines(self._words, inner.height() / grow)
        painter.save()
        painter.translate(inner.topLeft())
        painter.scale(grow, grow)
        painter.setClipRect(
            QRectF(0, 0, inner.width() / grow, shown), Qt.ClipOperation.IntersectClip
        )
        self._words.documentLayout().draw(painter, context)
        painter.restore()

    def _made(self, width: float) -> _Words:
        words = _Words()
        words.setUndoRedoEnabled(False)
        words.setDefaultFont(font_of("note"))
        words.setDocumentMargin(0)
        words.setIndentWidth(_INDENT)
        words.setTextWidth(width)
        words.setMarkdown(self.paper.text[:_LONGEST], QTextDocument.MarkdownFeature.MarkdownNoHTML)
        return words


def _whole_lines(words: QTextDocument, room: float) -> float:
    """Return how high the lines are that fit into a height: none is cut through."""
    if words.size().height() <= room:
        return room
    down, block = 0.0, words.begin()
    while block.isValid():
        top = words.documentLayout().blockBoundingRect(block).top()
        lines = block.layout()
        for number in range(lines.lineCount()):
            line = lines.lineAt(number)
            bottom = top + line.y() + line.height()
            if bottom > room:
                return down or room
            down = bottom
        block = block.next()
    return down


def _around(line: QLineF) -> QRectF:
    return QRectF(line.p1(), line.p2()).normalized().adjusted(-_PIN, -_PIN, _PIN, _PIN)


def _leaving(box: QRectF, line: QLineF) -> QPointF:
    """Return where a line from the middle of a box leaves it."""
    way = line.p2() - line.p1()
    shares = (
        abs(half / along)
        for half, along in ((box.width() / 2, way.x()), (box.height() / 2, way.y()))
        if along
    )
    return line.pointAt(min((*shares, 1.0)))
