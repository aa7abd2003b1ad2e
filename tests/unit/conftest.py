"""Fixtures of several unit tests: a database and a workbench in a fresh directory, and hashing that costs nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from pydantic import SecretStr

from trishul.services.configuration import Configuration
from trishul.services.passwords import PasswordKeeper
from trishul.services.workbench import Workbench
from trishul.store.database import Database

ADMIN_PASSWORD = "correct horse"


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'data' / 'trishul.db'}"


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    opened = await Database.open(database_url)
    yield opened
    await opened.close()


@pytest.fixture
async def passwords() -> PasswordKeeper:
    return PasswordKeeper(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture
def configuration(tmp_path: Path) -> Configuration:
    return Configuration(data_dir=tmp_path / "data", snmp_port=0, trap_port=0, admin_password=SecretStr(ADMIN_PASSWORD))


@pytest.fixture
async def workbench(configuration: Configuration, passwords: PasswordKeeper) -> AsyncIterator[Workbench]:
    """A real one with nothing started."""
    opened = await Workbench.open(configuration, passwords)
    yield opened
    await opened.close()
