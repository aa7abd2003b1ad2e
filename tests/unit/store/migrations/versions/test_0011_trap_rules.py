"""The table of rules comes and goes."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine, inspect

THIS = import_module("trishul.store.migrations.versions.0011_trap_rules")


def test_the_table_comes_and_goes(tmp_path: Path) -> None:
    with create_engine(f"sqlite:///{tmp_path / 'trishul.db'}").begin() as connection:
        with Operations.context(MigrationContext.configure(connection)):
            THIS.upgrade()
            columns = inspect(connection).get_columns("trap_rules")
            assert [each["name"] for each in columns] == ["id", "position", "document", "created_at", "updated_at"]
            THIS.downgrade()
        assert "trap_rules" not in inspect(connection).get_table_names()
