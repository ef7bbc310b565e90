"""What a person loses when a file is not replaced whole: settings, connections, a workflow."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from typing import TYPE_CHECKING

import pytest

from runtime.definition import replacing
from runtime.definition.replacing import replace_file

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

OLD, NEW = b"old" * 5_000, b"new" * 50_000


def leftovers(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.name.endswith(".tmp")]


def test_several_writers_leave_what_one_of_them_wrote(tmp_path: Path) -> None:
    """Else two windows that note how a connection is leave a file that nobody can read."""
    file = tmp_path / "kept.json"
    contents = [bytes([65 + number]) * 20_000 for number in range(8)]

    def write(data: bytes) -> None:
        for _ in range(10):
            replace_file(file, data)

    writers = [threading.Thread(target=write, args=(data,)) for data in contents]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert file.read_bytes() in contents
    assert leftovers(tmp_path) == []


@pytest.mark.parametrize("at", ["fsync", "replace"])
def test_a_disk_that_fails_leaves_the_old_file_and_nothing_else(
    at: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    file = tmp_path / "kept.json"
    replace_file(file, OLD)
    monkeypatch.setattr(*(("os.fsync",) if at == "fsync" else ("pathlib.Path.replace",)), full)
    with pytest.raises(OSError, match="No space"):
        replace_file(file, NEW)
    assert file.read_bytes() == OLD
    assert leftovers(tmp_path) == []


@pytest.mark.skipif(os.name == "nt", reason="Windows tells by other means who may read a file")
def test_a_private_file_is_so_from_its_first_byte(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a secret can be read by others for as long as it is being written."""
    modes: list[int] = []
    real = os.fsync

    def noted(place: int) -> None:
        modes.append(os.fstat(place).st_mode & 0o777)
        real(place)

    monkeypatch.setattr(os, "fsync", noted)
    replace_file(tmp_path / "kept", NEW, mode=0o600)
    assert modes[0] == 0o600
    assert (tmp_path / "kept").stat().st_mode & 0o777 == 0o600


# --- a process that is killed ---------------------------------------------------------------------


def _die_at(step: str, file: Path) -> None:
    """Writes a file, and is killed before one of the steps of that."""

    def die(*_: object) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    places: dict[str, Callable[[], None]] = {
        "fsync": lambda: setattr(os, "fsync", die),
        "replace": lambda: setattr(type(file), "replace", die),
        "folder": lambda: setattr(replacing, "sync_folder", die),
    }
    places[step]()
    replace_file(file, NEW)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signal")
@pytest.mark.parametrize(("step", "left"), [("fsync", OLD), ("replace", OLD), ("folder", NEW)])
def test_a_process_that_is_killed_leaves_the_old_or_the_new_file(
    step: str, left: bytes, tmp_path: Path
) -> None:
    file = tmp_path / "kept.json"
    replace_file(file, OLD)
    context = multiprocessing.get_context("forkserver")
    process = context.Process(target=_die_at, args=(step, file), daemon=True)
    process.start()
    process.join(60)
    assert process.exitcode == -signal.SIGKILL
    assert file.read_bytes() == left
    replace_file(file, NEW)
    assert file.read_bytes() == NEW


def test_a_note_waits_for_no_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else opening a file would stand still for a slow disk, to keep what nobody needs tomorrow."""

    def slow(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr("os.fsync", slow)
    file = tmp_path / "note"
    replace_file(file, NEW, lasts=False)
    assert file.read_bytes() == NEW
    assert leftovers(tmp_path) == []
