"""Knows where bodies stand that are too large for their row. Must not know what is in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, text

from runtime.errors import JournalError
from runtime.store import tables

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

_BLOB = text(
    "INSERT INTO blobs (tenant, digest, body) VALUES (:tenant, :digest, :body) "
    "ON CONFLICT DO NOTHING"
)


def keep_blob(connection: Connection, tenant: str, digest: bytes, body: bytes) -> None:
    """Stores a body once; the same body again changes nothing."""
    connection.execute(_BLOB, {"tenant": tenant, "digest": digest, "body": body})


def fetcher(connection: Connection, tenant: str) -> Callable[[bytes], bytes]:
    """Returns what gives a spilled body back; it raises JournalError when the body is missing."""
    blobs = tables.blobs.c

    def fetch(digest: bytes) -> bytes:
        query = select(blobs.body).where(blobs.tenant == tenant, blobs.digest == digest)
        body = connection.execute(query).scalar()
        if body is None:
            raise JournalError(
                "A large payload is missing in the journal.",
                why="The database is damaged or was copied in part.",
                next_step="Restore a backup.",
                detail=f"blob {digest.hex()}",
            )
        return body

    return fetch


def spill(connection: Connection, tenant: str) -> Callable[[bytes, bytes], None]:
    """Returns what keeps a body that is too large for its row."""

    def keep(digest: bytes, body: bytes) -> None:
        keep_blob(connection, tenant, digest, body)

    return keep
