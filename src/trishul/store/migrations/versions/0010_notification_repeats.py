"""A stored notification can stand for several equal traps."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; NULL stands for one."""
    op.add_column("notifications", sa.Column("repeats", sa.Integer))


def downgrade() -> None:
    """Drop it; only tests go this way."""
    op.drop_column("notifications", "repeats")
