"""What every vault promises: a credential comes back whole, and nobody else ever sees it."""

from __future__ import annotations

import logging
import traceback
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from runtime.vault import (
    EncryptedFileVault,
    EnvironmentVault,
    KeyringVault,
    MasterKey,
    MemoryVault,
    OverlayVault,
    Vault,
    VaultError,
    key_from_passphrase,
)
from tests.helpers.keychain import ForgetfulKeychain, LockedKeychain, MemoryKeychain

if TYPE_CHECKING:
    from pathlib import Path

SECRET = "correct-horse-battery"
KEY = MasterKey(b"0" * 32, "hkdf-sha256")
FIELDS = st.dictionaries(
    st.from_regex(r"[a-z][a-z0-9_]{0,10}", fullmatch=True),
    st.text(max_size=3_000),
    min_size=1,
    max_size=4,
)
NAMES = st.text(st.characters(categories=["L", "N", "P"]), min_size=1, max_size=30)


@pytest.fixture(params=["memory", "file", "keychain", "overlay"])
def vault(request: pytest.FixtureRequest, tmp_path: Path) -> Vault:
    file = EncryptedFileVault(tmp_path / "vault.json", KEY)
    return {
        "memory": MemoryVault(),
        "file": file,
        "keychain": KeyringVault(MemoryKeychain(), tmp_path / "keychain"),
        "overlay": OverlayVault(EnvironmentVault({}), file),
    }[request.param]


def test_a_credential_comes_back_until_it_is_deleted(vault: Vault) -> None:
    assert vault.get("erp") is None
    vault.put("erp", {"user": "analyst", "password": SECRET})
    vault.put("crm", {"token": "t"})
    assert vault.get("erp") == {"user": "analyst", "password": SECRET}
    assert vault.names() == ("crm", "erp")
    vault.put("erp", {"token": "new"})
    assert vault.get("erp") == {"token": "new"}
    vault.delete("erp")
    vault.delete("erp")
    assert vault.get("erp") is None
    assert vault.names() == ("crm",)


def test_what_was_read_is_a_copy(vault: Vault) -> None:
    vault.put("erp", {"password": SECRET})
    found = vault.get("erp")
    assert found is not None
    found["password"] = "changed"
    assert vault.get("erp") == {"password": SECRET}


