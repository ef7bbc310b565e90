"""Settings that break must not keep a person out of the window, nor be lost in silence."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from designer.settings.preferences import RECENT, Preferences, PreferencesFile

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def file(tmp_path: Path) -> PreferencesFile:
    return PreferencesFile(tmp_path / "new" / "designer.json")


def test_what_was_set_is_there_after_a_restart(file: PreferencesFile) -> None:
    preferences = file.load()
    preferences.theme = "dark"
    preferences.actor = "user:analyst"
    preferences.given = {"wf": {"amount": "12.50"}}
    assert file.save(preferences)
    assert PreferencesFile(file.path).load() == preferences
    assert not file.message
    assert [path.name for path in file.path.parent.iterdir()] == ["designer.json"]


@given(content=st.binary(max_size=200) | st.sampled_from([b"[]", b'{"theme": "pink"}', b"null"]))
def test_a_damaged_file_is_kept_aside_and_said_once(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    folder = tmp_path_factory.mktemp("settings")
    file = PreferencesFile(folder / "designer.json")
    file.path.write_bytes(content)
    preferences = file.load()
    if not file.message:
        return  # by chance, these bytes are settings
    assert preferences == Preferences()
    kept = [path for path in folder.iterdir() if ".kept" in path.name]
    assert [path.read_bytes() for path in kept] == [content]
    assert kept[0].name in file.message
    again = PreferencesFile(file.path)
    again.load()
    assert not again.message


def test_settings_of_a_newer_version_are_not_overwritten(file: PreferencesFile) -> None:
    file.path.parent.mkdir()
    file.path.write_text(json.dumps({"format": 99, "theme": "dark"}))
    assert file.load() == Preferences()
    assert "newer" in file.message
    file.save(Preferences())
    kept = [path for path in file.path.parent.iterdir() if ".kept" in path.name]
    assert json.loads(kept[0].read_text())["format"] == 99


def test_a_name_that_this_version_does_not_know_does_not_hurt(file: PreferencesFile) -> None:
    file.path.parent.mkdir()
    file.path.write_text(json.dumps({"theme": "dark", "later": 1}))
    assert file.load().theme == "dark"


def test_a_folder_that_cannot_be_written_to_costs_nothing_but_memory(tmp_path: Path) -> None:
    (tmp_path / "occupied").write_text("")
    assert not PreferencesFile(tmp_path / "occupied" / "designer.json").save(Preferences())


def test_a_path_that_is_a_folder_is_said_and_borne(tmp_path: Path) -> None:
    file = PreferencesFile(tmp_path)
    assert file.load() == Preferences()
    assert "cannot be read" in file.message


def test_recent_files_stand_in_order_once_each_and_few(tmp_path: Path) -> None:
    preferences = Preferences()
    for number in [*range(RECENT + 3), 3]:
        preferences.opened(tmp_path / f"{number}.json")
    assert preferences.recent[0] == str(tmp_path / "3.json")
    assert len(preferences.recent) == len(set(preferences.recent)) == RECENT
    preferences.forget(preferences.recent[0])
    assert len(preferences.recent) == RECENT - 1


def test_a_wrong_value_is_refused_when_it_is_set() -> None:
    with pytest.raises(ValidationError):
        Preferences().actor = ""
