"""Knows what the window can ask of the engine, and which runs it watches. Must not run anything.

Another process does, and the journal keeps what happened: when that process dies it is started
again, and every run goes on where it was.
"""

from __future__ import annotations

import secrets
from collections import Counter
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QTimer

from designer.document.moment import now
from designer.run_bridge.outbox import Manner
from designer.run_bridge.server import Server
from designer.run_bridge.session import RunSession

if TYPE_CHECKING:
    from typing import Any

    from PySide6.QtCore import QObject

    from designer.run_bridge.orders import TestOrder
    from designer.run_bridge.replies import Reply
    from runtime.definition.json_value import JsonObject, JsonValue

_ACT = Manner(seconds=60.0)
_BEGIN = Manner(seconds=60.0, again=True)
"""Harmless to ask again: what is asked with the same moment and chance begins only once."""
_LOOK = Manner(seconds=60.0, again=True)
_KEPT = Manner(seconds=600.0, again=True, lane="vault")
"""A keychain asks its owner, who may have to look for the password."""
_SYSTEM = Manner(seconds=120.0, lane="systems")
"""One after another, as the process does them: many slow systems are no hang."""
_CHANCE = 50
"""Random bits by which a run is told from all others."""
PULSE = 5.0
"""Seconds between two looks whether the engine still turns, while something goes on in it."""
TWICE = 2
"""A run that held the engine so often is stopped."""
HANGS = 15.0
"""Seconds without an answer after which it is taken to hang."""


class Engine(Server):
    """Runs, tests and looks at workflows in another process.

    Args:
        url: the journal; "" is this user's own.
        pulse, hangs: seconds; see `PULSE` and `HANGS`.
    """

    def __init__(
        self,
        url: str = "",
        *,
        pulse: float = PULSE,
        hangs: float = HANGS,
        parent: QObject | None = None,
    ) -> None:
        super().__init__("engine_child", "The runtime", grace=3.0, parent=parent)
        self._url = url
        self._careful = False
        self._ping: Reply | None = None
        self._held: Counter[str] = Counter()
        self._sessions: list[RunSession] = []
        self._child.said.connect(self._hear)
        self._child.always = self._where
        self._beat = Manner(seconds=hangs)
        self._pulse = QTimer(self, interval=round(pulse * 1000))
        self._pulse.timeout.connect(self._feel_pulse)

    def close(self) -> None:
        """End the process; runs stay in the journal as they are."""
        self._pulse.stop()
        super().close()

    # --- runs -------------------------------------------------------------------------------------

    def start(self, order: TestOrder) -> RunSession:
        """Begin a test run; what becomes of it is told by the session."""
        session = RunSession(self, order)
        self._watch(session)
        plain = order.model_dump(mode="json")
        moment, chance = now().isoformat(), secrets.randbits(_CHANCE)
        args: JsonObject = {"order": plain, "moment": moment, "chance": chance}
        session.begin(self.ask("start", args, _BEGIN))
        return session

    def open_run(self, run: str) -> RunSession:
        """Show a recorded run, and what happens in it while it goes on."""
        session = RunSession(self)
        self._watch(session)
        session.open(run)
        return session

    def leave(self, session: RunSession) -> None:
        """Watch a run no longer; it goes on by itself."""
        if session in self._sessions:
            self._sessions.remove(session)
            session.changed.disconnect(self._set_pulse)
            self._set_pulse()
            if session.run and not any(each.run == session.run for each in self._sessions):
                self.ask("leave", {"run": session.run}, _LOOK)

    def runs(self, definition: str = "", most: int = 200) -> Reply:
        """List runs, newest first: done with a list of objects.

        Each has run, definition, name, status, key, requester, incidents, environment, dry, test,
        started, changed and ended (moments as ISO text in UTC; "" while it goes on).
        """
        return self.ask("runs", {"definition": definition, "most": most}, _LOOK)

    def tasks(self) -> Reply:
        """List the open tasks of all runs, as `RunSession.tasks`.

        Besides, each has run, and definition, name, key and test of that run, as `runs` tells them.
        """
        return self.ask("tasks", {}, _LOOK)

    # --- systems ----------------------------------------------------------------------------------

    def connections(self) -> Reply:
        """List the connections of this user: done with a list of objects, without any secret.

        Each has name, title, connector, environment, address, bound (its connector is here),
        credential (kept or not, null where no vault can tell), expires ("" where nobody knows) and
        health: `{state: "unknown" | "ok" | "failed", message, at}`.
        """
        return self.ask("connections", {}, _KEPT)

    def test_connection(self, name: str, connector: str = "") -> Reply:
        """Try a connection with its connector's own test: done with what that answers."""
        return self.ask("test_connection", {"name": name, "connector": connector}, _SYSTEM)

    def read(self, connection: str, operation: str, inputs: JsonObject) -> Reply:
        """Read from a system, as for a list to choose from; an operation that writes is refused."""
        args: JsonObject = {"connection": connection, "operation": operation, "inputs": inputs}
        return self.ask("read", args, _SYSTEM)

    # --- for the sessions -------------------------------------------------------------------------

    def ask(self, do: str, args: JsonObject, manner: Manner = _ACT) -> Reply:
        """Ask the process for something; for who serves the window here."""
        return self._child.ask(do, args, manner)

    def _where(self) -> JsonObject:
        """Return which journal is meant, and what is known by now of runs that hold the process."""
        stop: list[JsonValue] = [run for run, times in self._held.items() if times >= TWICE]
        return {"url": self._url, "careful": self._careful, "stop": stop}

    def follow(self, session: RunSession, *, document: bool = False) -> Reply:
        """Ask for what happens in a session's run and was not told yet."""
        told = session.known
        args: JsonObject = {"run": session.run, "from": told, "document": document}
        return self.ask("follow", args, _LOOK)

    def _watch(self, session: RunSession) -> None:
        self._sessions.append(session)
        session.changed.connect(self._set_pulse)

    def _set_pulse(self) -> None:
        """Feel the pulse only while something goes on: an idle window has no timers."""
        busy = any(session.is_busy for session in self._sessions)
        if busy != self._pulse.isActive():
            self._pulse.start() if busy else self._pulse.stop()

    def _feel_pulse(self) -> None:
        if self._ping is not None and self._ping.is_open:
            return
        reply = self._ping = self.ask("ping", {}, self._beat)
        reply.failed.connect(lambda: self._lost_pulse(reply))

    def _lost_pulse(self, reply: Reply) -> None:
        if reply.trouble is not None and reply.trouble.code == "time":
            self._feel_no_pulse()

    def _feel_no_pulse(self) -> None:
        """The process was held by something, and is started again.

        If that was a formula, others evaluate from now on, who can be stopped. A run that was under
        way each time is stopped, or it would hold every new process, too.
        """
        self._careful = True
        self._held.update({each.run for each in self._sessions if each.run and each.is_busy})

    def _hear(self, event: str, value: object) -> None:
        told = cast("dict[str, Any]", value) if isinstance(value, dict) else {}
        for session in [*self._sessions]:
            if session.run and session.run == told.get("run"):
                if event == "events":
                    session.take(told["events"])
                elif event == "remark":
                    session.remarked.emit(told["step"], told["sentence"])

    def _take_state(self, state: str) -> None:
        word, _, why = state.partition(": ")
        for session in [*self._sessions]:
            if word in {"restarted", "stopped"}:
                session.lose_engine(why, for_good=word == "stopped")
            elif word == "ready" and session.run and not session.is_over:
                self.follow(session)
        super()._take_state(state)
