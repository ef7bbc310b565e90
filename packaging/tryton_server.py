"""Starts and stops a real Tryton ERP on this computer. Knows Tryton's commands, nothing of Baton.

The first use installs Tryton and builds one seeded database, which takes about two minutes; both
stay in the cache. Every server then runs on its own copy of that database and is up in seconds:

    with TrytonServer() as server:
        client = server.client()
"""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import os
import re
import secrets
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

import tryton_seed
from tryton_environment import (
    Progress,
    SetupError,
    cache_folder,
    digest_of,
    ensure_environment,
    environment_key,
    locked,
    run,
    script_of,
)
from tryton_rpc import TrytonClient, TrytonError

if TYPE_CHECKING:
    from types import TracebackType

DATABASE = "baton"
USER = "admin"
MODULES = (
    *("party", "company", "project", "project_invoice", "project_plan"),
    *("timesheet", "timesheet_cost", "account_invoice", "account_dunning"),
    *("sale", "sale_opportunity", "web_user", "user_role"),
)
START_SECONDS = 120.0
_STOP_SECONDS = 15.0
_POLL_SECONDS = 0.1
_LOG_TAIL = 2000
_SETTING_UP = re.compile(r"INFO trytond\.modules (\w+) register \S")


@dataclass(frozen=True)
class Prepared:
    """What a server is started from.

    Attributes:
        python: the Python that has Tryton installed.
        database: the seeded SQLite file; never run a server on it, only on a copy.
        password: the password of the user `admin` in it.
    """

    python: Path
    database: Path
    password: str


def prepare(progress: Progress = print) -> Prepared:
    """Install Tryton and build the seeded database, unless the cache has them already.

    Args:
        progress: is told in short sentences what goes on.

    Raises:
        SetupError: something could not be installed or built; the message says what to do next.
    """
    python = ensure_environment(progress)
    folder = cache_folder() / "tryton" / environment_key()
    year = dt.datetime.now(tz=dt.UTC).year
    with locked(folder / "database.lock", progress):
        database = _cached(folder, year) or _build(python, folder, year, progress)
    return Prepared(python, database, _password_file(database).read_text(encoding="ascii"))


def _cached(folder: Path, year: int) -> Path | None:
    """Return the newest database built from today's recipe whose fiscal years hold `year`."""
    for database in sorted(folder.glob(f"database-{_recipe()}-*.sqlite"), reverse=True):
        first, last = (int(part) for part in database.stem.split("-")[-2:])
        # A run near New Year bills into the next year, so the last year alone is too old.
        if first <= year < last and _password_file(database).exists():
            return database
    return None


def _recipe() -> str:
    """Return a digest of everything that shapes the seeded database beside the installed pins."""
    return digest_of(" ".join(MODULES).encode(), Path(tryton_seed.__file__).read_bytes())[:10]


def _password_file(database: Path) -> Path:
    return database.with_suffix(".password")


def _build(python: Path, folder: Path, year: int, progress: Progress) -> Path:
    """Initialise a database, fill it through a running server, and put it into the cache."""
    years = range(year - 1, year + 2)
    database = folder / f"database-{_recipe()}-{years[0]}-{years[-1]}.sqlite"
    password = secrets.token_urlsafe(16)
    with tempfile.TemporaryDirectory(prefix="building-", dir=folder) as building:
        work = Path(building)
        _initialise(python, work, password, progress)
        progress("Entering the firm's master data: company, accounts, fiscal years, service")
        with TrytonServer(work, prepared=Prepared(python, work, password)) as server:
            tryton_seed.seed(server.client(), years)
        copy_database(_database_file(work), work / "seeded.sqlite")
        _password_file(database).touch(mode=0o600)
        _password_file(database).write_text(password, encoding="ascii")
        (work / "seeded.sqlite").replace(database)
    return database


def _initialise(python: Path, work: Path, password: str, progress: Progress) -> None:
    progress(
        f"Creating Tryton's database ({len(MODULES)} modules; half a minute to a minute, once)"
    )
    _database_file(work).touch()
    passwords = work / "password"
    passwords.write_text(password + "\n", encoding="ascii")
    config = _write_config(work, port=0)
    command = [str(python), str(script_of(python, "trytond-admin")), "-vv", "-c", str(config)]
    options = ["-d", DATABASE, "--email", "admin@example.com", "-l", "en", "-p"]
    modules = ["-u", *MODULES, "--activate-dependencies"]
    environment = {**os.environ, "TRYTONPASSFILE": str(passwords)}
    tell = _ModuleProgress(progress)
    run([*command, *options, *modules], "create Tryton's database", tell, environment)


