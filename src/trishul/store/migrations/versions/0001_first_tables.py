"""The first tables: users, sessions, settings, counters, notifications."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create all tables of the first version."""
    op.create_table(
        "users",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String(128), nullable=False, unique=True),
        sa.Column("password_hash", sa.Text, nullable=False),
        sa.Column("created_at", sa.Float, nullable=False),
        sa.Column("password_changed_at", sa.Float, nullable=False),
    )
    op.create_table(
        "sessions",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("token_hash", sa.LargeBinary(32), nullable=False, unique=True),
        sa.Column("user_id", sa.Integer, sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
        sa.Column("created_at", sa.Float, nullable=False),
        sa.Column("last_used_at", sa.Float, nullable=False),
    )
    op.create_index("ix_sessions_user_id", "sessions", ["user_id"])
    op.create_table(
        "settings",
        sa.Column("name", sa.String(128), primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )
    op.create_table(
        "counters",
        sa.Column("module", sa.String(64), primary_key=True),
        sa.Column("name", sa.String(64), primary_key=True),
        sa.Column("value", sa.Float, nullable=False),
    )
    _create_notifications()


def _create_notifications() -> None:
    op.create_table(
        "notifications",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True),
        sa.Column("received_at_ns", sa.BigInteger, nullable=False),
        sa.Column("local_address", sa.Text, nullable=False),
        sa.Column("peer_address", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("pdu_kind", sa.Integer, nullable=False),
        sa.Column("trap_oid", sa.Text, nullable=False),
        sa.Column("uptime", sa.BigInteger),
        sa.Column("agent_address", sa.Text),
        sa.Column("enterprise", sa.Text),
        sa.Column("varbinds", sa.LargeBinary, nullable=False),
        sa.Column("raw", sa.LargeBinary, nullable=False),
        sa.Column("anomalies", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_notifications_trap_oid", "notifications", ["trap_oid"])
    op.create_index("ix_notifications_peer_address", "notifications", ["peer_address"])


def downgrade() -> None:
    """Drop everything; only tests go this way."""
    for name in ("notifications", "counters", "settings", "sessions", "users"):
        op.drop_table(name)
