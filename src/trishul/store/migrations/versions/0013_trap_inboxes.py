"""Isolated lists of notifications: each row is in one of them at most."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table, the column and its index; NULL stands for none."""
    op.create_table(
        "trap_inboxes",
        sa.Column("name", sa.String(64), primary_key=True),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("sealed", sa.LargeBinary),
        sa.Column("tag", sa.String(64), unique=True),
        sa.Column("after_id", sa.BigInteger, nullable=False),
    )
    op.add_column("notifications", sa.Column("inbox", sa.String(64)))
    op.create_index("ix_notifications_inbox", "notifications", ["inbox"], sqlite_where=sa.text("inbox IS NOT NULL"))


def downgrade() -> None:
    """Drop them; only tests go this way."""
    op.drop_index("ix_notifications_inbox", "notifications")
    op.drop_column("notifications", "inbox")
    op.drop_table("trap_inboxes")
