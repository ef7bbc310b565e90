"""Knows the chain of table changes, walked by Alembic. Must not be imported where none is due."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

if TYPE_CHECKING:
    from sqlalchemy import Connection


def configuration(connection: Connection | None = None) -> Config:
    """Returns what Alembic's commands ask for; `env` takes the connection from it."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def known() -> set[str]:
    """Returns all revisions of the chain."""
    scripts = ScriptDirectory.from_config(configuration())
    return {script.revision for script in scripts.walk_revisions()}


def head() -> str | None:
    """Returns the newest revision of the chain."""
    return ScriptDirectory.from_config(configuration()).get_current_head()


def upgrade(connection: Connection) -> None:
    """Brings the tables to the newest revision, inside the transaction of the caller."""
    command.upgrade(configuration(connection), "head")
