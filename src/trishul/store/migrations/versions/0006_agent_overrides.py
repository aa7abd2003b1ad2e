"""Overrides of every simulated agent; those of the default device were settings before."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_GIVEN, _MEANT = "simulator.overrides", "simulator.overrides.meant"


def upgrade() -> None:
    """Create the table and move what there is into it."""
    table = op.create_table(
        "agent_overrides",
        sa.Column("agent", sa.String(64), primary_key=True),
        sa.Column("given", sa.Text, nullable=False),
        sa.Column("meant", sa.Text, nullable=False),
    )
    settings = sa.table("settings", sa.column("name", sa.String), sa.column("value", sa.Text))
    found = op.get_bind().execute(sa.select(settings).where(settings.c.name.in_((_GIVEN, _MEANT))))
    saved = {row.name: row.value for row in found}
    if _GIVEN in saved:
        given, meant = saved[_GIVEN], saved.get(_MEANT, "{}")
        texts = {"given": f'{{"overrides":{given}}}', "meant": f'{{"by_key":{meant}}}'}
        op.bulk_insert(table, [{"agent": "default"} | texts])
    op.execute(settings.delete().where(settings.c.name.in_((_GIVEN, _MEANT))))


def downgrade() -> None:
    """Drop it; only tests go this way."""
    op.drop_table("agent_overrides")
