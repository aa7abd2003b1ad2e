"""The tables of destinations and their outbox come and go."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine, inspect

THIS = import_module("trishul.store.migrations.versions.0012_trap_outbox")
TABLES = {"trap_destinations", "trap_outbox", "trap_outbox_totals"}


def test_the_tables_come_and_go(tmp_path: Path) -> None:
    with create_engine(f"sqlite:///{tmp_path / 'trishul.db'}").begin() as connection:
        with Operations.context(MigrationContext.configure(connection)):
            THIS.upgrade()
            assert set(inspect(connection).get_table_names()) == TABLES
            THIS.downgrade()
        assert inspect(connection).get_table_names() == []
