"""A store opens what is its own, whatever its age, and says why it does not open the rest."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine, inspect, text

from runtime.errors import JournalError
from runtime.store import default_file, migrations, open_store, tables
from tests.helpers.batches import batch, started, step

if TYPE_CHECKING:
    from sqlalchemy import Engine


def engine_for(url: str) -> Engine:
    return create_engine(url, isolation_level="AUTOCOMMIT")


def shape(engine: Engine) -> dict[str, object]:
    """All that a database knows of its tables, in an order that says nothing."""
    look = inspect(engine)
    found: dict[str, object] = {}
    for name in look.get_table_names():
        columns = {c["name"]: (str(c["type"]), c["nullable"]) for c in look.get_columns(name)}
        indexes = sorted(
            (
                str(i["name"]),
                str(i["column_names"]),
                sorted((k, str(v)) for k, v in i.get("dialect_options", {}).items()),
            )
            for i in look.get_indexes(name)
        )
        keys = (
            look.get_pk_constraint(name),
            look.get_unique_constraints(name),
            look.get_foreign_keys(name),
        )
        found[name] = (columns, indexes, str(keys))
    return found


def test_the_newest_migration_makes_the_very_tables_of_a_new_store(
    url: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """Else an upgraded journal differs from a new one, and fails where nobody looks."""
    open_store(url).close()
    made = engine_for(url)
    fresh = shape(made)
    made.dispose()
    if url.startswith("sqlite"):
        migrated = engine_for(f"sqlite:///{tmp_path / 'migrated.sqlite'}")
    else:
        migrated = engine_for(str(request.getfixturevalue("second_postgres_url")))
    with migrated.connect() as connection:
        migrations.upgrade(connection)
    assert shape(migrated) == fresh
    migrated.dispose()
    assert migrations.head() == tables.REVISION


def test_an_older_store_is_brought_up_to_date(url: str) -> None:
    """Else an update of Baton makes the firm's running cases unreachable."""
    engine = engine_for(url)
    with engine.connect() as connection:
        # A database whose chain has begun and whose first migration has not run yet.
        tables.version.create(connection)
    engine.dispose()
    with open_store(url) as store:
        assert not any(store.journal.commit([batch("a", 0, started("a"))]))
    with open_store(url) as store:
        assert len(store.journal.load("a")) == 1


