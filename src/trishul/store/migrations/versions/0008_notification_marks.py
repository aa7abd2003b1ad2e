"""Notifications can be marked, tagged and searched: severity, pins, what was read, tags, spans of what is indexed.

Searches can be saved.

Nothing is rewritten: what nobody has said about a row is NULL. The index of senders holds hosts instead of hosts with
ports, so that a sender with ever new ports is one entry to look for.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add columns and tables; the index of senders is built anew."""
    op.add_column("notifications", sa.Column("severity", sa.Integer))
    op.add_column("notifications", sa.Column("is_pinned", sa.Boolean))
    op.add_column("notifications", sa.Column("is_read", sa.Boolean))
    host = sa.Computed("rtrim(peer_address, '0123456789')", persisted=False)
    op.add_column("notifications", sa.Column("peer_host", sa.Text, host))
    op.drop_index("ix_notifications_peer_address", "notifications")
    op.create_index("ix_notifications_peer_host", "notifications", ["peer_host"])
    op.create_index(
        "ix_notifications_pinned", "notifications", ["is_pinned"], sqlite_where=sa.text("is_pinned IS NOT NULL")
    )
    op.create_table(
        "notification_tags",
        sa.Column("tag", sa.String(64), primary_key=True),
        sa.Column("notification_id", sa.BigInteger, primary_key=True),
    )
    op.create_index("ix_notification_tags_notification_id", "notification_tags", ["notification_id"])
    op.create_table(
        "notification_spans",
        sa.Column("last_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("first_id", sa.BigInteger, nullable=False),
        sa.Column("earliest_ns", sa.BigInteger, nullable=False),
        sa.Column("latest_ns", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "notification_searches",
        sa.Column("name", sa.String(64), primary_key=True),
        sa.Column("query", sa.Text, nullable=False),
        sa.Column("updated_at", sa.Float, nullable=False),
    )


def downgrade() -> None:
    """Drop them; only tests go this way."""
    op.drop_table("notification_searches")
    op.drop_table("notification_spans")
    op.drop_table("notification_tags")
    op.drop_index("ix_notifications_pinned", "notifications")
    op.drop_index("ix_notifications_peer_host", "notifications")
    op.create_index("ix_notifications_peer_address", "notifications", ["peer_address"])
    for name in ("peer_host", "is_read", "is_pinned", "severity"):
        op.drop_column("notifications", name)
