"""Sets the rules for all tests of the designer, and gives those that want it a real engine.

Must not know what any of them tests.
"""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from designer.run_bridge.engine import Engine

_MUCH = 20_000
"""New objects after which a test is followed by a look for garbage."""


@pytest.fixture(autouse=True)
def garbage_in_this_thread() -> Iterator[None]:
    """Looks for garbage between tests alone, in the thread of the widgets.

    Any thread that makes an object may be the one that looks: one that keeps a journal would take
    the widgets of the test before apart, and the process would end.
    """
    is_on = gc.isenabled()
    gc.disable()
    yield
    if gc.get_count()[0] > _MUCH:
        gc.collect(1)
    if is_on:
        gc.enable()


@pytest.fixture
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the settings and data of this person lie: nothing is there yet."""
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    return tmp_path


@pytest.fixture
def no_keychain(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets this machine have no place for secrets."""
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")


@pytest.fixture
def url(own_folders: Path) -> str:
    """A journal of its own."""
    return f"sqlite:///{own_folders / 'runs.sqlite'}"


@pytest.fixture
def engine(url: str, qtbot: QtBot) -> Iterator[Engine]:
    """The real engine; its process starts with the first thing that it is asked."""
    from designer.run_bridge.engine import Engine

    del qtbot
    made = Engine(url)
    yield made
    made.close()
    made.deleteLater()
