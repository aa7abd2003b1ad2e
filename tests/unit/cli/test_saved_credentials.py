"""Credentials of the data directory, read by a command."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from trishul.cli.saved_credentials import load_named
from trishul.errors import InvalidInput
from trishul.protocol.security.secrets import Secret
from trishul.services.bus import Bus
from trishul.services.credentials.credentials import Credentials
from trishul.services.credentials.forms import CredentialDraft
from trishul.services.credentials.secret_box import KEY_FILE
from trishul.services.user_texts import UserText
from trishul.store.database import Database


async def save(folder: Path, *drafts: CredentialDraft) -> None:
    database = await Database.open(f"sqlite:///{folder / 'trishul.db'}")
    try:
        credentials = Credentials(database, folder, Bus())
        await credentials.open()
        for draft in drafts:
            await credentials.create(draft)
    finally:
        await database.close()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data directory with a user and a community."""
    monkeypatch.delenv("TRISHUL_DATABASE_URL", raising=False)
    user = UserText("bert", auth_protocol="SHA-256", auth_secret=Secret("maplesyrup"), context="blue")
    asyncio.run(
        save(
            tmp_path,
            CredentialDraft("core", "user", user=user),
            CredentialDraft("lab", "community", community=Secret("private-lab")),
        )
    )
    return tmp_path


def test_they_come_by_name_in_the_order_asked_for(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lab, core = load_named(["lab", "core"], folder)
    assert lab.identity.community == Secret("private-lab")
    assert core.identity.user is not None
    assert (core.identity.user.name, core.identity.context) == ("bert", "blue")
    assert capsys.readouterr() == ("", "")


def test_one_that_is_not_there_is_said(folder: Path) -> None:
    with pytest.raises(InvalidInput, match="No credential is saved as 'cire'"):
        load_named(["cire"], folder)


def test_without_a_database_none_is_made(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="No credentials are saved at"):
        load_named(["core"], tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_without_the_key_file_it_says_what_to_do(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / KEY_FILE).unlink()
    with pytest.raises(Exception, match=r"cannot be opened\. .*key file"):
        load_named(["core"], folder)
    assert capsys.readouterr().out == ""
