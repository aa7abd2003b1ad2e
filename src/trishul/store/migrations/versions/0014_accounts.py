"""Users have roles, sessions say where they are, programs have tokens, and what is done is written down."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add columns and tables; whoever is a user already, could do everything and still can."""
    op.add_column("users", sa.Column("role", sa.String(16), nullable=False, server_default="viewer"))
    op.add_column("users", sa.Column("is_disabled", sa.Boolean, nullable=False, server_default=sa.text("0")))
    op.execute("UPDATE users SET role = 'administrator'")
    op.add_column("sessions", sa.Column("address", sa.String(64), nullable=False, server_default=""))
    op.add_column("sessions", sa.Column("user_agent", sa.Text, nullable=False, server_default=""))
    _create_api_tokens()
    op.create_table(
        "login_failures",
        sa.Column("kind", sa.String(16), primary_key=True),
        sa.Column("name", sa.String(128), primary_key=True),
        sa.Column("count", sa.Integer, nullable=False),
        sa.Column("last_at", sa.Float, nullable=False),
        sa.Column("blocked_until", sa.Float, nullable=False),
    )
    op.create_table(
        "audit_log",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("at", sa.Float, nullable=False),
        sa.Column("user_name", sa.String(128), nullable=False),
        sa.Column("address", sa.String(64), nullable=False),
        sa.Column("action", sa.String(64), nullable=False),
        sa.Column("target", sa.Text, nullable=False),
        sa.Column("outcome", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )


def _create_api_tokens() -> None:
    op.create_table(
        "api_tokens",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("token_hash", sa.LargeBinary(32), nullable=False, unique=True),
        sa.Column("user_id", sa.Integer, sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("created_at", sa.Float, nullable=False),
        sa.Column("expires_at", sa.Float),
        sa.Column("last_used_at", sa.Float),
    )
    op.create_index("ix_api_tokens_user_id", "api_tokens", ["user_id"])


def downgrade() -> None:
    """Drop them; only tests go this way."""
    for name in ("audit_log", "login_failures", "api_tokens"):
        op.drop_table(name)
    for table, column in (
        ("sessions", "user_agent"), ("sessions", "address"), ("users", "is_disabled"), ("users", "role")
    ):  # fmt: skip
        op.drop_column(table, column)
