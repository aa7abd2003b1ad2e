"""Notifications know how they came by SNMPv3; those stored before keep NULL."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_COLUMNS = ("security_level", "user_name", "engine_id", "context_engine_id", "context_name")


def upgrade() -> None:
    """Add the columns; no row is rewritten."""
    for name in _COLUMNS:
        op.add_column("notifications", sa.Column(name, sa.Integer if name == "security_level" else sa.Text))


def downgrade() -> None:
    """Drop them; only tests go this way."""
    for name in reversed(_COLUMNS):
        op.drop_column("notifications", name)
