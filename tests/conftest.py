"""Sets the rules every test runs under. Must not know what any of them tests."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings

LOOPBACK = ["127.0.0.1", "::1", "localhost"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--slow", action="store_true", help="also run the tests marked slow")


def pytest_configure(config: pytest.Config) -> None:
    del config
    # Without a display Qt would abort the whole test process.
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    quiet = [HealthCheck.too_slow]
    settings.register_profile("desk", deadline=None, suppress_health_check=quiet)
    settings.register_profile("ci", deadline=None, derandomize=True, suppress_health_check=quiet)
    settings.load_profile("ci" if in_ci() else "desk")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--slow") or in_ci():
        return
    skip = pytest.mark.skip(reason="slow: run with --slow")
    for item in items:
        if item.get_closest_marker("slow"):
            item.add_marker(skip)


def in_ci() -> bool:
    """Whether the environment says that this is a continuous-integration run."""
    return os.environ.get("CI", "").lower() in {"1", "true", "yes"}
