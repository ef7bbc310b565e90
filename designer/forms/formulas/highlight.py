"""Knows how the parts of a formula are coloured. Must not know what the formula is for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, cast

from PySide6.QtGui import QColor, QFont, QSyntaxHighlighter, QTextCharFormat

from runtime.expressions import BUILT_INS, Token, tokenize

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtCore import QObject
    from PySide6.QtGui import QTextDocument

    from designer.assets.theme import Color, Theme


@dataclass(frozen=True, slots=True)
class Span:
    """Characters that look alike; `style` names a format of `Formats`."""

    begin: int
    end: int
    style: str


_STYLES = {
    "string": "text",
    "regex": "text",
    "number": "number",
    "comment": "comment",
    "unknown": "wrong",
}
_WORDS = frozenset({"and", "or", "in"})
_LITERALS = frozenset({"true", "false", "null"})


def formula_spans(text: str) -> list[Span]:
    """Return how each part of a formula looks; plain parts are left out."""
    return [
        Span(token.offset, token.end, style)
        for token in tokenize(text)
        if (style := _style(token)) is not None
    ]


def units(text: str, offset: int) -> int:
    """Return Qt's place of a character: it counts those beyond the basic plane twice."""
    return (
        offset if text.isascii() else len(text[:offset].encode("utf-16-le", "surrogatepass")) // 2
    )


def characters(text: str, place: int) -> int:
    """Return the character at Qt's place."""
    if text.isascii():
        return place
    encoded = text.encode("utf-16-le", "surrogatepass")[: 2 * place]
    return len(encoded.decode("utf-16-le", "ignore"))


def _style(token: Token) -> str | None:
    if token.kind == "variable":
        return "function" if token.text[1:] in BUILT_INS else "variable"
    if token.kind in {"name", "quoted"}:
        return "number" if token.text in _LITERALS else "field"
    if token.kind == "operator":
        return "word" if token.text in _WORDS else None
    return _STYLES.get(token.kind)


def formats(theme: Theme) -> Mapping[str, QTextCharFormat]:
    """Return the look of each style in a theme."""
    inks = (
        ("text", theme.states["ok"].ink),
        ("number", theme.categories["trigger"].ink),
        ("comment", theme.muted),
        ("wrong", theme.states["failed"].ink),
        ("function", theme.categories["logic"].ink),
        ("variable", theme.categories["ai"].ink),
        ("field", theme.accent),
        ("word", theme.categories["logic"].ink),
    )
    return _formats(inks, theme.states["running"].tint)


@lru_cache(maxsize=8)  # a page has many formulas, in the same colours
def _formats(inks: tuple[tuple[str, Color], ...], tint: Color) -> Mapping[str, QTextCharFormat]:
    made = {style: QTextCharFormat() for style, _ in inks}
    for style, ink in inks:
        made[style].setForeground(QColor(ink))
    made["comment"].setFontItalic(True)
    made["word"].setFontWeight(QFont.Weight.Bold)
    chip = QTextCharFormat()
    chip.setForeground(QColor(dict(inks)["field"]))
    chip.setBackground(QColor(tint))
    made["chip"] = chip
    for style, _ in inks:
        inside = QTextCharFormat(made[style])
        inside.setBackground(QColor(tint))
        made[f"chip {style}"] = inside
    return made


class Highlighter(QSyntaxHighlighter):
    """Colours a document; a part may go over several lines.

    Args:
        spans: how the parts of the whole text look, in order.
    """

    def __init__(
        self,
        document: QTextDocument,
        theme: Theme,
        spans: Callable[[str], Sequence[Span]] = formula_spans,
    ) -> None:
        super().__init__(cast("QObject", document))
        self._formats = formats(theme)
        self._spans_of = spans
        self._fresh = False
        self._text = ""
        self._spans: Sequence[Span] = ()
        # Heard before the highlighter itself hears it, since it is connected earlier.
        document.contentsChange.connect(self._forget)
        self.setDocument(document)

    def highlightBlock(self, text: str) -> None:
        """Colour one line."""
        self._read()
        block = self.currentBlock()
        begin = characters(self._text, block.position())
        end = begin + len(text)
        open_at_end = -1
        for span in self._spans:
            if span.end <= begin:
                continue
            if span.begin > end:
                break
            first, last = max(span.begin, begin) - begin, min(span.end, end) - begin
            start = units(text, first)
            self.setFormat(start, units(text, last) - start, self._formats[span.style])
            if span.end > end:
                open_at_end = hash(span.style) & 0xFFFF
        self.setCurrentBlockState(open_at_end)

    def _forget(self) -> None:
        self._fresh = False

    def _read(self) -> None:
        document = self.document()
        if not self._fresh:
            self._fresh = True
            self._text = document.toRawText().replace("\u2029", "\n").replace("\u2028", "\n")
            self._spans = self._spans_of(self._text)
