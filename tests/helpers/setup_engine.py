"""Sets connections up in this process, with a vault in memory. Must not know what is tested."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QObject, QTimer, Signal

from designer.run_bridge.binding import Binder
from designer.run_bridge.drafts import Draft
from designer.run_bridge.replies import Reply
from designer.run_bridge.secret_place import SecretPlace
from designer.run_bridge.systems import Systems
from designer.run_bridge.trying import Trying
from designer.run_bridge.wire import Trouble
from runtime.errors import BatonError
from runtime.vault import ConnectionBook, MemoryVault, VaultUnavailableError

if TYPE_CHECKING:
    from collections.abc import Callable

    from runtime.definition.json_value import JsonObject, JsonValue
    from runtime.vault import ConnectionRecord


class MemoryPlace(SecretPlace):
    """Keeps credentials in memory; as long as `is_locked`, there is no place for them."""

    def __init__(self, book: ConnectionBook) -> None:
        super().__init__(book)
        self.memory = MemoryVault()
        self.is_locked = False

    def vault(self) -> MemoryVault:
        if self.is_locked:
            raise VaultUnavailableError(
                "This machine has no keychain that Baton may use.", why="None answers."
            )
        return self.memory

    def unlock(self, passphrase: str) -> JsonObject:
        del passphrase
        self.is_locked = False
        return self.told()


class WillingSystems(Trying):
    """Every system answers."""

    async def _ask(self, record: ConnectionRecord, credential: dict[str, str]) -> JsonValue:
        del record, credential


class SetupEngine(QObject):
    """Answers what is asked about connections and tasks, as the engine's process does.

    Attributes:
        troubles: by name of a connection or of a request, why it does not work.
        asked: requests in their order, without what was sent.
        tasks_open: what `tasks` answers.
        given: what was sent with the last request of a name.
    """

    state_changed = Signal(str)
    state = "ready"

    def __init__(self) -> None:
        super().__init__()
        self.systems = Systems()
        book = ConnectionBook()
        self.binder = self.systems.binder = Binder(book)
        self.place = self.binder.place = MemoryPlace(book)
        self.binder.trying = WillingSystems()
        self.troubles: dict[str, Trouble] = {}
        self.asked: list[str] = []
        self.given: dict[str, Any] = {}
        self.tasks_open: list[dict[str, Any]] = []
        self.runs_known: list[dict[str, Any]] = []

    def connections(self) -> Reply:
        return self.ask("connections", {})

    def test_connection(self, name: str, connector: str = "") -> Reply:
        del connector
        return self.ask("test_connection", {"name": name})

    def read(self, connection: str, operation: str, inputs: dict[str, Any]) -> Reply:
        del connection, operation, inputs
        return self.ask("read", {})

    def tasks(self) -> Reply:
        return self.ask("tasks", {})

    def runs(self, definition: str = "", most: int = 200) -> Reply:
        del definition, most
        return self.ask("runs", {})

    def ask(self, do: str, args: dict[str, Any], manner: object = None) -> Reply:
        """Answer soon."""
        del manner
        self.asked.append(do)
        self.given[do] = args
        reply = Reply(parent=self)
        QTimer.singleShot(0, reply, lambda: self._answer(reply, do, args))
        return reply

    def _answer(self, reply: Reply, do: str, args: dict[str, Any]) -> None:
        trouble = self.troubles.get(str(args.get("name"))) or self.troubles.get(do)
        tries = do in {"test_connection", "try_connection"}
        if trouble is not None and (tries or do in self.troubles):
            if do == "test_connection":
                self.systems.health.note(args["name"], str(trouble), trouble.code)
            reply.fail(trouble)
            return
        try:
            reply.give(self._done(do, args))
        except BatonError as error:
            parts = (error.what, error.why, error.next_step, error.detail, error.code)
            reply.fail(Trouble(*parts))

    def _done(self, do: str, args: dict[str, Any]) -> Any:
        work: dict[str, Callable[[], Any]] = {
            "connections": self.systems.listed,
            "bound": self.systems.bound_names,
            "vault": self.place.told,
            "unlock_vault": lambda: self.place.unlock(args["passphrase"]),
            "connection": lambda: self.systems.shown(args["name"]),
            "keep_connection": lambda: self.systems.keep(
                Draft.of(cast("JsonObject", args)), is_tried=bool(args["is_tried"])
            ),
            "forget_connection": lambda: self.systems.forget(args["name"]),
            "test_connection": lambda: self.systems.health.note(args["name"]),
            "tasks": lambda: self.tasks_open,
            "runs": lambda: self.runs_known,
            "try_connection": lambda: asyncio.run(self.binder.test(Draft.of(args))),
        }
        return work[do]() if do in work else None
