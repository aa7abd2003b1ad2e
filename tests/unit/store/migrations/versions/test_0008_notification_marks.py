"""Notifications get marks; those stored before keep their senders and have no marks."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine, inspect, text

THIS = import_module("trishul.store.migrations.versions.0008_notification_marks")


def test_columns_and_tables_come_and_go(tmp_path: Path) -> None:
    with create_engine(f"sqlite:///{tmp_path / 'trishul.db'}").begin() as connection:
        connection.execute(text("CREATE TABLE notifications (id INTEGER PRIMARY KEY, peer_address TEXT NOT NULL)"))
        connection.execute(text("CREATE INDEX ix_notifications_peer_address ON notifications (peer_address)"))
        connection.exec_driver_sql("INSERT INTO notifications VALUES (1, '[fe80::1]:50123')")
        with Operations.context(MigrationContext.configure(connection)):
            THIS.upgrade()
            found = connection.execute(text("SELECT peer_host, severity, is_pinned, is_read FROM notifications")).one()
            assert tuple(found) == ("[fe80::1]:", None, None, None)
            THIS.downgrade()
        assert inspect(connection).get_table_names() == ["notifications"]
        assert [column["name"] for column in inspect(connection).get_columns("notifications")] == ["id", "peer_address"]
