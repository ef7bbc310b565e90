"""Knows which connections a machine has, and reads through them. Must not know Qt; writes nothing.

No secret ever leaves this module: only whether one is kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from designer.run_bridge.binding import Binder, guarded
from designer.run_bridge.health import Health
from designer.run_bridge.trying import in_words
from runtime.embedded.bindings import BoundConnections
from runtime.errors import BatonError, RefusedError
from runtime.vault import ConnectionBook, VaultError

if TYPE_CHECKING:
    from connectors.connector import Session
    from designer.run_bridge.drafts import Draft
    from runtime.definition.json_value import JsonObject, JsonValue
    from runtime.vault import ConnectionRecord


class Systems:
    """The connections of this user.

    Attributes:
        binder: sets connections up.
        bound: opens sessions for the runs, too.
        health: how the connections were when they were last tried.
    """

    def __init__(self) -> None:
        self._book = ConnectionBook()
        self.binder = Binder(self._book)
        self.bound = BoundConnections(self._book, self.binder.place.vault)
        self.health = Health()

    def listed(self) -> list[JsonObject]:
        """Return what may be seen of each connection; `credential` is None where nobody can tell.

        Raises:
            ConnectionBookError: the list cannot be read.
        """
        records = self._book.records()
        kept: frozenset[str] | None = frozenset()
        try:
            if any(record.signs_in for record in records):
                kept = frozenset(self.binder.place.vault().names())
        except VaultError:
            kept = None
        return [self._row(record, kept) for record in records]

    def bound_names(self) -> JsonObject:
        """Return the connectors of the connections by name, without opening the vault."""
        return {record.name: record.connector for record in self._book.records()}

    def _row(self, record: ConnectionRecord, kept: frozenset[str] | None) -> JsonObject:
        from connectors.connector import load
        from connectors.errors import ConnectorError

        try:
            title, needs = load(record.connector).manifest.title, True
        except ConnectorError:
            title, needs = record.connector, False
        return {
            "name": record.name,
            "title": title,
            "connector": record.connector,
            "environment": record.environment,
            "address": str(record.settings.get("base_url", "")),
            "bound": needs,
            "credential": _is_kept(record, kept),
            "expires": self.health.expires(record.name),
            "health": self.health.of(record.name),
        }

    async def test(self, name: str) -> JsonValue:
        """Try a connection with its connector's own test, and remember how it went.

        Raises:
            BatonError: it does not work; says why.
        """
        try:
            answer = await in_words(self._test(name))
        except BatonError as error:
            self.health.note(name, str(error), error.code)
            raise
        self.health.note(name)
        return answer

    async def _test(self, name: str) -> JsonValue:
        # Opened anew, so that settings which were changed meanwhile count.
        fresh = BoundConnections(self._book, self.binder.place.vault)
        try:
            return await (await fresh.session(name)).test()
        finally:
            await fresh.close()

    # --- setting up -------------------------------------------------------------------------------

    def shown(self, name: str) -> JsonObject:
        """Return what may be seen and changed of a connection."""
        return self.binder.shown(name) | {"expires": self.health.expires(name)}

    async def try_draft(self, draft: Draft) -> JsonValue:
        """Try what was filled in; nothing is kept. Raises BatonError: it does not work."""
        return await self.binder.test(draft)

    def keep(self, draft: Draft, *, is_tried: bool) -> None:
        """Keep what was filled in; `is_tried` says that it has just worked.

        Raises:
            BatonError: it cannot be kept; says why.
        """
        is_same = self._leads_to_the_same(draft)
        guarded(lambda: self.binder.keep(draft))
        if draft.old and draft.old != draft.name:
            self.health.rename(draft.old, draft.name)
            self.bound.renew(draft.old)
        if not is_same:
            self.health.untried(draft.name, draft.expires)
        if is_tried:
            self.health.note(draft.name)
        self.bound.renew(draft.name)

    def _leads_to_the_same(self, draft: Draft) -> bool:
        """Whether only the name is another, so that what was found out before still holds."""
        if not draft.old or draft.secrets or draft.like:
            return False
        try:
            was = self.shown(draft.old)
        except BatonError:
            return False  # keeping it says why
        now = {
            "connector": draft.connector,
            "environment": draft.environment,
            "settings": draft.settings,
            "scheme": draft.scheme_id,
            "fields": draft.fields,
            "expires": draft.expires,
        }
        return all(was[name] == value for name, value in now.items())

    def forget(self, name: str) -> None:
        """Remove a connection and its credential. Raises BatonError: it cannot be removed."""
        guarded(lambda: self.binder.forget(name))
        self.health.forget(name)
        self.bound.renew(name)

    # --- reading ----------------------------------------------------------------------------------

    async def read(self, name: str, operation: str, inputs: JsonObject) -> JsonValue:
        """Perform an operation that only reads.

        Raises:
            RefusedError: it writes.
            BatonError: it failed; says why.
        """
        return await in_words(self._read(name, operation, inputs))

    async def _read(self, name: str, operation: str, inputs: JsonObject) -> JsonValue:
        session: Session = await self.bound.session(name)
        found = session.manifest.operation(operation)
        if found.effect != "read":
            raise RefusedError(
                f"“{found.title}” was not done.",
                why="It changes something in the other system, and only reading is allowed here.",
                next_step="Run the workflow for real to do it.",
            )
        return await session.perform(operation, inputs)


def _is_kept(record: ConnectionRecord, kept: frozenset[str] | None) -> bool | None:
    """Return whether a credential is kept for a connection; None where nobody can tell."""
    if not record.signs_in:
        return False
    return None if kept is None else record.name in kept
