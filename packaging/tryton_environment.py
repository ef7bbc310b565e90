"""Makes the Python environment that Tryton runs in. Knows pip and venv, nothing of Tryton's data.

Tryton has its own environment in the user's cache folder: Baton's environment never sees its
packages. Two processes that ask at the same time are served one after the other.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import platform
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

Progress = Callable[[str], None]

REQUIREMENTS = Path(__file__).with_name("tryton-requirements.txt")
_LOCK_POLL_SECONDS = 0.2
_LAST_LINES = 25


class SetupError(Exception):
    """Tryton could not be set up on this computer; says what happened and what to do next."""


def cache_folder() -> Path:
    """Return Baton's folder among the user's caches; the variable BATON_CACHE names another."""
    chosen = os.environ.get("BATON_CACHE")
    if chosen:
        return Path(chosen).expanduser().resolve()
    home = Path.home()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", home / "AppData" / "Local")) / "Baton" / "Cache"
    if sys.platform == "darwin":
        return home / "Library" / "Caches" / "Baton"
    return Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache") / "baton"


@contextlib.contextmanager
def locked(path: Path, progress: Progress) -> Generator[None]:
    """Hold the lock file `path`; wait, and say so, while another process holds it.

    The operating system lets go of the lock when its holder ends, however it ends.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as file:
        waiting = False
        while not _try_lock(file.fileno()):
            if not waiting:
                progress("Another process is preparing Tryton; waiting for it")
                waiting = True
            time.sleep(_LOCK_POLL_SECONDS)
        try:
            yield
        finally:
            _unlock(file.fileno())


if sys.platform == "win32":

    def _try_lock(descriptor: int) -> bool:
        os.lseek(descriptor, 0, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _unlock(descriptor: int) -> None:
        os.lseek(descriptor, 0, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:

    def _try_lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def _unlock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)


def environment_key() -> str:
    """Return what an environment depends on: the pins, the Python and the kind of computer."""
    text = f"{sys.version_info[:2]} {platform.system()} {platform.machine()} {sys.base_prefix}"
    return digest_of(text.encode(), REQUIREMENTS.read_bytes())[:16]


def digest_of(*parts: bytes) -> str:
    """Return the SHA-256 of `parts` as text; line endings of a checkout do not matter."""
    return hashlib.sha256(b"\0".join(parts).replace(b"\r\n", b"\n")).hexdigest()


def ensure_environment(progress: Progress) -> Path:
    """Return the Python that has Tryton installed, after installing it if need be.

    Raises:
        SetupError: no environment could be made or filled; the message names the next step.
    """
    folder = cache_folder() / "tryton" / environment_key()
    python = _python_of(folder / "environment")
    complete = folder / "environment.complete"
    with locked(folder / "environment.lock", progress):
        if not (complete.exists() and python.exists()):
            # An environment that stands half made is worth nothing: it starts again.
            shutil.rmtree(folder / "environment", ignore_errors=True)
            pip = _make_environment(folder / "environment", progress)
            _install(pip, progress)
            complete.touch()
    return python


def _python_of(environment: Path) -> Path:
    if os.name == "nt":
        return environment / "Scripts" / "python.exe"
    return environment / "bin" / "python"


def script_of(python: Path, name: str) -> Path:
    """Return the path of the script `name` that an installed package put beside `python`."""
    return python.with_name(name)


def _make_environment(folder: Path, progress: Progress) -> list[str]:
    """Make an empty environment; return the command that is pip for it."""
    progress("Making Tryton's own Python environment")
    if _has("ensurepip"):
        run([sys.executable, "-m", "venv", str(folder)], "make a Python environment")
        return [str(_python_of(folder)), "-m", "pip"]
    if not _has("pip"):
        raise SetupError(
            "Tryton's environment cannot be made, because this Python has neither ensurepip nor "
            "pip. On Debian and Ubuntu install them with: apt-get install python3-venv python3-pip"
        )
    bare = [sys.executable, "-m", "venv", "--without-pip", str(folder)]
    run(bare, "make a Python environment")
    return [sys.executable, "-m", "pip", "--python", str(_python_of(folder))]


def _has(module: str) -> bool:
    probe = [sys.executable, "-c", f"import {module}"]
    return subprocess.run(probe, capture_output=True, check=False).returncode == 0


def _install(pip: list[str], progress: Progress) -> None:
    progress("Installing Tryton (42 packages, about 30 MB to download)")
    # Wheels only, by hash, and exactly what is listed: nothing of a package runs while installing.
    exactly = ["--no-deps", "--require-hashes", "--only-binary", ":all:", "-r", str(REQUIREMENTS)]
    quiet = ["--disable-pip-version-check", "--no-input", "--progress-bar", "off"]
    names = ("Collecting", "Installing")
    run(
        [*pip, "install", *quiet, *exactly],
        "install Tryton",
        lambda line: _tell(line, names, progress),
    )


def _tell(line: str, starts: tuple[str, ...], progress: Progress) -> None:
    if line.startswith(starts):
        progress("  " + line.split(" (from", maxsplit=1)[0][:76])


def run(
    command: list[str],
    purpose: str,
    each_line: Progress | None = None,
    environment: dict[str, str] | None = None,
) -> None:
    """Run `command` to its end, hand each line it writes to `each_line`.

    Raises:
        SetupError: it failed; the message holds the last lines it wrote.
    """
    lines: list[str] = []
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        env=environment,
    ) as process:
        for line in process.stdout or ():
            lines.append(line.rstrip())
            if each_line:
                each_line(lines[-1])
    if process.returncode:
        tail = "\n".join(lines[-_LAST_LINES:])
        raise SetupError(f"Could not {purpose}; the command answered:\n{tail}")
