"""Inboxes come and go; rows that are there are in none."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine, inspect, text

THIS = import_module("trishul.store.migrations.versions.0013_trap_inboxes")


def test_the_table_the_column_and_its_index_come_and_go(tmp_path: Path) -> None:
    with create_engine(f"sqlite:///{tmp_path / 'trishul.db'}").begin() as connection:
        connection.execute(text("CREATE TABLE notifications (id INTEGER PRIMARY KEY)"))
        connection.execute(text("INSERT INTO notifications VALUES (1)"))
        with Operations.context(MigrationContext.configure(connection)):
            THIS.upgrade()
            assert connection.execute(text("SELECT inbox FROM notifications")).all() == [(None,)]
            assert inspect(connection).get_indexes("notifications")[0]["name"] == "ix_notifications_inbox"
            THIS.downgrade()
        assert inspect(connection).get_table_names() == ["notifications"]
        assert [each["name"] for each in inspect(connection).get_columns("notifications")] == ["id"]
