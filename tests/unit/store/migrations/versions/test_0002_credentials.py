"""The table of credentials can be made and taken away."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine, inspect

MIGRATION = import_module("trishul.store.migrations.versions.0002_credentials")


def test_downgrade_takes_away_what_upgrade_made(tmp_path: Path) -> None:
    with create_engine(f"sqlite:///{tmp_path / 'trishul.db'}").begin() as connection:
        with Operations.context(MigrationContext.configure(connection)):
            MIGRATION.upgrade()
            assert inspect(connection).get_table_names() == ["credentials"]
            MIGRATION.downgrade()
        assert inspect(connection).get_table_names() == []
