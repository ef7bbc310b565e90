"""Knows how a peer gets an environment of its own, once. Must not know what is measured in it.

It stands in the user's cache folder, or where the variable BATON_CACHE says, and holds exactly
what the peer's requirements file beside this module names, by hash.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

from filelock import FileLock
from platformdirs import user_cache_path

HERE = Path(__file__).resolve().parent
LAST_LINES = 12
QUIET = ["--disable-pip-version-check", "--no-input", "--progress-bar", "off"]
EXACTLY = ["--no-deps", "--require-hashes", "--only-binary", ":all:"]


class EnvironmentMissingError(Exception):
    """A peer could not be installed here; says what the installer wrote."""


def cache_folder() -> Path:
    """Returns Baton's folder among the user's caches."""
    chosen = os.environ.get("BATON_CACHE")
    if chosen:
        return Path(chosen).expanduser().resolve()
    return user_cache_path("baton", appauthor=False)


def environment_of(peer: str) -> Path:
    """Returns the Python that has the peer installed, after installing it if need be.

    Args:
        peer: its name; `<peer>-requirements.txt` stands beside this module.

    Raises:
        EnvironmentMissingError: it cannot be installed here.
    """
    requirements = HERE / f"{peer}-requirements.txt"
    key = hashlib.sha256(f"{sys.version_info[:2]} {sys.base_prefix}".encode())
    key.update(requirements.read_bytes().replace(b"\r\n", b"\n"))
    folder = cache_folder() / "benchmarks" / f"{peer}-{key.hexdigest()[:16]}"
    complete = folder / "complete"
    folder.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(f"{folder}.lock"):
        if not complete.exists():
            # One that stands half made is worth nothing.
            shutil.rmtree(folder, ignore_errors=True)
            _make(folder, requirements)
            complete.touch()
    return _python_of(folder)


def _python_of(folder: Path) -> Path:
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def _make(folder: Path, requirements: Path) -> None:
    """Makes the environment and fills it; a Python without ensurepip uses the pip outside."""
    whole = importlib.util.find_spec("ensurepip") is not None
    _run([sys.executable, "-m", "venv", *([] if whole else ["--without-pip"]), str(folder)])
    outside = [sys.executable, "-m", "pip", "--python", str(_python_of(folder))]
    pip = [str(_python_of(folder)), "-m", "pip"] if whole else outside
    _run([*pip, "install", *QUIET, *EXACTLY, "-r", str(requirements)])


def _run(command: list[str]) -> None:
    done = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    if done.returncode:
        told = "\n".join(done.stdout.splitlines()[-LAST_LINES:])
        raise EnvironmentMissingError(f"{' '.join(command[:4])} … failed:\n{told}")
