"""Targets, kept walks and jobs of the walker."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_DOCUMENTS = ("walk_targets", "walk_jobs")


def upgrade() -> None:
    """Create the tables."""
    for name in _DOCUMENTS:
        op.create_table(
            name,
            sa.Column("id", sa.String(32), primary_key=True),
            sa.Column("name", sa.String(64), nullable=False, unique=True),
            sa.Column("document", sa.Text, nullable=False),
            sa.Column("revision", sa.Integer, nullable=False),
            sa.Column("created_at", sa.Float, nullable=False),
            sa.Column("updated_at", sa.Float, nullable=False),
        )
    _create_kept_walks()
    op.create_table(
        "walk_job_runs",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("job_id", sa.String(32), sa.ForeignKey("walk_jobs.id", ondelete="CASCADE"), nullable=False),
        sa.Column("started_at", sa.Float, nullable=False),
        sa.Column("elapsed_s", sa.Float),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("rows", sa.Integer, nullable=False),
        sa.Column("code", sa.Text),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("walk_id", sa.Integer),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_walk_job_runs_job_id", "walk_job_runs", ["job_id"])


def _create_kept_walks() -> None:
    op.create_table(
        "kept_walks",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("target", sa.Text, nullable=False),
        sa.Column("root", sa.Text, nullable=False),
        sa.Column("started_at", sa.Float, nullable=False),
        sa.Column("elapsed_s", sa.Float, nullable=False),
        sa.Column("rows", sa.Integer, nullable=False),
        sa.Column("octets", sa.Integer, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("tags", sa.Text, nullable=False),
        sa.Column("is_pinned", sa.Integer, nullable=False),
        sa.Column("job_id", sa.String(32)),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_kept_walks_job_id", "kept_walks", ["job_id"])
    op.create_table(
        "kept_walk_chunks",
        sa.Column("walk_id", sa.Integer, sa.ForeignKey("kept_walks.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("first_row", sa.Integer, primary_key=True),
        sa.Column("rows", sa.Integer, nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
    )


def downgrade() -> None:
    """Drop them; only tests go this way."""
    for name in ("walk_job_runs", "kept_walk_chunks", "kept_walks", *_DOCUMENTS):
        op.drop_table(name)
