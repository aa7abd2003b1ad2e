"""The tables of the walker come and go."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine, inspect

THIS = import_module("trishul.store.migrations.versions.0007_walks")


def test_the_tables_come_and_go(tmp_path: Path) -> None:
    with create_engine(f"sqlite:///{tmp_path / 'trishul.db'}").begin() as connection:
        with Operations.context(MigrationContext.configure(connection)):
            THIS.upgrade()
            assert {"kept_walks", "kept_walk_chunks", "walk_targets", "walk_jobs", "walk_job_runs"} <= set(
                inspect(connection).get_table_names()
            )
            THIS.downgrade()
        assert set(inspect(connection).get_table_names()) <= {"sqlite_sequence"}
