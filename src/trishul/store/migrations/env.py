"""Alembic's entry: runs the migrations on the connection that `upgrade` handed over."""

from __future__ import annotations

from alembic import context

from trishul.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,  # SQLite changes tables only by copying them
    transactional_ddl=True,
)

with context.begin_transaction():
    context.run_migrations()
