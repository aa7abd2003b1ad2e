"""Overrides of the default device move into a table of all agents' overrides."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine, inspect, text

THIS = import_module("trishul.store.migrations.versions.0006_agent_overrides")


def test_the_table_comes_with_what_was_saved_before_and_goes(tmp_path: Path) -> None:
    with create_engine(f"sqlite:///{tmp_path / 'trishul.db'}").begin() as connection:
        connection.execute(text("CREATE TABLE settings (name VARCHAR(128) PRIMARY KEY, value TEXT NOT NULL)"))
        saved = {"simulator.overrides": '{"1.3.6.1.9.0":1}', "simulator.overrides.meant": "{}", "other": "1"}
        rows = [{"name": name, "value": value} for name, value in saved.items()]
        connection.execute(text("INSERT INTO settings VALUES (:name, :value)"), rows)
        with Operations.context(MigrationContext.configure(connection)):
            THIS.upgrade()
            moved = connection.execute(text("SELECT agent, given, meant FROM agent_overrides")).all()
            assert [tuple(row) for row in moved] == [("default", '{"overrides":{"1.3.6.1.9.0":1}}', '{"by_key":{}}')]
            assert connection.execute(text("SELECT name FROM settings")).scalars().all() == ["other"]
            THIS.downgrade()
        assert inspect(connection).get_table_names() == ["settings"]
