"""Destinations that notifications are forwarded to, and the outbox of what is on its way there."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_OF_DESTINATION = "trap_destinations.id"


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "trap_destinations",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("name", sa.String(64), nullable=False, unique=True),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("created_at", sa.Float, nullable=False),
        sa.Column("updated_at", sa.Float, nullable=False),
    )
    op.create_table(
        "trap_outbox",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("key", sa.String(32), nullable=False),
        sa.Column("destination_id", sa.String(32), sa.ForeignKey(_OF_DESTINATION, ondelete="CASCADE"), nullable=False),
        sa.Column("notification_id", sa.BigInteger, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Column("octets", sa.Integer, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("created_at", sa.Float, nullable=False),
        sa.Column("give_up_at", sa.Float, nullable=False),
        sa.Column("next_attempt_at", sa.Float, nullable=False),
        sa.Column("last_attempt_at", sa.Float),
        sa.Column("outcome", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_trap_outbox_due", "trap_outbox", ["destination_id", "state", "next_attempt_at"])
    op.create_table(
        "trap_outbox_totals",
        sa.Column(
            "destination_id", sa.String(32), sa.ForeignKey(_OF_DESTINATION, ondelete="CASCADE"), primary_key=True
        ),
        sa.Column("delivered", sa.Integer, nullable=False),
        sa.Column("failed", sa.Integer, nullable=False),
        sa.Column("refused", sa.Integer, nullable=False),
    )


def downgrade() -> None:
    """Drop them; only tests go this way."""
    op.drop_table("trap_outbox_totals")
    op.drop_table("trap_outbox")
    op.drop_table("trap_destinations")
