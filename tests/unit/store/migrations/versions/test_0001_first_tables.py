"""The first migration can be undone."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine, inspect

FIRST = import_module("trishul.store.migrations.versions.0001_first_tables")


def test_downgrade_takes_away_what_upgrade_made(tmp_path: Path) -> None:
    with create_engine(f"sqlite:///{tmp_path / 'trishul.db'}").begin() as connection:
        with Operations.context(MigrationContext.configure(connection)):
            FIRST.upgrade()
            made = set(inspect(connection).get_table_names()) - {"sqlite_sequence"}
            assert made == {"users", "sessions", "settings", "counters", "notifications"}
            FIRST.downgrade()
        assert set(inspect(connection).get_table_names()) <= {"sqlite_sequence"}