def test_a_newer_store_is_refused_in_words(url: str) -> None:
    """Else an old version writes into tables it does not understand."""
    open_store(url).close()
    engine = engine_for(url)
    with engine.connect() as connection:
        connection.execute(text("UPDATE baton_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(JournalError, match="newer Baton") as caught:
        open_store(url)
    assert caught.value.next_step


def test_another_program_s_tables_are_left_alone(url: str) -> None:
    """Else Baton writes its cases among another program's data."""
    engine = engine_for(url)
    with engine.connect() as connection:
        connection.execute(text("CREATE TABLE events (id integer)"))
    engine.dispose()
    with pytest.raises(JournalError, match="another program"):
        open_store(url)


def test_opening_a_journal_does_not_load_the_migrations(tmp_path: Path) -> None:
    """Else every command waits for a library that it does not use."""
    program = (
        "import sys; from runtime.store import open_store; open_store(sys.argv[1]).close();"
        "print([m for m in ('alembic', 'psycopg', 'networkx', 'pydantic') if m in sys.modules])"
    )
    root = Path(tables.__file__).parents[2]
    command = [sys.executable, "-c", program, f"sqlite:///{tmp_path / 'j.sqlite'}"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("size", [0, 100, 5000])
def test_a_file_that_is_no_journal_is_refused_in_words(tmp_path: Path, size: int) -> None:
    """Else a wrong file name ends in a riddle, or the file is overwritten."""
    path = tmp_path / "letter.txt"
    content = b"Dear client, " * 400
    path.write_bytes(content[:size])
    if size == 0:
        open_store(f"sqlite:///{path}").close()  # an empty file is an empty journal
        return
    with pytest.raises(JournalError, match="not a journal") as caught:
        open_store(f"sqlite:///{path}")
    assert caught.value.next_step
    assert path.read_bytes() == content[:size]


def test_a_damaged_journal_is_told_in_words(tmp_path: Path) -> None:
    """Else a failing disk is taken for a fault of the workflow."""
    path = tmp_path / "journal.sqlite"
    with open_store(f"sqlite:///{path}") as store:
        store.journal.commit([batch("a", 0, started("a"))])
        for place in range(1, 400, 2):
            store.journal.commit([batch("a", place, *step(place, "x" * 900))])
    whole = path.read_bytes()
    path.write_bytes(whole[:8192] + b"\xff" * (len(whole) - 8192))
    with pytest.raises(JournalError) as caught, open_store(f"sqlite:///{path}") as store:
        store.journal.load("a")
    assert caught.value.what in {"The journal is damaged.", "This file is not a journal of Baton."}
    assert caught.value.next_step


def test_damaged_rows_are_told_in_words(tmp_path: Path) -> None:
    """Else one bad row makes a case unreadable without a word why."""
    path = tmp_path / "journal.sqlite"
    for body in (b"", b"\x10{", b"\x13abc", b"\x14" + bytes(32), b"\xffwhat"):
        run = body.hex() or "empty"
        with open_store(f"sqlite:///{path}") as store:
            store.journal.commit([batch(run, 0, started(run))])
        with sqlite3.connect(path) as file:
            file.execute(
                "UPDATE events SET body = ? WHERE run_no = (SELECT max(no) FROM runs)", (body,)
            )
        file.close()
        with open_store(f"sqlite:///{path}") as store, pytest.raises(JournalError) as caught:
            store.journal.load(run)
        assert caught.value.next_step


def test_a_locked_journal_is_told_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else a person waits for a case that another program holds up."""
    monkeypatch.setattr("runtime.store.sqlite.PATIENCE", 0.05)
    path = tmp_path / "journal.sqlite"
    with open_store(f"sqlite:///{path}") as store:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(JournalError, match="locked by another program"):
            store.journal.commit([batch("a", 0, started("a"))])
        other.execute("ROLLBACK")
        other.close()
        assert not any(store.journal.commit([batch("a", 0, started("a"))]))


def test_reading_does_not_wait_for_a_writer(tmp_path: Path) -> None:
    """Else a list hangs while another process writes."""
    path = tmp_path / "journal.sqlite"
    with open_store(f"sqlite:///{path}") as store:
        store.journal.commit([batch("a", 0, started("a"))])
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        assert len(store.journal.load("a")) == 1
        assert [row.run for row in store.index.runs()] == ["a"]
        other.close()


def test_a_missing_folder_is_told_in_words(tmp_path: Path) -> None:
    """Else a typing error in a path looks like a broken program."""
    with pytest.raises(JournalError, match="cannot be opened"):
        open_store(f"sqlite:///{tmp_path / 'nowhere' / 'journal.sqlite'}")


@pytest.mark.parametrize(
    "address",
    [
        "sqlite://",
        "sqlite:///:memory:",
        "sqlite:///file:x?mode=memory",
        "mysql://h/d",
        "gibberish",
        "",
    ],
)
def test_a_wrong_address_is_told_in_words(address: str) -> None:
    """Else a journal is kept nowhere, or a password is repeated in an error."""
    with pytest.raises(JournalError, match="address of the journal"):
        open_store(address)


def test_a_wrong_address_does_not_repeat_its_password() -> None:
    """Else a password stands in a log."""
    with pytest.raises(JournalError) as caught:
        open_store("postgresql://analyst:secret-word@host:port/x")
    assert "secret-word" not in str(caught.value) + caught.value.detail + repr(caught.value)


def test_without_an_address_the_user_s_own_file_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a first try needs a database to be set up."""

    def folder(app: str, *, appauthor: bool, ensure_exists: bool) -> Path:
        assert (app, appauthor, ensure_exists) == ("baton", False, True)
        return tmp_path

    monkeypatch.setattr("platformdirs.user_data_path", folder)
    with open_store() as store:
        store.journal.commit([batch("a", 0, started("a"))])
    assert default_file().parent == tmp_path
    assert default_file().exists()


def test_a_backup_is_whole_and_never_overwrites(tmp_path: Path) -> None:
    """Else the copy that should save the firm is half a copy."""
    copy = tmp_path / "copy.sqlite"
    with open_store(f"sqlite:///{tmp_path / 'journal.sqlite'}") as store:
        store.journal.commit([batch("a", 0, started("a"))])
        store.backup(copy)
        store.journal.commit([batch("a", 1, *step(1))])
        with pytest.raises(JournalError, match="backup"):
            store.backup(copy)
    with open_store(f"sqlite:///{copy}") as store:
        assert len(store.journal.load("a")) == 1
        assert not any(store.journal.commit([batch("a", 1, *step(1))]))


def test_two_processes_open_a_new_store_at_the_same_moment(url: str) -> None:
    """Else the designer and the command line, started together, break each other's first start."""
    program = "import sys; from runtime.store import open_store; open_store(sys.argv[1]).close()"
    root = Path(tables.__file__).parents[2]
    command = [sys.executable, "-c", program, url]
    with (
        subprocess.Popen(command, cwd=root, stderr=subprocess.PIPE, text=True) as one,
        subprocess.Popen(command, cwd=root, stderr=subprocess.PIPE, text=True) as two,
    ):
        errors = one.communicate()[1] + two.communicate()[1]
    assert (one.returncode, two.returncode) == (0, 0), errors