class _ModuleProgress:
    """Turns Tryton's log of an update into one line for each module."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._seen: set[str] = set()

    def __call__(self, line: str) -> None:
        found = _SETTING_UP.search(line)
        if found and found[1] not in self._seen:
            self._seen.add(found[1])
            self._progress(f"  {found[1]}")


def copy_database(source: Path, target: Path) -> None:
    """Write a consistent copy of the SQLite file `source` to `target`, which must not exist.

    A plain copy of the file would lose what still stands in the write-ahead log.
    """
    with contextlib.closing(sqlite3.connect(source)) as connection:
        connection.execute("VACUUM INTO ?", (str(target),))


def _database_file(folder: Path) -> Path:
    return folder / f"{DATABASE}.sqlite"


def _write_config(folder: Path, port: int) -> Path:
    config = folder / "trytond.conf"
    sections = (
        f"[database]\nuri = sqlite://\npath = {folder}\n"
        f"[web]\nlisten = 127.0.0.1:{port}\n"
        "[session]\nauthentications = password\n"
    )
    config.write_text(sections, encoding="utf-8")
    return config


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class TrytonServer:
    """One Tryton server on its own copy of the seeded database, on a free port of 127.0.0.1.

    Stopping and starting it again keeps port and data, as an ERP that was down for a while.

    Args:
        folder: where database, configuration and log stand; a temporary folder unless given.
        port: the port to listen on; a free one unless given.
        prepared: the result of `prepare`; `start` prepares unless given.
        progress: is told what goes on while preparing.
    """

    def __init__(
        self,
        folder: Path | None = None,
        *,
        port: int | None = None,
        prepared: Prepared | None = None,
        progress: Progress = print,
    ) -> None:
        self._temporary = folder is None
        self.folder = folder or Path(tempfile.mkdtemp(prefix="baton-tryton-"))
        self.port = port or _free_port()
        self._prepared = prepared
        self._progress = progress
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The address, without the database: `http://127.0.0.1:PORT`."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def database(self) -> str:
        """The name of the database, the path of every JSON-RPC call."""
        return DATABASE

    @property
    def user(self) -> str:
        """The login name that may do everything."""
        return USER

    @property
    def password(self) -> str:
        """The password of `user`; readable once the server was prepared."""
        return self._ready().password

    @property
    def log_file(self) -> Path:
        """Where the server writes its log."""
        return self.folder / "trytond.log"

    @property
    def running(self) -> bool:
        """Whether the server's process lives."""
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Start the server and wait until it answers; nothing happens when it runs already.

        Raises:
            SetupError: it could not be prepared, or did not come up; the message holds its log.
        """
        if self.running:
            return
        prepared = self._ready()
        self.folder.mkdir(parents=True, exist_ok=True)
        if not _database_file(self.folder).exists():
            copy_database(prepared.database, _database_file(self.folder))
        config = _write_config(self.folder, self.port)
        script = str(script_of(prepared.python, "trytond"))
        command = [str(prepared.python), script, "-c", str(config), "-d", DATABASE]
        with self.log_file.open("ab") as log:
            # In a session of its own: Ctrl-C reaches the program that started it, which stops it.
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.folder,
                start_new_session=True,
            )
        self.wait_until_up()

    def wait_until_up(self, seconds: float = START_SECONDS) -> None:
        """Wait until the server answers a login.

        Raises:
            SetupError: its process ended, or `seconds` went by.
        """
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if not self.running:
                raise SetupError(
                    f"Tryton ended while it started. Its log says:\n{self._log_tail()}"
                )
            if self._answers():
                return
            time.sleep(_POLL_SECONDS)
        self.kill()
        raise SetupError(f"Tryton did not answer in {seconds:.0f} s. Its log:\n{self._log_tail()}")

    def _answers(self) -> bool:
        client = TrytonClient(self.url, DATABASE, USER, self.password, timeout=START_SECONDS)
        try:
            client.login()
        except (OSError, TrytonError):
            return False
        return True

    def client(self) -> TrytonClient:
        """Return a new, logged-in session that acts for the firm and its consultant."""
        client = TrytonClient(self.url, DATABASE, USER, self.password)
        client.login()
        client.act_for_own_company()
        return client

    def stop(self) -> None:
        """End the server and wait for its end; data and port are kept for the next `start`."""
        self._end(polite=True)

    def kill(self) -> None:
        """End the server at once, as a power failure would."""
        self._end(polite=False)

    def _end(self, *, polite: bool) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        if polite:
            process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(_STOP_SECONDS)
        if process.poll() is None:
            process.kill()
        process.wait()

    def close(self) -> None:
        """Stop the server and remove its temporary folder."""
        self.stop()
        if self._temporary:
            shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _ready(self) -> Prepared:
        if self._prepared is None:
            self._prepared = prepare(self._progress)
        return self._prepared

    def _log_tail(self) -> str:
        if not self.log_file.exists():
            return "(no log was written)"
        return self.log_file.read_text(encoding="utf-8", errors="replace")[-_LOG_TAIL:]


def main() -> int:
    """Prepare Tryton, then run one server until Ctrl-C, for a look around in it."""
    parser = argparse.ArgumentParser(
        description="Prepare a real Tryton ERP with a small firm in it, and run it.",
        epilog="example: python3 packaging/tryton_server.py --prepare",
    )
    parser.add_argument("--prepare", action="store_true", help="only fill the cache, start nothing")
    parser.add_argument("--port", type=int, help="port to listen on (default: a free one)")
    options = parser.parse_args()
    try:
        prepared = prepare()
        if options.prepare:
            print(f"Ready: {prepared.database}")
            return 0
        _serve(TrytonServer(port=options.port, prepared=prepared))
    except SetupError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped.")
    return 0


def _serve(server: TrytonServer) -> None:
    with server:
        login = f"user {server.user}, password {server.password}"
        print(f"Tryton runs at {server.url}/{server.database}/ ({login}); Ctrl-C ends it.")
        while server.running:
            time.sleep(1)


if __name__ == "__main__":
    sys.exit(main())
