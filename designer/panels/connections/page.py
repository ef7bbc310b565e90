"""Knows the page of all connections: list, search, tests. Must not set one up or know a secret."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from designer.assets.icons import icon
from designer.assets.style import look
from designer.document.connection_users import Users
from designer.document.counts import counted
from designer.document.moment import now
from designer.forms.parts import beside_icon, label
from designer.forms.parts import row as side_by_side
from designer.panels.connections.row_view import RowView
from designer.panels.connections.rows import rows, uses
from designer.panels.page import Page
from designer.run_bridge.connecting import Connecting

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from designer.panels.connections.rows import Connected
    from designer.panels.workbench import Workbench
    from designer.run_bridge.replies import Reply

_WIDTH = 980
_PLACES = {
    "keychain": "Credentials are kept in the keychain of this computer.",
    "file": "Credentials are kept in an encrypted file on this computer.",
    "environment": "Credentials come from the environment of this computer and are set there.",
    "memory": "Credentials are forgotten when the window closes.",
}
_NOTHING = (
    "No system is connected yet. Connect one, and the steps of your workflows can read\n"
    "from it and write to it. Test runs need none."
)
_LOCKED = "The credentials of this computer are in an encrypted file. Its passphrase opens it."


class ConnectionsPage(Page):
    """All connections of this computer, and those that the open workflow needs.

    Args:
        bench: what lies on the desk.

    Attributes:
        wished: what a person wants done to a connection, and its row, which is None for a new one:
            "connect", "change", "rename", "replace", "remove" or "unlock".
        seen: the page was turned to.
    """

    seen = Signal()
    wished = Signal(str, object)

    def __init__(self, bench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__("Connections", parent)
        self._bench = bench
        self._found: list[dict[str, Any]] = []
        self._users = Users()
        self._listed = False
        self._is_open = True
        self._testing: dict[str, Reply] = {}
        self._asking: Reply | None = None
        self.views: dict[str, RowView] = {}
        self.filter = QLineEdit(placeholderText="Search connections", clearButtonEnabled=True)
        self.filter.setAccessibleName("Search connections")
        self.filter.textChanged.connect(self.show_rows)
        self.connect_button = QPushButton(beside_icon("Connect a system…"), self)
        self.connect_button.setAccessibleName("Connect a system")
        look(self.connect_button, "primary")
        self.connect_button.clicked.connect(lambda: self.wished.emit("connect", None))
        self.said = label("", "muted", self)
        self.nothing = label(_NOTHING, "muted", self)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.nothing.hide()
        self.vault = label("", "caption", self)
        self.looked = label("", "caption", self)
        self.looked.hide()
        self.locked = QFrame(self)
        look(self.locked, "notice", "waiting")
        self.why_locked = label("", "", self.locked)
        self.unlock = QPushButton("Enter the passphrase…", self.locked)
        self.unlock.clicked.connect(lambda: self.wished.emit("unlock", None))
        line = side_by_side(self.why_locked, self.unlock, spacing=12, parent=self.locked)
        line.setContentsMargins(12, 8, 12, 8)
        line.setStretch(0, 1)
        self.locked.hide()
        self._list = QWidget()
        self._lines = QVBoxLayout(self._list)
        self._lay_out()
        bench.theme_changed.connect(self._take_theme)
        bench.document_changed.connect(self._show_if_seen)
        self._take_theme()

    # --- building ---------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        title = QLabel("Connections", self)
        look(title, "big")
        about = label("Where the systems of your workflows are, on this computer.", "muted", self)
        top = QHBoxLayout()
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(title)
        words.addWidget(about)
        top.addLayout(words, 1)
        top.addWidget(self.connect_button, 0, Qt.AlignmentFlag.AlignVCenter)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(8)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        look(area, "plain")
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(self._list)
        column = QWidget(self)
        column.setMaximumWidth(_WIDTH)
        lines = QVBoxLayout(column)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(12)
        lines.addLayout(top)
        lines.addWidget(self.locked)
        lines.addWidget(self.filter)
        lines.addWidget(self.said)
        lines.addWidget(self.nothing, 1)
        lines.addWidget(area, 1)
        self._area = area
        lines.addWidget(self.looked)
        lines.addWidget(self.vault)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(32, 28, 32, 20)
        outer.addStretch(1)
        outer.addWidget(column, 100)
        outer.addStretch(1)
        self.setFocusProxy(self.filter)

    # --- asking the engine ------------------------------------------------------------------------

    def refresh(self) -> None:
        """Ask again what there is."""
        if self._asking is not None:
            self._asking.cancel()
        engine = self._bench.services.engine
        reply = self._asking = engine.connections()
        reply.done.connect(self._take)
        reply.failed.connect(self._fail)
        Connecting(engine).vault().done.connect(self._show_vault)

    def _take(self, found: list[dict[str, Any]]) -> None:
        self._found, self._listed = found, True
        self._show_locked()
        self.show_rows()

    def _fail(self, why: str) -> None:
        self.said.setText(why)
        self.said.show()

    def _show_vault(self, told: dict[str, Any]) -> None:
        is_open = bool(told.get("is_open"))
        self.vault.setText(_PLACES.get(str(told.get("place")), "") if is_open else "")
        self.why_locked.setText(str(told.get("why") or _LOCKED))
        is_new = bool(told.get("is_new"))
        self.unlock.setText("Keep credentials in a file…" if is_new else "Enter the passphrase…")
        self._is_open = is_open
        self._show_locked()

    def _show_locked(self) -> None:
        """Say that credentials cannot be read, where there are some."""
        is_in_the_way = any(row["credential"] is None for row in self._found)
        self.locked.setVisible(not self._is_open and is_in_the_way)

    def test(self, name: str) -> None:
        """Try a connection as it is kept."""
        if name in self._testing:
            return
        reply = self._bench.services.engine.test_connection(name, "")
        self._testing[name] = reply
        reply.done.connect(lambda: self._tested(name))
        reply.failed.connect(lambda: self._tested(name))
        if name in self.views:
            self.views[name].set_testing(is_testing=True)

    def _tested(self, name: str) -> None:
        self._testing.pop(name, None)
        if name in self.views:
            self.views[name].set_testing(is_testing=False)
        self.refresh()

    def _stop(self, name: str) -> None:
        if (reply := self._testing.pop(name, None)) is not None:
            reply.cancel()
        if name in self.views:
            self.views[name].set_testing(is_testing=False)

    # --- showing ----------------------------------------------------------------------------------

    def rows(self) -> list[Connected]:
        """Return all connections that are known now."""
        bench = self._bench
        used = uses(bench.document.model, bench.services.kinds)
        return rows(self._found, bench.connectors(), used, now(), self._users.names)

    def set_users(self, users: Users) -> None:
        """Show which other workflows of this computer use each connection."""
        self._users = users
        many = counted(users.looked, "other workflow")
        told = f"Looked for uses in {many}: those that you opened last, and what lies beside them."
        more = "" if users.is_all else " There are more, which were not looked at."
        self.looked.setText(f"{told}{more}" if users.looked else "")
        self.looked.setToolTip("\n".join(map(str, users.folders)))
        self.show_rows()

    def show_rows(self) -> None:
        """Show the connections that have the words of the search."""
        if not self._listed:
            return
        words = self.filter.text().casefold().split()
        known = self.rows()
        fitting = [each for each in known if each.has(words)]
        if fitting != [view.shown for view in self.views.values()]:
            self._list_rows(fitting)
        self._say_empty(known, fitting)

    def _list_rows(self, fitting: list[Connected]) -> None:
        """Draw the rows anew, except those that say the same: a hand may be on its way to one."""
        old = self._clear()
        for heading, is_wanted in (("This workflow needs", True), ("On this computer", False)):
            some = [row for row in fitting if row.is_wanted is is_wanted]
            if some:
                self._lines.addWidget(label(heading, "heading", self._list))
            for each in some:
                self._lines.addWidget(self._view(each, old.pop(each.name, None)))
        self._lines.addStretch(1)
        for view in old.values():
            view.hide()
            view.deleteLater()

    def _say_empty(self, known: list[Connected], fitting: list[Connected]) -> None:
        text = "No connection has these words." if known and not fitting else ""
        self.setFocusProxy(self.filter if known else self.connect_button)
        if not known and self.filter.hasFocus():
            self.connect_button.setFocus()
        self.nothing.setVisible(not known)
        self._area.setVisible(bool(known))
        self.said.setText(text)
        self.said.setVisible(bool(text))
        self.filter.setVisible(bool(known))
        self.looked.setVisible(bool(known and self.looked.text()))

    def _clear(self) -> dict[str, RowView]:
        """Take everything off the page; return the rows, which live on."""
        views, self.views = self.views, {}
        while (item := self._lines.takeAt(0)) is not None:
            old = item.widget()
            if old is not None and not isinstance(old, RowView):
                old.hide()
                old.deleteLater()
        return views

    def _view(self, row: Connected, old: RowView | None) -> RowView:
        if old is not None and old.shown == row:
            self.views[row.name] = old
            return old
        had_focus = old is not None and old.isAncestorOf(self.focusWidget())
        if old is not None:
            old.hide()
            old.deleteLater()
        view = RowView(row, self._bench.theme, self._list)
        view.asked.connect(partial(self._wish, row))
        view.step_asked.connect(self._go_to_step)
        if row.name in self._testing:
            view.set_testing(is_testing=True)
        self.views[row.name] = view
        if had_focus:
            view.main_button.setFocus()
        return view

    def _wish(self, row: Connected, wish: str) -> None:
        if wish == "test":
            self.test(row.name)
        elif wish == "stop":
            self._stop(row.name)
        else:
            self.wished.emit(wish, row)

    def _go_to_step(self, step: str) -> None:
        self.left.emit()
        self._bench.show_step(step)

    def _take_theme(self) -> None:
        self.connect_button.setIcon(icon("plus", self._bench.theme.on_accent, 16))
        for view in self._clear().values():  # icons are painted in the colours of their time
            view.hide()
            view.deleteLater()
        self.show_rows()

    def _show_if_seen(self) -> None:
        if self.isVisible():
            self.show_rows()

    def showEvent(self, event: QShowEvent) -> None:
        """Look what there is, and tell that the page is looked at."""
        super().showEvent(event)
        self.seen.emit()
