"""`trishul admin reset-password`: asked for, read or made up, never an argument."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from argon2.profiles import CHEAPEST
from click.testing import CliRunner, Result

from trishul.cli.reset_password import reset_password_command
from trishul.errors import InvalidInput
from trishul.services.accounts.administrator import ensure_administrator
from trishul.services.accounts.passwords import PasswordKeeper
from trishul.store.database import Database
from trishul.store.users import get_first_user


@pytest.fixture(autouse=True)
def _cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the command too: what a hash costs is no matter here."""
    monkeypatch.setattr(PasswordKeeper.__init__, "__defaults__", (PasswordHasher.from_parameters(CHEAPEST),))


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    async def prepare() -> None:
        database = await Database.open(f"sqlite:///{tmp_path / 'trishul.db'}")
        await ensure_administrator(database, PasswordKeeper(), "admin", "first password")
        await database.close()

    asyncio.run(prepare())
    return tmp_path


def reset(data_dir: Path, *arguments: str, typed: str | None = None) -> Result:
    return CliRunner().invoke(reset_password_command, ["--data-dir", str(data_dir), *arguments], input=typed)


def fits(data_dir: Path, password: str) -> bool:
    async def check() -> bool:
        database = await Database.open(f"sqlite:///{data_dir / 'trishul.db'}")
        async with database.read() as connection:
            user = await get_first_user(connection)
        await database.close()
        return await PasswordKeeper().verify(user.password_hash, password)

    return asyncio.run(check())


def test_the_password_is_read_from_standard_input(data_dir: Path) -> None:
    outcome = reset(data_dir, typed="second password\n")
    assert outcome.exit_code == 0
    assert outcome.output == "The password of admin is changed.\n"
    assert fits(data_dir, "second password")


def test_a_made_up_password_is_printed(data_dir: Path) -> None:
    outcome = reset(data_dir, "--generate")
    assert fits(data_dir, outcome.output.split()[-1])


@pytest.mark.parametrize(
    ("arguments", "typed", "words"),
    [((), "short\n", "at least 8"), (("--user", "nobody"), "long enough\n", "no user nobody")],
)
def test_what_cannot_be_done_is_said(data_dir: Path, arguments: tuple[str, ...], typed: str, words: str) -> None:
    outcome = reset(data_dir, *arguments, typed=typed)
    assert isinstance(outcome.exception, InvalidInput)
    assert words in str(outcome.exception)
    assert fits(data_dir, "first password")


def test_without_a_database_none_is_made(tmp_path: Path) -> None:
    outcome = reset(tmp_path / "nowhere", typed="long enough\n")
    assert isinstance(outcome.exception, InvalidInput)
    assert not (tmp_path / "nowhere").exists()


def test_there_is_no_option_for_the_password() -> None:
    assert "--password" not in CliRunner().invoke(reset_password_command, ["--help"]).output
