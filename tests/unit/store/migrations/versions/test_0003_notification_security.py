"""Notifications of before the migration are still there after it, without what nobody had noted."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine, inspect, text

FIRST = import_module("trishul.store.migrations.versions.0001_first_tables")
THIS = import_module("trishul.store.migrations.versions.0003_notification_security")

OLD_ROW = text(
    "INSERT INTO notifications (received_at_ns, local_address, peer_address, version, pdu_kind, trap_oid, varbinds,"
    " raw, anomalies) VALUES (1, 'l', 'p', 1, 167, '1.3', x'', x'', '[]')"
)


def test_older_rows_keep_null_and_a_downgrade_keeps_the_rows(tmp_path: Path) -> None:
    with create_engine(f"sqlite:///{tmp_path / 'trishul.db'}").begin() as connection:
        with Operations.context(MigrationContext.configure(connection)):
            FIRST.upgrade()
            before = [column["name"] for column in inspect(connection).get_columns("notifications")]
            connection.execute(OLD_ROW)
            THIS.upgrade()
            query = "SELECT security_level, user_name, engine_id, context_engine_id, context_name FROM notifications"
            assert connection.execute(text(query)).all() == [(None,) * 5]
            THIS.downgrade()
        assert [column["name"] for column in inspect(connection).get_columns("notifications")] == before
        assert connection.execute(text("SELECT count(*) FROM notifications")).scalar_one() == 1
