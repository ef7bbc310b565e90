"""Knows that a workflow on disk is always whole."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from runtime.definition import replacing
from runtime.definition.codec import dumps
from runtime.definition.definition import Definition
from runtime.definition.errors import DefinitionError
from runtime.definition.files import load, save
from runtime.definition.plain import MAX_BYTES

if TYPE_CHECKING:
    from pathlib import Path

DRAWN = Definition.from_document({"graph": {"name": "Köln"}, "nodes": [], "edges": []})


def test_what_is_saved_is_what_is_loaded(tmp_path: Path) -> None:
    path = tmp_path / "intake.baton.json"
    path.write_text("an older file, longer than the new one" * 100)
    save(DRAWN, path)
    assert dumps(load(path)) == dumps(DRAWN)
    assert path.read_bytes() == dumps(DRAWN).encode()
    assert [found.name for found in tmp_path.iterdir()] == ["intake.baton.json"]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    path, link = tmp_path / "real.json", tmp_path / "link.json"
    path.touch()
    link.symlink_to(path)
    save(DRAWN, link)
    assert link.is_symlink()
    assert load(path).meta.name == "Köln"


def test_a_write_that_fails_leaves_the_old_file_and_no_litter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "intake.baton.json"
    path.write_text("old")

    def full(handle: int) -> None:
        del handle
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DefinitionError, match="No space left"):
        save(DRAWN, path)
    assert path.read_text() == "old"
    assert [found.name for found in tmp_path.iterdir()] == ["intake.baton.json"]


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match="cannot be written") as caught:
        save(DRAWN, tmp_path / "gone" / "a.json")
    assert "gone" in caught.value.where
    with pytest.raises(DefinitionError, match="cannot be opened"):
        load(tmp_path / "gone.json")


def test_a_huge_file_is_not_read_into_memory(tmp_path: Path) -> None:
    path = tmp_path / "huge.json"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES * 100)
    with pytest.raises(DefinitionError, match="too large"):
        load(path)


@pytest.mark.skipif(os.name == "nt", reason="Windows tells by other means who may read a file")
def test_a_file_that_only_some_may_read_stays_so_when_it_is_saved(tmp_path: Path) -> None:
    path = tmp_path / "deal.baton.json"
    save(DRAWN, path)
    path.chmod(0o600)
    save(DRAWN, path)
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.skipif(os.name == "nt", reason="Windows cannot be asked for it")
def test_the_disk_is_asked_to_keep_the_name_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the former file is back after a power cut, though this one was said to be saved."""
    kept: list[Path] = []
    monkeypatch.setattr(replacing, "sync_folder", kept.append)
    save(DRAWN, tmp_path / "deal.baton.json")
    assert kept == [tmp_path]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pipes among its files")
def test_a_pipe_among_the_files_holds_nobody_up(tmp_path: Path) -> None:
    """Else whoever looks through the folder waits for ever for what somebody may write there."""
    path = tmp_path / "deal.baton.json"
    os.mkfifo(path)
    with pytest.raises(DefinitionError, match="cannot be opened"):
        load(path)
