"""Knows what follows when a person wants something of a connection. Must not keep a secret."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from connectors.connector import load
from connectors.errors import ConnectorError
from designer.document.changes.connections import rename_connection
from designer.library.offers import marked_field
from designer.run_bridge.connecting import Connecting
from designer.shell.banner import Message
from designer.shell.connection_users import ConnectionUsers

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QDialog, QWidget

    from connectors.manifest import Manifest
    from designer.panels.connections.page import ConnectionsPage
    from designer.panels.connections.rows import Connected
    from designer.panels.workbench import Workbench
    from designer.run_bridge.replies import Reply

_ABOUT = "connections"


class ConnectionWishes(QObject):
    """Opens the dialogs about connections and does what was decided in them.

    Args:
        bench: what lies on the desk.
        window: in front of which is asked.
        recent: gives the paths of the workflows that were opened last.

    Attributes:
        users: knows which workflows of this computer use a connection.
        changed: a connection is another now, or gone.
        said: a `Message` for the person.
        dialog: the one that is open, None when none is.
    """

    changed = Signal()
    said = Signal(object)

    def __init__(
        self,
        bench: Workbench,
        window: QWidget,
        recent: Callable[[], Sequence[str]] = tuple[str, ...],
    ) -> None:
        super().__init__(window)
        self.users = ConnectionUsers(bench, recent, self)
        self._bench, self._window = bench, window
        self._connecting = Connecting(bench.services.engine)
        self.dialog: QDialog | None = None
        bench.document_changed.connect(self._look)
        bench.services.engine.state_changed.connect(self._look)
        bench.connect_wanted.connect(self._connect_wanted)
        self.changed.connect(self._look)

    def _look(self) -> None:
        """Learn which connections this computer has, once a workflow needs some."""
        engine, bench = self._bench.services.engine, self._bench
        if engine.state == "ready" and bench.connectors():
            self._connecting.bound().done.connect(self._bound)

    def _bound(self, found: dict[str, str]) -> None:
        self._bench.set_bound(found)

    def _connect_wanted(self, name: str) -> None:
        bench = self._bench
        connector = bench.connectors().get(name, "")
        here = bench.bound or {}
        alike = tuple(sorted(other for other, system in here.items() if system == connector))
        self.connect_system(name, connector, alike)

    def serve(self, page: ConnectionsPage) -> None:
        """Do what is wished for on the page of connections."""
        page.wished.connect(partial(self.do, page))
        self.changed.connect(page.refresh)
        page.seen.connect(self.users.look)
        self.users.changed.connect(page.set_users)
        if page.isVisible():
            self.users.look()

    def do(self, page: ConnectionsPage, wish: str, row: Connected | None) -> None:
        """Do one wish: "connect", "change", "rename", "replace", "remove" or "unlock"."""
        if wish == "unlock":
            self._unlock()
        elif row is None:
            self._choose(page)
        elif wish == "connect":
            self.connect_system(row.name, row.connector, self._alike(page, row.connector))
        elif wish == "rename":
            self._rename(row)
        elif wish == "remove":
            self._remove(row)
        else:
            self._change(row.name, is_secret=wish == "replace")

    # --- connecting -------------------------------------------------------------------------------

    def connect_system(self, name: str, connector: str, alike: tuple[str, ...] = ()) -> None:
        """Connect what a workflow names; the other connections are there to begin with."""
        if not connector:
            what = f"The workflow does not say what kind of system “{name}” is."
            self.said.emit(Message(what, "Choose it in the settings of the workflow.", "waiting"))
            return
        self._ask_all(name, connector, alike, is_named=True)

    def _choose(self, page: ConnectionsPage) -> None:
        from designer.dialogs.connections.choose import ChooseSystem

        dialog = ChooseSystem(self._bench.theme, self._window)

        def go_on() -> None:
            if connector := dialog.connector():
                alike = self._alike(page, connector)
                self._ask_all("", connector, alike, is_named=False)

        dialog.accepted.connect(go_on)
        self._open(dialog)

    def _ask_all(
        self, name: str, connector: str, alike: tuple[str, ...], *, is_named: bool
    ) -> None:
        manifest = self._manifest(connector)
        if manifest is None:
            return
        from designer.dialogs.connections.connect import ConnectSystem

        dialog = ConnectSystem(
            manifest,
            self._connecting,
            self._bench.theme,
            name=name,
            is_named=is_named,
            alike=alike,
            parent=self._window,
        )
        dialog.accepted.connect(self.changed)
        self._open(dialog)

    def _alike(self, page: ConnectionsPage, connector: str) -> tuple[str, ...]:
        return tuple(r.name for r in page.rows() if r.is_here and r.connector == connector)

    # --- changing ---------------------------------------------------------------------------------

    def _change(self, name: str, *, is_secret: bool) -> None:
        reply = self._connecting.shown(name)
        reply.done.connect(partial(self._ask_changes, is_secret))
        reply.failed.connect(partial(self._tell, reply))

    def _ask_changes(self, is_secret: bool, shown: dict[str, Any]) -> None:
        manifest = self._manifest(str(shown["connector"]))
        if manifest is None:
            return
        from designer.dialogs.connections.connect import ConnectSystem

        theme, name = self._bench.theme, str(shown["name"])
        dialog = ConnectSystem(
            manifest, self._connecting, theme, name=name, shown=shown, parent=self._window
        )
        dialog.accepted.connect(self.changed)
        self._open(dialog)
        if is_secret:
            dialog.focus_secret()

    def _rename(self, row: Connected) -> None:
        from designer.dialogs.connections.asking import RenameConnection

        steps = [title for _, title in row.uses]
        dialog = RenameConnection(row.name, steps, row.elsewhere, self._window)

        def go_on() -> None:
            self._rename_to(row.name, dialog.name, too=dialog.too.isChecked())

        dialog.accepted.connect(go_on)
        self._open(dialog)

    def _rename_to(self, old: str, new: str, *, too: bool) -> None:
        if new == old:
            return
        reply = self._connecting.shown(old)
        reply.done.connect(partial(self._keep_as, old, new, too))
        reply.failed.connect(partial(self._tell, reply))

    def _keep_as(self, old: str, new: str, too: bool, shown: dict[str, Any]) -> None:
        rest = {name: value for name, value in shown.items() if name != "kept"}
        reply = self._connecting.keep(
            {**rest, "name": new, "old": old, "secrets": {}}, is_tried=False
        )
        if too:
            reply.done.connect(partial(self._rename_drawn, old, new))
        self._follow(reply)

    def _rename_drawn(self, old: str, new: str, told: object) -> None:
        """Let the open workflow use the new name; only once the connection has it."""
        del told
        kinds, draft = self._bench.services.kinds, self._bench.draft
        fields = {name: marked_field(kind, "connection") for name, kind in kinds.items()}
        if not draft.locked:
            draft.do(rename_connection(draft.model, old, new, fields))

    # --- removing ---------------------------------------------------------------------------------

    def _remove(self, row: Connected) -> None:
        from designer.dialogs.connections.asking import RemoveConnection

        steps = [title for _, title in row.uses]
        dialog = RemoveConnection(row.name, steps, row.elsewhere, self._window)

        def go_on() -> None:
            if dialog.is_sure():
                self._follow(self._connecting.forget(row.name))

        dialog.finished.connect(go_on)
        self._open(dialog)

    # --- inside -----------------------------------------------------------------------------------

    def _unlock(self) -> None:
        from designer.dialogs.connections.asking import UnlockVault

        dialog = UnlockVault(self._connecting, self._window)
        dialog.accepted.connect(self.changed)
        self._open(dialog)

    def _open(self, dialog: QDialog) -> None:
        self.dialog = dialog
        dialog.finished.connect(partial(self._put_away, dialog))
        dialog.open()

    def _put_away(self, dialog: QDialog, result: int) -> None:
        del result
        dialog.deleteLater()
        if self.dialog is dialog:
            self.dialog = None

    def _follow(self, reply: Reply) -> None:
        reply.done.connect(self.changed)
        reply.failed.connect(partial(self._tell, reply))

    def _tell(self, reply: Reply, what: str) -> None:
        del what  # the reply knows more
        trouble = reply.trouble
        if trouble is not None:
            why = " ".join(part for part in (trouble.why, trouble.next_step) if part)
            self.said.emit(Message(trouble.what, why, detail=trouble.detail, about=_ABOUT))

    def _manifest(self, connector: str) -> Manifest | None:
        try:
            return load(connector).manifest
        except ConnectorError as error:
            why = f"{error.why} {error.next_step}".strip()
            self.said.emit(Message(error.what, why, detail=error.detail, about=_ABOUT))
            return None
