"""Knows how a payload becomes the bytes of a row: packed, sealed, spilled. Must not know any table.

The first byte says how to read the rest: its upper half is the version of this layer, its lower
half what was done. So a setting can change at any time and old rows stay readable.
"""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from runtime.errors import JournalError

if TYPE_CHECKING:
    from collections.abc import Callable

LIMIT = 16 * 1024 * 1024
"""Bytes one payload may have."""
COMPRESS_FROM = 1024
"""Bytes from which compression is tried."""
SPILL_FROM = 64 * 1024
"""Stored bytes from which a payload stands in the table of blobs, under its digest."""

_VERSION = 0x10
_COMPRESSED = 0x01
_SEALED = 0x02
_SPILLED = 0x04
_PLAIN = bytes((_VERSION,))


class PayloadError(JournalError):
    """A payload is too large to be kept, or cannot be written at all."""

    code = "journal.payload"


class Cipher(Protocol):
    """Seals the payloads of one tenant; a setting of the store."""

    def seal(self, data: bytes) -> bytes:
        """Returns the data so that only `open` can read it."""
        ...

    def open(self, data: bytes) -> bytes:
        """Returns what was sealed; raises ValueError when it was changed or the key is another."""
        ...


@dataclass(frozen=True, slots=True)
class Payloads:
    """The one layer every payload passes on its way into a row and back.

    Attributes:
        cipher: seals what is stored; None stores it readable.
        limit: bytes one payload may have.
    """

    cipher: Cipher | None = None
    limit: int = LIMIT

    def pack(self, body: bytes, spill: Callable[[bytes, bytes], None]) -> bytes:
        """Returns what the row holds; a very large body goes to `spill(digest, bytes)` instead.

        Raises:
            PayloadError: the body is larger than the limit.
        """
        size = len(body)
        if size > self.limit:
            raise _too_large(size, self.limit)
        if size < COMPRESS_FROM and self.cipher is None:
            return _PLAIN + body
        form = _VERSION
        smaller = zlib.compress(body, 1) if size >= COMPRESS_FROM else body
        if len(smaller) < size:
            form, body = form | _COMPRESSED, smaller
        if self.cipher is not None:
            form, body = form | _SEALED, self.cipher.seal(body)
        if len(body) >= SPILL_FROM:
            digest = hashlib.sha256(body).digest()
            spill(digest, body)
            form, body = form | _SPILLED, digest
        return bytes((form,)) + body

    def unpack(self, stored: bytes, fetch: Callable[[bytes], bytes]) -> bytes:
        """Returns the body that `pack` was given; `fetch(digest)` gives a spilled one back.

        Raises:
            JournalError: the bytes are damaged, sealed by another key, or from a newer Baton.
        """
        form, body = stored[:1], stored[1:]
        if form == _PLAIN:
            return body
        return self._unpack(form[0] if form else 0, body, fetch)

    def _unpack(self, form: int, body: bytes, fetch: Callable[[bytes], bytes]) -> bytes:
        try:
            if form & 0xF0 != _VERSION or form & 0x08:
                raise _unreadable(f"unknown form {form:#04x}")
            if form & _SPILLED:
                digest, body = body, fetch(body)
                _same(digest, body)
            if form & _SEALED:
                body = self._opened(body)
            return _expanded(body, self.limit) if form & _COMPRESSED else body
        except (TypeError, ValueError, zlib.error) as error:
            raise _unreadable(repr(error)) from error

    def _opened(self, body: bytes) -> bytes:
        if self.cipher is None:
            message = "sealed, and this store was opened without a key"
            raise ValueError(message)
        return self.cipher.open(body)


def _same(digest: bytes, body: bytes) -> None:
    if hashlib.sha256(body).digest() != digest:
        message = "a spilled payload does not have the digest it is kept under"
        raise ValueError(message)


def _expanded(body: bytes, limit: int) -> bytes:
    """Decompresses at most `limit` bytes: a damaged or hostile row must not fill the memory."""
    reader = zlib.decompressobj()
    result = reader.decompress(body, limit + 1)
    if not reader.eof or len(result) > limit:
        message = "a compressed payload is cut off or larger than the limit"
        raise ValueError(message)
    return result


def _too_large(size: int, limit: int) -> PayloadError:
    return PayloadError(
        f"A result of {size / 1e6:.1f} MB is too large to be kept in the case.",
        why=f"One step may keep at most {limit / 1e6:.1f} MB.",
        next_step="Let the step return less: fewer fields, fewer rows, or a link to the file.",
        detail=f"{size} bytes, limit {limit}",
    )


def unfit(error: Exception) -> PayloadError:
    """Says that a value cannot be written at all, without the text of the error: it may show it."""
    return PayloadError(
        "A result cannot be kept in the case.",
        why="It holds a number of more than 64 bits, characters that are no text, or lists inside "
        "each other without end.",
        next_step="Let the step return such a number as text, and clean what it returns.",
        detail=type(error).__name__,
    )


def _unreadable(detail: str) -> JournalError:
    return JournalError(
        "A payload in the journal cannot be read.",
        why="It is damaged, sealed with another key, or written by a newer Baton.",
        next_step="Open it with the version and key that wrote it, or restore a backup.",
        detail=detail,
    )


def spilled(stored: object) -> bytes | None:
    """Returns the digest under which a payload's body stands elsewhere, or None."""
    if not isinstance(stored, bytes) or not stored or not stored[0] & _SPILLED:
        return None
    return stored[1:]
