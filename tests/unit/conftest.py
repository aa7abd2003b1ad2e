"""Fixtures of several unit tests: a database and a workbench in a fresh directory, and hashing that costs nothing."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from pydantic import SecretStr

from tests.unit.migrated_database import give_database
from tests.unit.pool_here import pool_for
from tests.unit.small_library import SmallBuilder, make_archive
from trishul.library import building
from trishul.library.building import build_library
from trishul.library.sources import LibraryPlaces
from trishul.services.accounts.passwords import PasswordKeeper
from trishul.services.configuration import Configuration
from trishul.services.mibs.builder import BuildReport, LibraryBuilder, OnProgress
from trishul.services.workbench import Workbench
from trishul.store.database import Database

ADMIN_PASSWORD = "correct horse"


@pytest.fixture(autouse=True, scope="session")
def _builds_without_processes() -> Iterator[None]:
    """Of MIB libraries, unless a test asks for several."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(building, "WorkerPool", pool_for)
        yield


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'data' / 'trishul.db'}"


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    give_database(Path(database_url.removeprefix("sqlite:///")))
    opened = await Database.open(database_url)
    yield opened
    await opened.close()


@pytest.fixture
async def passwords() -> PasswordKeeper:
    return PasswordKeeper(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture
def configuration(tmp_path: Path) -> Configuration:
    return Configuration(data_dir=tmp_path / "data", snmp_port=0, trap_port=0, admin_password=SecretStr(ADMIN_PASSWORD))


class IdleBuilder(LibraryBuilder):
    """Leaves the MIB library as it is: what it builds is tested where it is built."""

    async def build(self, on_progress: OnProgress) -> BuildReport:
        return BuildReport(0)

    async def find_current(self) -> BuildReport | None:
        return BuildReport(0)


@pytest.fixture
def idle_builder(configuration: Configuration) -> LibraryBuilder:
    return IdleBuilder(configuration.data_dir)


@pytest.fixture
async def workbench(
    configuration: Configuration, passwords: PasswordKeeper, idle_builder: LibraryBuilder
) -> AsyncIterator[Workbench]:
    """A real one with nothing started and no MIB library."""
    give_database(configuration.data_dir / "trishul.db")
    opened = await Workbench.open(configuration, passwords, idle_builder)
    yield opened
    await opened.close()


@pytest.fixture(scope="session")
def small_archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_archive(tmp_path_factory.mktemp("standard") / "standard.zip")


@pytest.fixture(scope="session")
def small_index(tmp_path_factory: pytest.TempPathFactory, small_archive: Path) -> Path:
    """The folder of a library that was built once; copy it into a data directory."""
    places = LibraryPlaces(tmp_path_factory.mktemp("small"), small_archive)
    build_library(places, on_progress=lambda _: None, processes=1)
    return places.index.parent


@pytest.fixture
async def mib_workbench(
    configuration: Configuration, passwords: PasswordKeeper, small_archive: Path, small_index: Path
) -> AsyncIterator[Workbench]:
    """A real one with a library of a few standard modules."""
    give_database(configuration.data_dir / "trishul.db")
    shutil.copytree(small_index, configuration.data_dir / small_index.name)
    builder = SmallBuilder(configuration.data_dir, small_archive)
    opened = await Workbench.open(configuration, passwords, builder)
    yield opened
    await opened.close()
