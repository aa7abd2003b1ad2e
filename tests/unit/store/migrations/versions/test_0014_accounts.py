"""Who was a user before there were roles is an administrator afterwards."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine, inspect, text

THIS = import_module("trishul.store.migrations.versions.0014_accounts")


def test_users_become_administrators_and_tables_come_and_go(tmp_path: Path) -> None:
    with create_engine(f"sqlite:///{tmp_path / 'trishul.db'}").begin() as connection:
        for name in ("users", "sessions"):
            connection.execute(text(f"CREATE TABLE {name} (id INTEGER PRIMARY KEY)"))
        connection.execute(text("INSERT INTO users VALUES (1)"))
        with Operations.context(MigrationContext.configure(connection)):
            THIS.upgrade()
            assert connection.execute(text("SELECT role, is_disabled FROM users")).all() == [("administrator", 0)]
            connection.execute(text("INSERT INTO users (id) VALUES (2)"))
            assert connection.execute(text("SELECT role FROM users WHERE id = 2")).scalar() == "viewer"
            assert {"api_tokens", "audit_log", "login_failures"} <= set(inspect(connection).get_table_names())
            THIS.downgrade()
        assert set(inspect(connection).get_table_names()) == {"users", "sessions"}
