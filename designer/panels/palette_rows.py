"""Knows the rows of the palette: headings and offers, and how they are painted and dragged.

Must not know where an offer is placed, or any kind or system by name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import QAbstractListModel, QMimeData, QModelIndex, QRect, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontInfo,
    QFontMetrics,
    QPainter,
    QPen,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QStyle, QStyledItemDelegate

from designer.assets.icons import pixmap
from designer.assets.style import BODY
from designer.panels.palette_words import second_line, standing_alone

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QObject, QPersistentModelIndex
    from PySide6.QtWidgets import QListView, QStyleOptionViewItem

    from designer.assets.theme import Color, Theme
    from designer.library.offers import Offer

    Index: TypeAlias = QModelIndex | QPersistentModelIndex

OFFER_MIME = "application/x-baton-offer"
"""What is dragged: the id of an offer, as UTF-8."""
_OFFER = Qt.ItemDataRole.UserRole
_TILE, _ICON, _RADIUS = 40, 22, 8.0
_LEFT, _GAP, _RIGHT, _TOP, _HEADING_TOP = 8, 10, 8, 7, 12
_WORDS_LEFT = _LEFT + _TILE + _GAP
_NO_LINES: list[str] = []
_LINES, _LARGE = 2, 1.25
"""So many lines a title may have, and the words below it; one more where text is so large."""
BESIDE = 8
"""How much further than what stands above it the list reaches, for its scroll bar."""


class PaletteRows(QAbstractListModel):
    """Offers in their order, with a heading above each group."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[str | Offer] = []

    def show(self, offers: Sequence[Offer]) -> None:
        """Show other offers; a group stands where its first offer stands."""
        groups: dict[str, list[Offer]] = {}
        for offer in offers:
            groups.setdefault(offer.group, []).append(offer)
        self.beginResetModel()
        self._rows = [row for group, held in groups.items() for row in (group, *held)]
        self.endResetModel()

    def offer(self, index: Index) -> Offer | None:
        """Return the offer of a row; None for a heading."""
        row = self._rows[index.row()] if index.isValid() else ""
        return None if isinstance(row, str) else row

    def next_offer(self, row: int, by: int) -> int:
        """Return the nearest row below (1) or above (-1) that holds an offer, else the same row."""
        at = row + by
        while 0 <= at < len(self._rows):
            if not isinstance(self._rows[at], str):
                return at
            at += by
        return row

    # --- what Qt asks -----------------------------------------------------------------------------

    def rowCount(self, parent: Index | None = None) -> int:
        """Return how many rows there are."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a row shows or says."""
        row = self._rows[index.row()] if index.isValid() else ""
        if isinstance(row, str):
            words = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
            return row if role in words else None
        if role == _OFFER:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"<b>{row.title}</b><br>{second_line(row, whole=True)}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{row.title}. {second_line(row, whole=True)}"
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return what a person can do with a row: nothing with a heading."""
        if self.offer(index) is None:
            return Qt.ItemFlag.NoItemFlags
        return (
            Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDragEnabled
        )

    def mimeTypes(self) -> list[str]:
        """Return as what a row can be dragged."""
        return [OFFER_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Return what is dragged."""
        dragged = QMimeData()
        offer = next((found for index in indexes if (found := self.offer(index))), None)
        if offer is not None:
            dragged.setData(OFFER_MIME, offer.id.encode())
        return dragged


