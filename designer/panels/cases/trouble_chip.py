"""Knows the chip that says which connections fail in tests. Must not know why they should."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from designer.assets.icons import icon
from designer.assets.style import look
from designer.panels.cases.setup import connection_titles, trouble_words

if TYPE_CHECKING:
    from designer.panels.cases.settings import TestSettings
    from designer.panels.workbench import Workbench


class TroubleChip(QPushButton):
    """Says that tests have simulated trouble, so that nobody forgets; hidden while there is none.

    Args:
        bench: whose workflow it is.
        settings: know which connections fail; a click changes them.
    """

    def __init__(
        self, bench: Workbench, settings: TestSettings, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._bench, self._settings = bench, settings
        self._said, self._room = "", -1
        look(self, "chip", "waiting")
        self.clicked.connect(self._ask)
        settings.changed.connect(self.refresh)
        bench.document_changed.connect(self.refresh)
        bench.edited.connect(self.refresh)
        bench.theme_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Say what is so now."""
        titles = connection_titles(self._bench.draft.model)
        failing = trouble_words(self._settings.troubles(), titles)
        said = f"{failing} in test runs" if failing else ""
        self._said = said
        self._cut()
        self.setIcon(icon("warning", self._bench.theme.states["waiting"].ink, 14))
        self.setAccessibleName(f"{said}. Opens the test settings." if said else "No trouble")
        how = "This is simulated in test runs (F5). Click to change it."
        self.setToolTip(f"{said}.\n{how}" if said else "")
        if not said:
            self.hide()
        elif self.parent() is not None:  # without one it would be a window
            self.show()

    def set_room(self, pixels: int) -> None:
        """Say it in so many pixels; 0 leaves the sign alone, -1 says all of it."""
        if pixels != self._room:
            self._room = pixels
            self._cut()

    def _cut(self) -> None:
        metrics, right = self.fontMetrics(), Qt.TextElideMode.ElideRight
        is_whole = self._room < 0
        self.setText(self._said if is_whole else metrics.elidedText(self._said, right, self._room))

    def _ask(self) -> None:
        self._settings.ask(self.window())
