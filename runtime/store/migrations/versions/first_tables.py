"""Knows the tables of the first journal. Must not follow later changes.

Revises: nothing
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the tables."""
    _runs()
    _events()
    _tasks()
    for name, key, kind in (
        ("plans", "digest", sa.String()),
        ("blobs", "digest", sa.LargeBinary()),
    ):
        op.create_table(
            name,
            sa.Column("tenant", sa.String(), nullable=False),
            sa.Column(key, kind, nullable=False),
            sa.Column("body", sa.LargeBinary(), nullable=False),
            sa.PrimaryKeyConstraint("tenant", key, name=f"pk_{name}"),
        )
    op.create_table(
        "triggers",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("dedupe", sa.String(), nullable=False),
        sa.Column("run_no", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "dedupe", name="pk_triggers"),
        sa.ForeignKeyConstraint(["run_no"], ["runs.no"], name="fk_triggers_run_no"),
    )


def _runs() -> None:
    op.create_table(
        "runs",
        sa.Column("no", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True),
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("run", sa.String(), nullable=False),
        sa.Column("definition", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("requester", sa.String(), nullable=False),
        sa.Column("environment", sa.String(), nullable=False),
        sa.Column("started", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("wake_at", sa.BigInteger()),
        sa.Column("incidents", sa.Integer(), nullable=False),
        sa.Column("host", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("no", name="pk_runs"),
        sa.UniqueConstraint("tenant", "run", name="uq_runs_tenant_run"),
    )
    op.create_index("ix_runs_started", "runs", ["tenant", "started"])
    _partial("ix_runs_wake", "runs", ["tenant", "wake_at"], "wake_at IS NOT NULL")
    _partial("ix_runs_open", "runs", ["tenant", "host"], "status = 'running'")
    _partial("ix_runs_key", "runs", ["tenant", "key", "started"], "key <> ''")


def _events() -> None:
    op.create_table(
        "events",
        sa.Column("run_no", sa.BigInteger(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("run_no", "seq", name="pk_events"),
    )


def _tasks() -> None:
    op.create_table(
        "tasks",
        sa.Column("run_no", sa.BigInteger(), nullable=False),
        sa.Column("task", sa.String(), nullable=False),
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("assignees", sa.String(), nullable=False),
        sa.Column("outcomes", sa.String(), nullable=False),
        sa.Column("form", sa.LargeBinary(), nullable=False),
        sa.Column("facts", sa.LargeBinary(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("opened", sa.BigInteger(), nullable=False),
        sa.Column("due", sa.BigInteger()),
        sa.Column("not_allowed", sa.String(), nullable=False),
        sa.Column("overdue", sa.Boolean(create_constraint=False), nullable=False),
        sa.PrimaryKeyConstraint("run_no", "task", name="pk_tasks"),
        sa.ForeignKeyConstraint(["run_no"], ["runs.no"], name="fk_tasks_run_no"),
    )
    _partial("ix_tasks_open", "tasks", ["tenant", "opened"], "status = 'open'")


def _partial(name: str, table: str, columns: list[str], where: str) -> None:
    op.create_index(
        name, table, columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where)
    )


def downgrade() -> None:
    """Drops the tables."""
    for name in ("triggers", "blobs", "plans", "tasks", "events", "runs"):
        op.drop_table(name)
