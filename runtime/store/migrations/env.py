"""Knows how Alembic runs a migration: on the connection it is given. Must not open one itself."""

from __future__ import annotations

from alembic import context

from runtime.store import tables

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=tables.metadata,
    version_table=tables.version.name,
    render_as_batch=True,
    transactional_ddl=False,
)
context.run_migrations()