class PaletteLook(QStyledItemDelegate):
    """Paints headings, and offers as an icon on a tile, a title and up to two lines below it.

    Args:
        theme: colours.
        view: the list, for its width and fonts.
    """

    def __init__(self, theme: Theme, view: QListView) -> None:
        super().__init__(view)
        self.theme = theme
        self._view = view
        self._measured_for: tuple[int, str] = (0, "")
        self._width = 0
        self._wrapped: dict[tuple[str, str], tuple[list[str], list[str]]] = {}
        self._heights: dict[tuple[bool, int, int], int] = {}

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return how high a row is at the width of the list."""
        del option
        width = self._view.viewport().width()
        offer: Offer | None = index.data(_OFFER)
        titles, lines = self._lines(offer) if offer is not None else (_NO_LINES, _NO_LINES)
        if offer is None:
            self._room()
        shape = offer is None, len(titles), len(lines)
        if shape not in self._heights:
            self._heights[shape] = self._height(*shape)
        return QSize(width, self._heights[shape])

    def _height(self, is_heading: bool, titles: int, lines: int) -> int:
        if is_heading:
            return QFontMetrics(self._heading_font()).height() + _HEADING_TOP + 6
        text = titles * QFontMetrics(self._title_font()).height()
        text += lines * QFontMetrics(self._small_font()).height()
        return max(_TILE, text) + 2 * _TOP

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        box: QRect = option.rect  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType, reportUnknownVariableType] - Qt's stubs lack it
        state: QStyle.StateFlag = option.state  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType, reportUnknownVariableType] - likewise
        offer: Offer | None = index.data(_OFFER)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if offer is None:
            painter.setFont(self._heading_font())
            painter.setPen(QColor(self._ink(self.theme.muted)))
            words = box.adjusted(_LEFT, _HEADING_TOP, -_RIGHT, -6)
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, str(index.data()))
        else:
            self._ground(painter, box, state)
            self._tile(painter, box, offer)
            self._words(painter, box, offer)
        painter.restore()

    def _ground(self, painter: QPainter, box: QRect, state: QStyle.StateFlag) -> None:
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        if not chosen and not state & QStyle.StateFlag.State_MouseOver:
            return
        focused = chosen and self._view.hasFocus()
        painter.setPen(QPen(QColor(self.theme.accent), 2) if focused else Qt.PenStyle.NoPen)
        color = self.theme.states["running"].tint if chosen else self.theme.hover
        painter.setBrush(QColor(color))
        # As wide as the field above the list, whether there is a scroll bar beside it or not.
        wide = min(box.width(), self._view.width() - BESIDE)
        ground = QRect(box.left(), box.top(), wide, box.height())
        painter.drawRoundedRect(ground.adjusted(1, 1, -1, -1), _RADIUS, _RADIUS)

    def _tile(self, painter: QPainter, box: QRect, offer: Offer) -> None:
        pair = self.theme.categories[offer.category]
        if not self._view.isEnabled():
            pair = self.theme.states["disabled"]
        tile = QRect(box.left() + _LEFT, box.top() + (box.height() - _TILE) // 2, _TILE, _TILE)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(pair.tint))
        painter.drawRoundedRect(tile, _RADIUS, _RADIUS)
        inset = (_TILE - _ICON) // 2
        picture = pixmap(offer.icon, pair.ink, _ICON, self._view.devicePixelRatioF())
        painter.drawPixmap(tile.left() + inset, tile.top() + inset, picture)

    def _words(self, painter: QPainter, box: QRect, offer: Offer) -> None:
        title, small = self._title_font(), self._small_font()
        titles, lines = self._lines(offer)
        high, low = QFontMetrics(title), QFontMetrics(small)
        down = len(titles) * high.height() + len(lines) * low.height()
        top = box.top() + (box.height() - down) // 2
        for font, color, words in (
            (title, self.theme.text, titles),
            (small, self.theme.muted, lines),
        ):
            metrics = QFontMetrics(font)
            painter.setFont(font)
            painter.setPen(QColor(self._ink(color)))
            for line in words:
                painter.drawText(box.left() + _WORDS_LEFT, top + metrics.ascent(), line)
                top += metrics.height()

    def _ink(self, color: Color) -> Color:
        """Return the colour of words, or that of what cannot be used now."""
        return color if self._view.isEnabled() else self.theme.states["disabled"].ink

    def _room(self) -> int:
        """Return how wide words may be.

        All rows are measured again whenever the list gets lower or higher, so what was measured is
        kept as long as width and letters stay.
        """
        measures = self._view.width(), self._view.font().key()
        if measures != self._measured_for:
            bar = self._view.verticalScrollBar().sizeHint().width()
            self._width = max(self._view.width() - bar - _WORDS_LEFT - _RIGHT, 40)
            self._measured_for, self._wrapped, self._heights = measures, {}, {}
        return self._width

    def _lines(self, offer: Offer) -> tuple[list[str], list[str]]:
        """Return the lines of the title and those below it."""
        width = self._room()
        texts = offer.title, second_line(offer)
        if texts not in self._wrapped:
            small, most = self._small_font(), self._most_lines()
            words = standing_alone(
                texts[1], lambda part: len(_wrapped(part, small, width, most + 1)) <= most
            )
            titles = _wrapped(texts[0], self._title_font(), width, most)
            below = _wrapped(words, small, width, most)
            self._wrapped[texts] = titles, below
        return self._wrapped[texts]

    def _most_lines(self) -> int:
        """Return how many lines a title may have, and the words below it: more where few fit in."""
        size = QFontInfo(self._view.font()).pixelSize()
        return _LINES if size < BODY * _LARGE else _LINES + 1

    # --- fonts ------------------------------------------------------------------------------------

    def _title_font(self) -> QFont:
        return _sized(self._view.font(), 1, QFont.Weight.DemiBold)

    def _small_font(self) -> QFont:
        return _sized(self._view.font(), 12 / 13, QFont.Weight.Normal)

    def _heading_font(self) -> QFont:
        return _sized(self._view.font(), 12 / 13, QFont.Weight.DemiBold)


def _sized(font: QFont, share: float, weight: QFont.Weight) -> QFont:
    made = QFont(font)
    made.setPixelSize(max(round(QFontInfo(font).pixelSize() * share), 11))
    made.setWeight(weight)
    return made


def _wrapped(text: str, font: QFont, width: int, most: int) -> list[str]:
    """Return text in so many lines at most; what does not fit ends in dots."""
    layout = QTextLayout(text, font)
    layout.setTextOption(QTextOption(Qt.AlignmentFlag.AlignLeft))
    lines: list[str] = []
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        start = line.textStart()
        if len(lines) == most - 1:
            rest = text[start:]
            lines.append(QFontMetrics(font).elidedText(rest, Qt.TextElideMode.ElideRight, width))
            break
        lines.append(text[start : start + line.textLength()].strip())
    layout.endLayout()
    return lines
