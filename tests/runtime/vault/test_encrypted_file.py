"""The encrypted file: useless to a thief, never half written, never believed when changed."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import traceback
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from runtime.vault import (
    EncryptedFileVault,
    MasterKey,
    VaultError,
    VaultLockedError,
    create_key_file,
    key_from_file,
    key_from_passphrase,
)
from runtime.vault.sealing import parse_sealed

if TYPE_CHECKING:
    from pathlib import Path

SECRET = "correct-horse-battery"
posix_only = pytest.mark.skipif(os.name == "nt", reason="Windows has no mode bits")


def quick(passphrase: str) -> MasterKey:
    """A passphrase whose stretching costs tests no time."""
    return key_from_passphrase(passphrase, scrypt_n=2**4)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "folder" / "vault.json"
    EncryptedFileVault(path, quick("a long passphrase")).put("erp", {"password": SECRET})
    return path


def test_nothing_readable_stands_in_the_file_or_beside_it(path: Path) -> None:
    for file in path.parent.iterdir():
        text = file.read_bytes()
        assert SECRET.encode() not in text
        assert b"erp" not in text
        assert b"password" not in text
    assert sorted(file.name for file in path.parent.iterdir()) == ["vault.json", "vault.json.lock"]


@posix_only
def test_only_the_owner_can_open_the_file_or_its_folder(path: Path) -> None:
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_new_process_opens_the_file_with_the_same_passphrase(path: Path) -> None:
    again = EncryptedFileVault(path, quick("a long passphrase"))
    assert again.get("erp") == {"password": SECRET}


def test_the_default_stretching_protects_a_copied_file(tmp_path: Path) -> None:
    path = tmp_path / "vault.json"
    key = key_from_passphrase("a long passphrase")
    EncryptedFileVault(path, key).put("erp", {"password": SECRET})
    derivation = parse_sealed(path.read_bytes()).derivation
    assert (derivation.scheme, derivation.n, derivation.p) == ("scrypt", 2**15, 3)
    assert EncryptedFileVault(path, key).get("erp") == {"password": SECRET}


def test_another_passphrase_opens_nothing_and_destroys_nothing(path: Path) -> None:
    before = path.read_bytes()
    wrong = EncryptedFileVault(path, quick("another passphrase"))
    for use in (
        lambda: wrong.get("erp"),
        lambda: wrong.put("erp", {"password": "new"}),
        lambda: wrong.delete("erp"),
        wrong.names,
        wrong.rotate,
    ):
        with pytest.raises(VaultLockedError, match="another passphrase"):
            use()
    assert path.read_bytes() == before


def test_a_key_of_another_kind_opens_nothing(path: Path) -> None:
    with pytest.raises(VaultLockedError):
        EncryptedFileVault(path, MasterKey(b"a long passphrase", "hkdf-sha256")).get("erp")


def test_the_same_content_never_looks_the_same_twice(path: Path) -> None:
    vault, seen = EncryptedFileVault(path, quick("a long passphrase")), set[str]()
    for _ in range(5):
        vault.put("erp", {"password": SECRET})
        seen.add(json.loads(path.read_bytes())["nonce"])
    assert len(seen) == 5


def test_a_passphrase_is_changed_by_rotation(path: Path) -> None:
    old, new = quick("a long passphrase"), quick("the next passphrase")
    salt = parse_sealed(path.read_bytes()).derivation.salt
    changing = EncryptedFileVault(path, new, old)
    assert changing.get("erp") == {"password": SECRET}
    changing.rotate()
    assert parse_sealed(path.read_bytes()).derivation.salt != salt
    assert EncryptedFileVault(path, new).get("erp") == {"password": SECRET}
    with pytest.raises(VaultLockedError):
        EncryptedFileVault(path, old).get("erp")


def test_a_write_under_an_older_key_moves_the_file_to_the_new_one(path: Path) -> None:
    old, new = quick("a long passphrase"), MasterKey(b"1" * 32, "hkdf-sha256")
    EncryptedFileVault(path, new, old).put("crm", {"token": "t"})
    assert EncryptedFileVault(path, new).names() == ("crm", "erp")


@given(st.data())
@settings(max_examples=60)
def test_a_file_with_any_byte_changed_or_cut_off_is_never_believed(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    path = tmp_path_factory.mktemp("vault") / "vault.json"
    vault = EncryptedFileVault(path, quick("a long passphrase"))
    vault.put("erp", {"password": SECRET})
    whole = path.read_bytes()
    place = data.draw(st.integers(0, len(whole) - 1))
    if data.draw(st.booleans()):
        damaged = whole[:place]
    else:
        byte = data.draw(st.integers(0, 255).filter(lambda byte: byte != whole[place]))
        damaged = whole[:place] + bytes([byte]) + whole[place + 1 :]
    path.write_bytes(damaged)
    try:
        found = EncryptedFileVault(path, quick("a long passphrase")).get("erp")
    except VaultLockedError as error:
        assert SECRET not in "".join(traceback.format_exception(error))  # noqa: PT017 - either way is right
    else:
        # Only white space between the parts may differ without notice.
        assert json.loads(damaged) == json.loads(whole)
        assert found == {"password": SECRET}


@pytest.mark.parametrize(
    "change",
    [
        {"format": "other"},
        {"version": 0},
        {"version": "1"},
        {"derivation": None},
        {"derivation": {"scheme": "none", "salt": "MDEyMzQ1Njc4OWFiY2RlZg=="}},
        {"nonce": ""},
        {"nonce": 7},
        {"sealed": "***"},
    ],
)
def test_a_foreign_header_is_refused_with_a_sentence(path: Path, change: dict[str, object]) -> None:
    document = cast("dict[str, object]", json.loads(path.read_bytes()))
    path.write_text(json.dumps({**document, **change}))
    with pytest.raises(VaultLockedError) as caught:
        EncryptedFileVault(path, quick("a long passphrase")).get("erp")
    assert caught.value.next_step


@pytest.mark.parametrize(
    "cost", [{"n": 2**40}, {"n": 2**15 + 1}, {"n": 0}, {"n": -8}, {"p": 10**9}, {"r": 10**6}]
)
def test_a_hostile_header_cannot_use_up_memory_or_time(path: Path, cost: dict[str, int]) -> None:
    document = json.loads(path.read_bytes())
    document["derivation"] |= cost
    path.write_text(json.dumps(document))
    with pytest.raises(VaultLockedError, match="damaged"):
        EncryptedFileVault(path, quick("a long passphrase")).get("erp")


def test_a_file_of_a_newer_baton_says_so(path: Path) -> None:
    document = json.loads(path.read_bytes()) | {"version": 2}
    path.write_text(json.dumps(document))
    with pytest.raises(VaultLockedError, match="newer Baton"):
        EncryptedFileVault(path, quick("a long passphrase")).get("erp")


@pytest.mark.parametrize("data", [b"", b"\xff\xfe", b"[]", b"[" * 100_000, b'{"a":' * 9_999])
def test_any_other_file_is_refused_with_a_sentence(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    with pytest.raises(VaultLockedError, match="damaged"):
        EncryptedFileVault(path, quick("a long passphrase")).names()


def test_a_folder_in_place_of_the_file_is_explained(tmp_path: Path) -> None:
    vault = EncryptedFileVault(tmp_path, MasterKey(b"0" * 32, "hkdf-sha256"))
    with pytest.raises(VaultError, match="was not read"):
        vault.get("erp")


def test_a_failed_write_leaves_the_old_file_and_no_scraps(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(handle: int) -> None:
        raise OSError(28, f"No space left on device: {handle}")

    before = path.read_bytes()
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(VaultError, match="was not changed"):
        EncryptedFileVault(path, quick("a long passphrase")).put("crm", {"token": "t"})
    assert path.read_bytes() == before
    assert len(list(path.parent.iterdir())) == 2


def test_threads_that_write_at_once_lose_nothing(tmp_path: Path) -> None:
    path, key = tmp_path / "vault.json", MasterKey(b"0" * 32, "hkdf-sha256")

    def write(number: int) -> None:
        EncryptedFileVault(path, key).put(f"connection-{number}", {"token": str(number)})

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(24)))
    assert len(EncryptedFileVault(path, key).names()) == 24


@pytest.mark.slow
def test_processes_that_write_at_once_lose_nothing(tmp_path: Path) -> None:
    key_file = tmp_path / "key"
    create_key_file(key_file)
    code = (
        "import sys; from pathlib import Path\n"
        "from runtime.vault import EncryptedFileVault, key_from_file\n"
        "vault = EncryptedFileVault(Path(sys.argv[1]), key_from_file(Path(sys.argv[2])))\n"
        "for number in range(10): vault.put(f'{sys.argv[3]}-{number}', {'token': 't'})\n"
    )
    path = tmp_path / "vault.json"
    writers = [
        subprocess.Popen([sys.executable, "-c", code, str(path), str(key_file), str(name)])
        for name in range(4)
    ]
    assert [writer.wait(timeout=60) for writer in writers] == [0, 0, 0, 0]
    assert len(EncryptedFileVault(path, key_from_file(key_file)).names()) == 40


@posix_only
def test_a_key_file_is_private_and_one_that_others_can_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "new" / "key"
    key = create_key_file(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert create_key_file(path) == key_from_file(path) == key
    assert key.secret not in repr(key).encode()
    path.chmod(0o640)
    with pytest.raises(VaultError, match="chmod 600"):
        key_from_file(path)


@pytest.mark.parametrize("content", [b"", b"short", b"\xff" * 64, b"c2hvcnQ=", b"x" * 10_000])
def test_a_file_without_a_key_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "key"
    path.touch(mode=0o600)
    path.write_bytes(content)
    with pytest.raises(VaultError, match="cannot be used"):
        key_from_file(path)
    with pytest.raises(VaultError, match="no such file"):
        key_from_file(tmp_path / "missing")
