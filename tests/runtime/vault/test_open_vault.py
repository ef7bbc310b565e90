"""Which vault a machine gets: never plain text, and a clear sentence where there is none."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import keyring
import pytest
from keyring.backends import fail, null
from keyring.backends.chainer import ChainerBackend

from runtime.vault import (
    EncryptedFileVault,
    EnvironmentVault,
    KeyringVault,
    MemoryVault,
    OverlayVault,
    VaultError,
    VaultUnavailableError,
    open_vault,
    safe_keychain,
)
from tests.helpers.keychain import MemoryKeychain, PlaintextKeychain, PoorKeychain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from keyring.backend import KeyringBackend

    UseKeychain = Callable[[KeyringBackend], None]

VARIABLES = {"BATON_SECRET_ERP_PASSWORD": "correct-horse-battery"}
PASSPHRASE = {"BATON_VAULT_PASSPHRASE": "a long passphrase"}


@pytest.fixture
def use_keychain() -> Iterator[UseKeychain]:
    before = keyring.get_keyring()
    yield keyring.set_keyring
    keyring.set_keyring(before)


def test_a_machine_without_a_keychain_is_told_what_to_do(
    use_keychain: UseKeychain, tmp_path: Path
) -> None:
    use_keychain(fail.Keyring())
    for kind in ("auto", "keychain"):
        with pytest.raises(VaultUnavailableError, match="Choose a passphrase") as raised:
            open_vault(kind, folder=tmp_path, environ={})
        assert "BATON_" not in str(raised.value)  # who owns a process sets no variables
        assert "BATON_VAULT_KEY_FILE" in raised.value.detail
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("backend", "why"),
    [
        (fail.Keyring(), "No keychain"),
        (null.Keyring(), "switched off"),
        (PlaintextKeychain(), "plain text"),
        (PoorKeychain(), "not recommend"),
    ],
)
def test_a_keychain_that_does_not_protect_is_refused(backend: KeyringBackend, why: str) -> None:
    with pytest.raises(VaultUnavailableError, match=why):
        safe_keychain(backend)


def test_a_chain_never_falls_through_to_plain_text(monkeypatch: pytest.MonkeyPatch) -> None:
    good = MemoryKeychain()
    chain = ChainerBackend()
    monkeypatch.setattr(ChainerBackend, "backends", [PlaintextKeychain(), good])
    assert safe_keychain(chain) is good
    monkeypatch.setattr(ChainerBackend, "backends", [PlaintextKeychain()])
    with pytest.raises(VaultUnavailableError, match="No keychain in the chain"):
        safe_keychain(chain)


def test_a_machine_with_a_keychain_uses_it(use_keychain: UseKeychain, tmp_path: Path) -> None:
    use_keychain(MemoryKeychain())
    vault = open_vault(folder=tmp_path, environ={})
    assert isinstance(vault, KeyringVault)
    vault.put("erp", {"password": "p"})
    assert open_vault("keychain", folder=tmp_path, environ={}).get("erp") == {"password": "p"}


def test_a_server_with_variables_alone_uses_them(use_keychain: UseKeychain, tmp_path: Path) -> None:
    use_keychain(fail.Keyring())
    vault = open_vault(folder=tmp_path, environ=VARIABLES)
    assert isinstance(vault, EnvironmentVault)
    assert vault.get("erp") == {"password": "correct-horse-battery"}


def test_variables_stand_before_the_keychain(use_keychain: UseKeychain, tmp_path: Path) -> None:
    use_keychain(MemoryKeychain())
    assert isinstance(open_vault(folder=tmp_path, environ=VARIABLES), OverlayVault)


def test_a_passphrase_or_key_file_chooses_the_encrypted_file(tmp_path: Path) -> None:
    assert isinstance(open_vault(folder=tmp_path, environ=PASSPHRASE), EncryptedFileVault)
    variables = {"BATON_VAULT_KEY_FILE": str(tmp_path / "key")}
    vault = open_vault(folder=tmp_path, environ=variables)
    vault.put("erp", {"password": "p"})
    assert open_vault("file", folder=tmp_path, environ=variables).get("erp") == {"password": "p"}


def test_a_lost_key_file_is_not_quietly_replaced(tmp_path: Path) -> None:
    variables = {"BATON_VAULT_KEY_FILE": str(tmp_path / "key")}
    open_vault(folder=tmp_path, environ=variables).put("erp", {"password": "p"})
    (tmp_path / "key").unlink()
    with pytest.raises(VaultError, match="no such file"):
        open_vault(folder=tmp_path, environ=variables)


@pytest.mark.parametrize(
    ("kind", "kept"), [("memory", MemoryVault), ("environment", EnvironmentVault)]
)
def test_the_operator_can_choose(kind: str, kept: type, tmp_path: Path) -> None:
    vault = open_vault(folder=tmp_path, environ={"BATON_VAULT": kind, **PASSPHRASE})
    assert isinstance(vault, kept)


def test_settings_that_cannot_be_right_are_explained(tmp_path: Path) -> None:
    for variables, said in (
        ({"BATON_VAULT": "paper"}, "names no kind"),
        ({"BATON_VAULT": "file"}, "has no key"),
        ({**PASSPHRASE, "BATON_VAULT_KEY_FILE": "key"}, "two keys"),
        ({"BATON_VAULT_PASSPHRASE": "short"}, "too short"),
    ):
        with pytest.raises(VaultError, match=said) as caught:
            open_vault(folder=tmp_path, environ=variables)
        assert caught.value.next_step


def test_a_process_that_needs_no_keychain_starts_without_loading_it(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path\n"
        "from runtime.vault import open_vault, ConnectionBook\n"
        "ConnectionBook(Path(sys.argv[1]) / 'c.json').names()\n"
        "open_vault(folder=Path(sys.argv[1]), environ={'BATON_VAULT': 'environment'}).get('erp')\n"
        "print(sorted({'keyring', 'cryptography', 'filelock'} & set(sys.modules)))"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_keyrings_own_failing_backend_is_recognised_in_a_fresh_process(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from runtime.vault import open_vault, VaultError\n"
        "try: open_vault(folder=Path(sys.argv[1]))\n"
        "except VaultError as error: print(type(error).__name__, error.detail)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)],
        env={"PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring", "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.startswith("VaultUnavailableError ")
    assert done.stdout.splitlines()[-1] == "keyring.backends.fail.Keyring"
