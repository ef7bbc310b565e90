"""Knows what the engine's process does about systems for the window. Must not know runs, nor Qt."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, cast

from designer.run_bridge.drafts import Draft

if TYPE_CHECKING:
    from designer.run_bridge.systems import Systems
    from runtime.definition.json_value import JsonObject, JsonValue

_SYSTEMS, _VAULT = "systems", "vault"
LANES = {
    "bound": "looks",
    "test_connection": _SYSTEMS,
    "read": _SYSTEMS,
    "try_connection": "tries",
    "stop_trying": "pulse",
    "connections": _VAULT,
    "vault": _VAULT,
    "unlock_vault": _VAULT,
    "connection": _VAULT,
    "keep_connection": _VAULT,
    "forget_connection": _VAULT,
}
"""A system that answers late holds up nothing but other systems, and a keychain that asks its owner
nothing but what needs it."""


class SystemRequests:
    """Does what is asked, by name; each answers with plain data and never with a secret.

    Args:
        systems: the connections of this user.
    """

    def __init__(self, systems: Systems) -> None:
        self._systems = systems

    async def do_connections(self, args: JsonObject) -> JsonValue:
        """List the connections of this user, without any secret."""
        del args
        return [*await asyncio.to_thread(self._systems.listed)]

    async def do_bound(self, args: JsonObject) -> JsonValue:
        """Tell which connections there are, and of which connectors; nothing is opened for it."""
        del args
        return await asyncio.to_thread(self._systems.bound_names)

    async def do_test_connection(self, args: JsonObject) -> JsonValue:
        """Try a connection by `name`."""
        return await self._systems.test(_text(args, "name"))

    async def do_read(self, args: JsonObject) -> JsonValue:
        """Perform an `operation` of a `connection` that only reads."""
        inputs = cast("JsonObject", args["inputs"])
        return await self._systems.read(_text(args, "connection"), _text(args, "operation"), inputs)

    async def do_try_connection(self, args: JsonObject) -> JsonValue:
        """Try a connection as it was filled in; nothing is kept."""
        return await self._systems.try_draft(Draft.of(args))

    async def do_stop_trying(self, args: JsonObject) -> JsonValue:
        """Give up what is being tried."""
        del args
        self._systems.binder.trying.stop()

    async def do_vault(self, args: JsonObject) -> JsonValue:
        """Say where credentials are kept."""
        del args
        return await asyncio.to_thread(self._systems.binder.place.told)

    async def do_unlock_vault(self, args: JsonObject) -> JsonValue:
        """Open the encrypted file with a `passphrase`."""
        return await asyncio.to_thread(self._systems.binder.place.unlock, _text(args, "passphrase"))

    async def do_connection(self, args: JsonObject) -> JsonValue:
        """Show a connection by `name`, without its secrets."""
        return await asyncio.to_thread(self._systems.shown, _text(args, "name"))

    async def do_keep_connection(self, args: JsonObject) -> JsonValue:
        """Keep a connection as it was filled in; `is_tried` says that it has just worked."""
        is_tried = bool(args.get("is_tried"))
        await asyncio.to_thread(self._systems.keep, Draft.of(args), is_tried=is_tried)

    async def do_forget_connection(self, args: JsonObject) -> JsonValue:
        """Remove a connection by `name`, and its credential."""
        await asyncio.to_thread(self._systems.forget, _text(args, "name"))


def _text(args: JsonObject, name: str) -> str:
    return str(args.get(name) or "")
