"""Knows the command `new-connector`: begin a connector. Must not know any system."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runtime.cli.beginning import beginning

if TYPE_CHECKING:
    from pathlib import Path


def _make(name: str) -> tuple[Path, tuple[str, ...]]:
    from runtime.cli.scaffold import new_connector

    return new_connector(name)


COMMAND = beginning(
    _make,
    what="connector",
    called="what connections call it",
    example=("new-connector", "our_crm"),
    where="connectors/catalog",
    suite="tests/connectors/test_catalog_entries.py",
)
