"""Schema migrations, run in order at every start by Alembic.

Owns how an older file becomes a current one. Does not own today's shape (`store.tables`; a test compares both). A
released migration is never edited: a change of schema is a new file in `versions/`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine
from sqlalchemy.engine import URL
from sqlalchemy.pool import NullPool

KeepCopy = Callable[[str], None]


def keep_none(_schema: str) -> None:
    """Where a copy is nobody's wish: a database that is being made."""


class SchemaTooNew(Exception):
    """The file was written by a later version of this program."""


def known_schemas() -> frozenset[str]:
    """Those that can be brought up to date, the newest among them."""
    return frozenset(script.revision for script in _scripts().walk_revisions())


@cache
def _scripts() -> ScriptDirectory:
    """All migrations, read once: a process may open many databases."""
    return ScriptDirectory.from_config(_configuration())


def _configuration() -> Config:
    config = Config()
    config.set_main_option("script_location", "trishul.store:migrations")
    return config


def upgrade(url: URL, keep_copy: KeepCopy = keep_none) -> None:
    """Bring the database at `url` (a synchronous driver) to the newest schema; blocks while it works.

    `keep_copy` is told the older schema of a database that is about to be changed.
    """
    scripts = _scripts()
    engine = create_engine(url, poolclass=NullPool)
    try:
        with engine.connect() as connection:
            found = MigrationContext.configure(connection).get_current_revision()
            known = {script.revision for script in scripts.walk_revisions()}
            if found is not None and found not in known:
                raise SchemaTooNew(f"written by a newer version of Trishul SNMP (schema {found}). Install that version")
            if found == scripts.get_current_head():
                return
            connection.rollback()
            if found is not None:
                keep_copy(found)
            config = _configuration()
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            connection.commit()
    finally:
        engine.dispose()
