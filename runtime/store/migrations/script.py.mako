"""${message}

Revises: ${down_revision | comma,n}
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Brings the tables forward."""
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    """Brings the tables back."""
    ${downgrades if downgrades else "pass"}
