"""A data directory with one administrator, and the way to run `trishul admin` on it."""

from __future__ import annotations

import asyncio
from pathlib import Path

from click.testing import CliRunner, Result

from tests.unit.migrated_database import give_database
from trishul.cli.admin import admin
from trishul.services.accounts.roles import Role
from trishul.store.database import Database
from trishul.store.users import add_user


def make_directory(place: Path) -> Path:
    """With the user `admin`, whose password nobody knows."""

    async def prepare() -> None:
        database = await Database.open(f"sqlite:///{place / 'trishul.db'}")
        async with database.write() as connection:
            await add_user(connection, "admin", "no hash", 1.0, Role.ADMINISTRATOR)
        await database.close()

    give_database(place / "trishul.db")
    asyncio.run(prepare())
    return place


def run_admin(data_dir: Path, *words: str, typed: str | None = None) -> Result:
    """The outcome of one command."""
    return CliRunner().invoke(admin, [*words, "--data-dir", str(data_dir)], input=typed)
