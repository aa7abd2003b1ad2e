"""Migrations lead to exactly the tables that the queries are written against."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine, make_url
from sqlalchemy.exc import OperationalError

from trishul.store.migrations import known_schemas, upgrade
from trishul.store.tables import metadata


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'trishul.db'}"


def test_migrated_tables_are_those_of_the_code(url: str) -> None:
    upgrade(make_url(url))
    with create_engine(url).connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_an_older_schema_is_told_before_it_changes_and_a_new_one_is_not(url: str) -> None:
    told: list[str] = []
    upgrade(make_url(url), told.append)
    assert told == []
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM alembic_version")
        connection.exec_driver_sql(f"INSERT INTO alembic_version VALUES ('{min(known_schemas())}')")
    engine.dispose()
    with pytest.raises(OperationalError):  # the later tables are there already
        upgrade(make_url(url), told.append)
    assert told == [min(known_schemas())]


def test_a_second_run_changes_nothing(url: str) -> None:
    upgrade(make_url(url))
    before = Path(url.removeprefix("sqlite:///")).read_bytes()
    upgrade(make_url(url))
    assert Path(url.removeprefix("sqlite:///")).read_bytes() == before
