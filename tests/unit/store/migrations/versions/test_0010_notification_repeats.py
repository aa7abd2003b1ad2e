"""The number of equal traps comes and goes; rows that are there stand for one each."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine, inspect, text

THIS = import_module("trishul.store.migrations.versions.0010_notification_repeats")


def test_the_column_comes_and_goes(tmp_path: Path) -> None:
    with create_engine(f"sqlite:///{tmp_path / 'trishul.db'}").begin() as connection:
        connection.execute(text("CREATE TABLE notifications (id INTEGER PRIMARY KEY)"))
        connection.execute(text("INSERT INTO notifications VALUES (1)"))
        with Operations.context(MigrationContext.configure(connection)):
            THIS.upgrade()
            assert connection.execute(text("SELECT repeats FROM notifications")).all() == [(None,)]
            THIS.downgrade()
        assert [each["name"] for each in inspect(connection).get_columns("notifications")] == ["id"]
