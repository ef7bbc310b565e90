"""Knows what the window asks of the engine about setting connections up. Must not keep a secret.

A secret goes through the pipe to the engine's process and is neither noted nor sent a second time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from designer.run_bridge.outbox import Manner

if TYPE_CHECKING:
    from designer.run_bridge.engine import Engine
    from designer.run_bridge.replies import Reply
    from runtime.definition.json_value import JsonObject

_PATIENT = 600.0
"""Seconds: a keychain asks its owner, who may have to look for the password."""
_ONCE = Manner(seconds=_PATIENT, lane="vault")
_KEPT = Manner(seconds=_PATIENT, again=True, lane="vault")
_TRY = Manner(seconds=90.0, lane="tries")
"""One after another, as the engine does them: else a second test hangs behind the first."""
_LOOK = Manner(seconds=60.0, again=True)


class Connecting:
    """Sets connections up in the engine's process.

    A draft is an object of name, connector, environment, settings, scheme (id of the way to sign
    in), fields and secrets of the sign-in (secrets that are left out stay as they are kept),
    expires (a date or ""), old (its name until now, or "") and like (another connection whose
    secrets are taken, or "").

    Args:
        engine: whose process it is.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def vault(self) -> Reply:
        """Ask where credentials are kept: done with `{place, is_open, is_new, why}`.

        The place is "keychain", "file", "environment", "memory", or "" where this machine has none:
        then a passphrase opens an encrypted file, which is made when it `is_new`.
        """
        return self._engine.ask("vault", {}, _KEPT)

    def bound(self) -> Reply:
        """Ask which connections there are: done with their connectors by name."""
        return self._engine.ask("bound", {}, _LOOK)

    def unlock(self, passphrase: str) -> Reply:
        """Open the encrypted file for as long as the engine lives: done as `vault`."""
        return self._engine.ask("unlock_vault", {"passphrase": passphrase}, _ONCE)

    def shown(self, name: str) -> Reply:
        """Ask for a connection: done with its draft without secrets, and `kept`: their names."""
        return self._engine.ask("connection", {"name": name}, _KEPT)

    def test(self, draft: JsonObject) -> Reply:
        """Try a draft: done with what the connector's own test answers; nothing is kept."""
        return self._engine.ask("try_connection", draft, _TRY)

    def stop(self) -> Reply:
        """Give up what is being tried."""
        return self._engine.ask("stop_trying", {}, _LOOK)

    def keep(self, draft: JsonObject, *, is_tried: bool) -> Reply:
        """Keep a draft; `is_tried` says that it has just worked."""
        return self._engine.ask("keep_connection", {**draft, "is_tried": is_tried}, _ONCE)

    def forget(self, name: str) -> Reply:
        """Remove a connection and its credential."""
        return self._engine.ask("forget_connection", {"name": name}, _ONCE)
