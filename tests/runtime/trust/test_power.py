"""What a person loses when this fails: after a power cut or on a bad disk, what was confirmed."""

from __future__ import annotations

import os
import random
import shutil
import sys
import tempfile
from multiprocessing import get_context
from pathlib import Path

import pytest

from runtime.embedded.doctor import Doctor
from runtime.errors import JournalError
from runtime.store import open_store
from tests.helpers.batches import batch, opened, started, step

COMMITS = 30
PER_COMMIT = 3
NOBODY = 65534
REFUSED = 9


@pytest.fixture(scope="module")
def cut_off(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A journal as the disk has it at a power cut: the file, and what was written beside it."""
    folder = tmp_path_factory.mktemp("power")
    live, here = folder / "live.sqlite", folder / "journal.sqlite"
    with open_store(f"sqlite:///{live}") as store:
        store.journal.commit([batch("a", 0, started("a"), status="waiting")])
        for place in range(1, COMMITS * PER_COMMIT, PER_COMMIT):
            events = (*step(place), opened(f"t{place}"))
            assert not any(store.journal.commit([batch("a", place, *events, status="waiting")]))
        for beside in ("", "-wal"):
            shutil.copyfile(f"{live}{beside}", f"{here}{beside}")
    assert Path(f"{here}-wal").stat().st_size > 100_000
    return here


def read(source: Path, wal: bytes, folder: Path) -> int:
    """How many events are read when this is what stands beside the file."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    journal = folder / "journal.sqlite"
    shutil.copyfile(source, journal)
    Path(f"{journal}-wal").write_bytes(wal)
    with open_store(f"sqlite:///{journal}") as store:
        if not store.index.runs():
            return 0
        recorded = store.journal.load("a")
        tasks = store.index.tasks(run="a", most=1_000)
    assert [each.seq for each in recorded] == list(range(len(recorded)))
    assert len(recorded) % PER_COMMIT == 1, "half a commit"
    assert len(tasks) == len(recorded) // PER_COMMIT, "tasks and events of two moments"
    return len(recorded)


def test_a_log_that_was_cut_off_loses_only_what_came_after_the_cut(
    cut_off: Path, tmp_path: Path
) -> None:
    wal = Path(f"{cut_off}-wal").read_bytes()
    cuts = [*random.Random(7).sample(range(len(wal)), 40), 0, len(wal)]
    lengths = [read(cut_off, wal[:cut], tmp_path / "cut") for cut in sorted(cuts)]
    assert lengths == sorted(lengths), "a longer log gave less"
    assert (lengths[0], lengths[-1]) == (0, 1 + COMMITS * PER_COMMIT)
    assert len(set(lengths)) > 10


@pytest.mark.parametrize("size", [1, 512, 4096])
def test_a_log_that_is_torn_is_read_up_to_the_tear(
    cut_off: Path, tmp_path: Path, size: int
) -> None:
    """A sector that was half written is noticed; what stands before it is whole."""
    wal = Path(f"{cut_off}-wal").read_bytes()
    chance = random.Random(size)
    for place in sorted(chance.sample(range(32, len(wal) - size), 12)):
        torn = bytes(byte ^ 0xA5 for byte in wal[place : place + size])
        length = read(cut_off, wal[:place] + torn + wal[place + size :], tmp_path / "torn")
        assert length <= read(cut_off, wal[: place + size], tmp_path / "torn") + PER_COMMIT


def test_a_file_that_lost_its_log_is_still_a_journal(cut_off: Path, tmp_path: Path) -> None:
    """Whoever copied the file alone has an older state, and no half of one."""
    alone = tmp_path / "alone.sqlite"
    shutil.copyfile(cut_off, alone)
    with open_store(f"sqlite:///{alone}") as store:
        assert Doctor(store).examine().sound


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_a_journal_that_was_cut_off_is_told_in_words(tmp_path: Path, share: float) -> None:
    """Else a half-copied file is taken for a firm with half as many cases."""
    path = tmp_path / "journal.sqlite"
    with open_store(f"sqlite:///{path}") as store:
        store.journal.commit([batch("a", 0, started("a"), status="waiting")])
        for place in range(1, 400, 2):
            events = step(place, "x" * 900)
            store.journal.commit([batch("a", place, *events, status="waiting")])
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)])
    told = ""
    try:
        with open_store(f"sqlite:///{path}") as store:
            told = Doctor(store).examine().findings[0].sentence
    except JournalError as error:
        told = str(error)
    assert "damaged" in told
    assert "estore" in told
    assert "backup" in told


def _as_nobody(path: str, report: str) -> None:
    """Opens and writes as a user who may not write there; writes down what it is told."""
    # The file of the report is opened before the rights are given up.
    with Path(report).open("w", encoding="utf-8") as told:
        if os.getuid() == 0:
            os.setuid(NOBODY)
        try:
            with open_store(f"sqlite:///{path}") as store:
                store.journal.commit([batch("b", 0, started("b"))])
        except JournalError as error:
            told.write(str(error))
            told.flush()
            os._exit(REFUSED)
    os._exit(0)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other rights")
@pytest.mark.parametrize("what", ["file", "folder"])
def test_a_disk_that_may_only_be_read_is_told_in_words(what: str, tmp_path: Path) -> None:
    """Else a wrong right looks like a broken program."""
    folder = Path(tempfile.mkdtemp())
    try:
        path, report = folder / "journal.sqlite", tmp_path / "told"
        with open_store(f"sqlite:///{path}") as store:
            store.journal.commit([batch("a", 0, started("a"))])
        path.chmod(0o444 if what == "file" else 0o666)
        folder.chmod(0o555)
        context = get_context("forkserver")
        context.set_forkserver_preload(["runtime.store.sqlite"])
        process = context.Process(target=_as_nobody, args=(str(path), str(report)))
        process.start()
        process.join(30)
        assert process.exitcode == REFUSED
        told = report.read_text(encoding="utf-8")
        assert "right to" in told, told
        folder.chmod(0o755)
        with open_store(f"sqlite:///{path}") as store:
            assert [row.run for row in store.index.runs()] == ["a"]
    finally:
        folder.chmod(0o755)
        shutil.rmtree(folder)
