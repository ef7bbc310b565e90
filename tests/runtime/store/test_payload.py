"""Every payload comes back as it was, whatever the settings were, and a damaged one says so."""

from __future__ import annotations

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.errors import JournalError
from runtime.store.payload import LIMIT, SPILL_FROM, PayloadError, Payloads
from tests.helpers.batches import chance


class MirrorCipher:
    """A cipher that anybody can break: it turns bytes over and adds a mark."""

    def seal(self, data: bytes) -> bytes:
        return b"sealed" + data[::-1]

    def open(self, data: bytes) -> bytes:
        if not data.startswith(b"sealed"):
            message = "wrong key"
            raise ValueError(message)
        return data[6:][::-1]


def no_spill(digest: bytes, body: bytes) -> None:
    raise AssertionError(digest, len(body))


def no_blob(digest: bytes) -> bytes:
    raise AssertionError(digest)


def repeated(part: bytes, times: int) -> bytes:
    return part * times


bodies = st.one_of(
    st.binary(max_size=3000),
    st.builds(repeated, st.binary(min_size=1, max_size=9), st.integers(0, 40_000)),
)


@pytest.mark.parametrize("cipher", [None, MirrorCipher()])
@given(body=bodies)
def test_what_was_packed_is_unpacked(cipher: MirrorCipher | None, body: bytes) -> None:
    """Else a case reads other data than it wrote."""
    payloads = Payloads(cipher)
    blobs: dict[bytes, bytes] = {}
    stored = payloads.pack(body, blobs.__setitem__)
    assert payloads.unpack(stored, blobs.__getitem__) == body
    assert len(stored) < SPILL_FROM + 1


def test_a_very_large_body_stands_once_under_its_digest() -> None:
    """Else the same file in ten steps fills the disk ten times."""
    payloads, blobs = Payloads(), dict[bytes, bytes]()
    body = chance(200_000)
    first = payloads.pack(body, blobs.__setitem__)
    assert len(blobs) == 1
    assert payloads.pack(body, blobs.__setitem__) == first
    assert payloads.unpack(first, blobs.__getitem__) == body


def test_what_was_kept_readable_stays_readable_when_sealing_is_switched_on() -> None:
    """Else a setting makes old cases unreadable."""
    plain = Payloads().pack(b"old", no_spill)
    assert Payloads(MirrorCipher()).unpack(plain, no_blob) == b"old"


def test_sealed_bytes_show_nothing_and_need_the_key() -> None:
    """Else a stolen disk tells a client's salary list."""
    stored = Payloads(MirrorCipher()).pack(b"salary 100", no_spill)
    assert b"salary" not in stored
    with pytest.raises(JournalError, match="sealed with another key"):
        Payloads().unpack(stored, no_blob)


def test_the_limit_is_told_in_words() -> None:
    """Else a person reads of bytes and not of what to do."""
    with pytest.raises(PayloadError, match="too large") as caught:
        Payloads().pack(b" " * (LIMIT + 1), no_spill)
    assert caught.value.next_step
    assert Payloads().pack(b" " * LIMIT, lambda _digest, _body: None)


def test_a_bomb_does_not_fill_the_memory() -> None:
    """Else a hostile file of a kilobyte takes the machine down."""
    bomb = b"\x11" + zlib.compress(b"0" * 40_000_000)
    with pytest.raises(JournalError, match="cannot be read"):
        Payloads().unpack(bomb, no_blob)


def test_a_blob_that_was_changed_is_refused() -> None:
    """Else somebody who can write to the table changes what a person approved, unseen."""
    payloads, blobs = Payloads(), dict[bytes, bytes]()
    stored = payloads.pack(chance(200_000), blobs.__setitem__)
    with pytest.raises(JournalError, match="cannot be read"):
        payloads.unpack(stored, lambda digest: blobs[digest] + b"!")


@given(stored=st.binary(max_size=200).filter(lambda b: b[:1] != b"\x10"))
def test_hostile_bytes_are_refused_in_words(stored: bytes) -> None:
    """Else a damaged row ends the program with a riddle."""
    with pytest.raises(JournalError):
        Payloads().unpack(stored, lambda digest: digest)
