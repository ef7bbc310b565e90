"""Knows the tables of messages between cases. Must not follow later changes.

Revises: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the tables."""
    op.create_table(
        "messages",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("sent", sa.BigInteger(), nullable=False),
        sa.Column("run_no", sa.BigInteger()),
        sa.PrimaryKeyConstraint("tenant", "message", name="pk_messages"),
    )
    where = sa.text("run_no IS NULL")
    op.create_index(
        "ix_messages_open",
        "messages",
        ["tenant", "name", "key", "sent"],
        sqlite_where=where,
        postgresql_where=where,
    )
    op.create_table(
        "awaits",
        sa.Column("run_no", sa.BigInteger(), nullable=False),
        sa.Column("token", sa.BigInteger(), nullable=False),
        sa.Column("port", sa.String(), nullable=False),
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("kept", sa.Boolean(create_constraint=False), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("run_no", "token", "port", name="pk_awaits"),
        sa.ForeignKeyConstraint(["run_no"], ["runs.no"], name="fk_awaits_run_no"),
    )
    op.create_index("ix_awaits_name", "awaits", ["tenant", "name", "key"])


def downgrade() -> None:
    """Drops the tables."""
    op.drop_table("awaits")
    op.drop_table("messages")
