"""What a person loses when this fails: the copy that should save the firm is half, or of 2 days."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from runtime.embedded.doctor import Doctor
from runtime.errors import JournalError
from runtime.store import migrations, open_store, tables
from runtime.store.restoring import restore
from tests.helpers import committing_process
from tests.helpers.batches import batch, started, step
from tests.helpers.command_line import Baton
from tests.helpers.kept_cases import CASES, kept_cases


def sound(url: str) -> int:
    """How many cases stand in a journal with which nothing is wrong."""
    with open_store(url) as store:
        diagnosis = Doctor(store).examine()
    assert diagnosis.findings == ()
    return diagnosis.cases


def test_a_backup_while_another_process_writes_is_of_one_moment(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'journal.sqlite'}"
    command = [sys.executable, "-m", "tests.helpers.committing_process", url]
    root = Path(committing_process.__file__).parents[2]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=root) as child:
        assert child.stdout is not None
        child.stdout.readline()
        copies = [tmp_path / f"copy-{n}.sqlite" for n in range(5)]
        with open_store(url) as store:
            for copy in copies:
                store.backup(copy)
        child.kill()
    lengths: list[int] = []
    for copy in copies:
        with open_store(f"sqlite:///{copy}") as store:
            runs = store.index.runs()
            events = [len(store.journal.load(row.run)) for row in runs]
            tasks = [len(store.index.tasks(run=row.run, most=100_000)) for row in runs]
        assert len(set(events)) == 1, "half a commit"
        assert tasks == [count // 3 for count in events], "tasks and events of two moments"
        lengths += events[:1]
    assert lengths == sorted(lengths)


def test_a_restored_journal_goes_on_where_the_backup_was_made(tmp_path: Path) -> None:
    url, copy = f"sqlite:///{tmp_path / 'journal.sqlite'}", tmp_path / "copy.sqlite"
    with open_store(url) as store:
        store.journal.commit([batch("a", 0, started("a"))])
        store.backup(copy)
        store.journal.commit([batch("a", 1, *step(1))])
    kept = restore(copy, url)
    with open_store(url) as store:
        assert len(store.journal.load("a")) == 1
        assert not any(store.journal.commit([batch("a", 1, *step(2))]))
    assert kept is not None
    with open_store(f"sqlite:///{kept}") as store:
        assert len(store.journal.load("a")) == 3


def test_a_backup_is_restored_where_nothing_stands(tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite"
    with open_store(kept_cases(tmp_path)) as store:
        store.backup(copy)
    url = f"sqlite:///{tmp_path / 'new.sqlite'}"
    assert restore(copy, url) is None
    assert sound(url) == len(CASES)
    assert restore(copy, url) != restore(copy, url)


def test_nothing_is_restored_while_another_program_has_the_journal_open(tmp_path: Path) -> None:
    url, copy = f"sqlite:///{tmp_path / 'journal.sqlite'}", tmp_path / "copy.sqlite"
    with open_store(url) as store:
        store.backup(copy)
        store.journal.commit([batch("a", 0, started("a"))])
        with pytest.raises(JournalError, match="another program has the journal open"):
            restore(copy, url)
        assert not any(store.journal.commit([batch("a", 1, *step(1))]))
    restore(copy, url)


DAMAGE = {
    "no file": (b"", "no such backup"),
    "a letter": (b"Dear client, " * 400, "not a journal"),
    "half a file": (0.5, "damaged|not a journal"),
    "one byte short": (0.999, "damaged|not a journal"),
}


@pytest.mark.parametrize(("content", "words"), DAMAGE.values(), ids=DAMAGE.keys())
def test_a_backup_that_is_damaged_leaves_the_journal_as_it_was(
    tmp_path: Path, content: bytes | float, words: str
) -> None:
    url, copy = kept_cases(tmp_path), tmp_path / "copy.sqlite"
    if isinstance(content, float):
        with open_store(url) as store:
            store.backup(copy)
        whole = copy.read_bytes()
        copy.write_bytes(whole[: int(len(whole) * content)])
    elif isinstance(content, bytes) and content:
        copy.write_bytes(content)
    with pytest.raises(JournalError, match=words) as caught:
        restore(copy, url)
    assert caught.value.next_step
    assert sound(url) == len(CASES)
    assert not list(tmp_path.glob("*restoring*"))


def test_a_damaged_journal_is_replaced_and_kept(tmp_path: Path) -> None:
    url, copy = kept_cases(tmp_path), tmp_path / "copy.sqlite"
    with open_store(url) as store:
        store.backup(copy)
    Path(url.removeprefix("sqlite:///")).write_bytes(b"\xff" * 10_000)
    kept = restore(copy, url)
    assert kept is not None
    assert kept.read_bytes() == b"\xff" * 10_000
    assert sound(url) == len(CASES)


def older(path: Path) -> None:
    """Makes a journal of the first Baton, with a case in it."""
    open_store(f"sqlite:///{path}").close()
    with closing(sqlite3.connect(path)) as file:
        file.execute("DROP TABLE awaits")
        file.execute("DROP TABLE messages")
        file.execute("UPDATE baton_version SET version_num = '0001'")
        file.execute(
            "INSERT INTO runs VALUES (1, 'local', 'r', 'd', 'Old', '', 'user:a', '', 0,"
            " 'waiting', NULL, 0, '')"
        )
        file.commit()


def test_an_older_journal_is_brought_up_to_date_and_kept_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite"
    older(path)
    with open_store(f"sqlite:///{path}") as store:
        assert [row.name for row in store.index.runs()] == ["Old"]
    kept = path.with_name(f"journal.sqlite.before-{tables.REVISION}")
    with closing(sqlite3.connect(kept)) as file:
        assert file.execute("SELECT version_num FROM baton_version").fetchone() == ("0001",)
        assert file.execute("SELECT name FROM runs").fetchall() == [("Old",)]
    assert migrations.head() == tables.REVISION


def test_an_older_journal_is_not_changed_where_the_copy_cannot_be_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "journal.sqlite"
    older(path)

    def full(_: object, copy: Path) -> None:
        raise sqlite3.OperationalError(f"no room for {copy}")

    monkeypatch.setattr("runtime.store.sqlite.SqliteDatabase.backup", full)
    with pytest.raises(JournalError):
        open_store(f"sqlite:///{path}")
    with closing(sqlite3.connect(path)) as file:
        assert file.execute("SELECT version_num FROM baton_version").fetchone() == ("0001",)


def test_the_commands_copy_and_put_back(tmp_path: Path) -> None:
    baton = Baton(tmp_path)
    kept_cases(tmp_path)
    copy = str(tmp_path / "copy.sqlite")
    assert "stands in" in baton("backup", copy).out
    again = baton("backup", copy)
    assert (again.code, "never overwritten" in again.err) == (1, True)
    told = baton("restore", copy).out
    assert "is kept in" in told
    assert "look there before going on" in told
    assert baton.ok("doctor")["cases"] == len(CASES)
