"""Values that managers set on simulated devices, kept over a restart."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "simulator_values",
        sa.Column("device", sa.String(255), primary_key=True),
        sa.Column("oid", sa.LargeBinary, primary_key=True),
        sa.Column("varbind", sa.LargeBinary),
    )


def downgrade() -> None:
    """Drop it; only tests go this way."""
    op.drop_table("simulator_values")
