"""Knows how a connection is set up, renamed and removed here. Must not know Qt.

A secret is here only as long as it takes to keep it: no answer, no error and nothing that is
printed has one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from designer.run_bridge.drafts import manifest_of
from designer.run_bridge.secret_place import SecretPlace
from designer.run_bridge.trying import Trying, unforeseen
from runtime.errors import BatonError, RefusedError
from runtime.vault import VaultError

if TYPE_CHECKING:
    from collections.abc import Callable

    from connectors.manifest import AuthScheme, Manifest
    from designer.run_bridge.drafts import Draft
    from runtime.definition.json_value import JsonObject, JsonValue
    from runtime.vault import ConnectionBook, ConnectionRecord


class Binder:
    """Sets connections up on this machine.

    Args:
        book: where connections are listed.

    Attributes:
        place: where their secrets are kept.
        trying: tries them before anything is kept.
    """

    def __init__(self, book: ConnectionBook) -> None:
        self._book = book
        self.place = SecretPlace(book)
        self.trying = Trying()

    def shown(self, name: str) -> JsonObject:
        """Return what a person may see and change of a connection: everything but the secrets.

        Raises:
            RefusedError: there is none of that name.
        """
        record = self._existing(name)
        manifest = manifest_of(record.connector)
        kept = self._kept(name)
        scheme = _scheme_of(manifest, kept)
        public = [f.name for f in scheme.fields if not f.secret]
        return {
            "name": name,
            "connector": record.connector,
            "environment": record.environment,
            "settings": dict(record.settings),
            "scheme": scheme.id,
            "fields": {n: kept[n] for n in public if n in kept},
            "kept": [f.name for f in scheme.fields if f.secret and kept.get(f.name)],
        }

    def _kept(self, name: str) -> dict[str, str]:
        try:
            return self.place.vault().get(name) or {}
        except VaultError:
            return {}

    def keep(self, draft: Draft) -> None:
        """Keep a connection: its secrets in the vault, the rest in the list.

        Raises:
            RefusedError: the name is taken, or something is missing.
            VaultError: the secrets cannot be kept; nothing was changed then.
        """
        self._refuse_taken(draft)
        credential = self._credential(draft)
        outdated = draft.old if draft.old != draft.name or not credential else ""
        # Opened before anything is changed: a locked one leaves all as it was.
        empties = self.place.of_kept() if outdated else None
        if credential:
            self.place.vault().put(draft.name, credential)
        self._book.put(draft.record())
        if draft.old and draft.old != draft.name:
            self._book.delete(draft.old)
        if empties is not None:
            empties.delete(outdated)

    def _refuse_taken(self, draft: Draft) -> None:
        if draft.name != draft.old and self._book.get(draft.name) is not None:
            raise RefusedError(
                f"There is a connection “{draft.name}” already.",
                why="Two cannot have the same name on one computer.",
                next_step="Choose another name, or change the one that is there.",
            )

    def forget(self, name: str) -> None:
        """Remove a connection and its credential.

        Raises:
            VaultError: the credential cannot be removed; then the connection stays, too.
        """
        self._existing(name)
        vault = self.place.of_kept()
        if vault is not None:
            vault.delete(name)
        self._book.delete(name)

    async def test(self, draft: Draft) -> JsonValue:
        """Try what was filled in before anything is kept; raises as `Trying.test`."""
        return await self.trying.test(draft, lambda: self._credential(draft))

    def _credential(self, draft: Draft) -> dict[str, str]:
        """Return what the vault is to keep; what was not typed again stays as it is kept."""
        scheme = draft.scheme()
        given = draft.typed(scheme)
        missing = [f for f in scheme.fields if f.secret and f.name not in given]
        source = draft.like or draft.old
        if missing and source:
            kept = self.place.vault().get(source) or {}
            if kept.get("scheme", scheme.id) == scheme.id:
                given |= {f.name: kept[f.name] for f in missing if f.name in kept}
        lacking = [f.title for f in scheme.fields if f.name not in given]
        if lacking:
            raise RefusedError(
                f"The sign-in lacks: {', '.join(lacking)}.",
                why=f"“{scheme.title}” needs all its fields.",
                next_step="Fill them in.",
            )
        return {"scheme": scheme.id, **given} if scheme.fields else {}

    def _existing(self, name: str) -> ConnectionRecord:
        record = self._book.get(name)
        if record is None:
            raise RefusedError(
                f"There is no connection “{name}” on this computer.",
                why="It was removed or renamed meanwhile.",
                next_step="Look at the list again.",
            )
        return record


def guarded(work: Callable[[], None]) -> None:
    """Do something with secrets; an error that nobody foresaw tells its kind and nothing more."""
    try:
        work()
    except BatonError:
        raise
    except Exception as error:  # noqa: BLE001 - its text may hold what was being written
        raise unforeseen("The connection was not changed.", error) from None


def _scheme_of(manifest: Manifest, kept: dict[str, str]) -> AuthScheme:
    wanted = kept.get("scheme", "")
    return next((s for s in manifest.auth if s.id == wanted), manifest.auth[0])