def test_nothing_shows_a_secret(vault: Vault, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        vault.put("erp", {"password": SECRET})
        found = vault.get("erp")
        logging.getLogger("test").info("%s %r %s", found, found, vault)
    assert SECRET not in f"{vault!r} {vault} {found} {found!r} {[found]}"
    assert SECRET not in caplog.text
    assert "password" in repr(found)


@pytest.mark.parametrize("name", ["", "  ", "x" * 101, "a\nb", "a\x00b"])
def test_a_name_that_some_vault_cannot_keep_is_refused_by_all(vault: Vault, name: str) -> None:
    with pytest.raises(VaultError):
        vault.put(name, {"password": SECRET})


@pytest.mark.parametrize(
    "fields", [{}, {"Pass Word": SECRET}, {"PASSWORD": SECRET}, {"password": SECRET * 9_999}]
)
def test_fields_that_some_vault_cannot_keep_are_refused_unseen(
    vault: Vault, fields: dict[str, str]
) -> None:
    with pytest.raises(VaultError) as caught:
        vault.put("erp", fields)
    assert SECRET not in "".join(traceback.format_exception(caught.value)) + caught.value.detail
    assert vault.names() == ()


@given(NAMES, FIELDS, FIELDS)
@settings(max_examples=40)
def test_any_credential_survives_every_vault(
    tmp_path_factory: pytest.TempPathFactory,
    name: str,
    fields: dict[str, str],
    other: dict[str, str],
) -> None:
    folder = tmp_path_factory.mktemp("vault")
    keychain = MemoryKeychain()
    for vault in (
        MemoryVault(),
        EncryptedFileVault(folder / "vault.json", KEY),
        KeyringVault(keychain, folder / "keychain"),
    ):
        vault.put(name, other)
        vault.put(name, fields)
        assert vault.get(name) == fields
        assert vault.names() == (name,)
        vault.delete(name)
        assert vault.get(name) is None
    assert [entry for entry in keychain.entries if "part:" in entry] == []


def test_hundreds_of_names_fit_into_a_keychain_with_short_entries(tmp_path: Path) -> None:
    keychain = MemoryKeychain()
    vault = KeyringVault(keychain, tmp_path / "keychain")
    for number in range(120):
        vault.put(f"connection-number-{number:03d}", {"password": SECRET})
    assert len(vault.names()) == 120


def test_a_keychain_that_refuses_gives_a_plain_sentence_without_the_secret(tmp_path: Path) -> None:
    vault = KeyringVault(LockedKeychain(), tmp_path / "keychain")
    for use in (
        lambda: vault.put("erp", {"password": SECRET}),
        lambda: vault.get("erp"),
        lambda: vault.delete("erp"),
        vault.names,
    ):
        with pytest.raises(VaultError, match="Unlock the keychain") as caught:
            use()
        assert SECRET not in "".join(traceback.format_exception(caught.value))


def test_a_keychain_that_forgets_is_noticed_at_once(tmp_path: Path) -> None:
    with pytest.raises(VaultError, match="did not keep"):
        KeyringVault(ForgetfulKeychain(), tmp_path / "keychain").put("erp", {"password": SECRET})


def test_reading_while_another_program_writes_gives_the_new_credential(tmp_path: Path) -> None:
    class BusyKeychain(MemoryKeychain):
        """Another program replaces the credential just before its first part is read."""

        def get_password(self, service: str, username: str) -> str | None:
            if "part:" in service and writers:
                writers.pop().put("erp", {"password": "new" * 2_000})
            return super().get_password(service, username)

    keychain, writers = BusyKeychain(), list[KeyringVault]()
    vault = KeyringVault(keychain, tmp_path / "keychain")
    vault.put("erp", {"password": "old" * 2_000})
    writers.append(KeyringVault(keychain, tmp_path / "keychain"))
    assert vault.get("erp") == {"password": "new" * 2_000}


def test_a_foreign_entry_in_the_keychain_is_explained(tmp_path: Path) -> None:
    keychain = MemoryKeychain()
    vault = KeyringVault(keychain, tmp_path / "keychain")
    vault.put("erp", {"password": SECRET})
    for damage in ("text:[1]", "text:{", "parts:x:y", "parts:none:2", "something"):
        keychain.entries["baton@baton:connection:erp"] = damage
        with pytest.raises(VaultError, match="cannot be read"):
            vault.get("erp")


def test_a_server_reads_its_variables() -> None:
    variables = {
        "BATON_SECRET_ERP_USER": "analyst",
        "BATON_SECRET_ERP_API_KEY": SECRET,
        "BATON_SECRET_ERP_TEST_PASSWORD": "test",
        "BATON_SECRET_CRM_TOKEN": "",
        "BATON_SECRET_CHAT_TOKEN": "t",
        "PATH": "/bin",
    }
    vault = EnvironmentVault(variables, ["erp", "erp-test", "crm"])
    assert vault.get("erp") == {"user": "analyst", "api_key": SECRET}
    assert vault.get("erp-test") == {"password": "test"}
    assert vault.get("crm") is None
    assert vault.names() == ("chat", "erp", "erp-test")
    assert SECRET not in repr(vault)
    for change in (lambda: vault.put("erp", {"password": SECRET}), lambda: vault.delete("erp")):
        with pytest.raises(VaultError, match="BATON_SECRET_ERP_") as caught:
            change()
        assert SECRET not in str(caught.value)
    vault.delete("crm")


def test_variables_win_over_what_is_kept_and_are_never_shadowed_by_it() -> None:
    store = MemoryVault({"erp": {"password": "kept"}, "crm": {"token": "t"}})
    vault = OverlayVault(EnvironmentVault({"BATON_SECRET_ERP_PASSWORD": SECRET}), store)
    assert vault.get("erp") == {"password": SECRET}
    assert vault.get("crm") == {"token": "t"}
    assert vault.names() == ("crm", "erp")
    with pytest.raises(VaultError, match="BATON_SECRET_ERP_PASSWORD"):
        vault.put("erp", {"password": "new"})
    assert SECRET not in repr(vault)


def test_a_passphrase_that_can_be_guessed_is_refused() -> None:
    with pytest.raises(VaultError, match="12 characters") as caught:
        key_from_passphrase("hunter2")
    assert "hunter2" not in str(caught.value)
    assert SECRET not in repr(key_from_passphrase(SECRET))
