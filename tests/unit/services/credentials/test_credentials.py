"""Credentials are saved sealed, used by name, listed without secrets, and survive the loss of their key in words."""

from __future__ import annotations

import asyncio
import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text
from structlog.testing import capture_logs

from trishul.errors import InvalidInput, LimitReached
from trishul.protocol.security.protocols import SecurityLevel
from trishul.protocol.security.secrets import Secret
from trishul.services.bus import Bus
from trishul.services.credentials import credentials as module
from trishul.services.credentials.credentials import (
    ChangedMeanwhile,
    CredentialInUse,
    CredentialLocked,
    Credentials,
    NameTaken,
    NoSuchCredential,
    UnknownCredential,
)
from trishul.services.credentials.forms import CredentialDraft
from trishul.services.credentials.secret_box import KeyUnavailable
from trishul.services.events import CredentialsChanged
from trishul.services.user_texts import UserText
from trishul.store.database import Database, Transaction

SECRETS = ("maplesyrup", "pancakes4", "s3cret-community", "waffles99")
COMMUNITY = CredentialDraft("lab", "community", Secret("s3cret-community"), for_receiver=True)
USER = CredentialDraft(
    "core",
    "user",
    user=UserText(
        "bert",
        auth_protocol="SHA-256",
        auth_secret=Secret("maplesyrup"),
        priv_protocol="AES",
        priv_secret=Secret("pancakes4"),
    ),
    for_simulator=True,
)


class KeyFile:
    """The key file, as somebody with a shell may treat it."""

    def __init__(self, data_dir: Path) -> None:
        self._path = data_dir / "credentials.key"
        self._backup = data_dir / "backup"

    @property
    def mode(self) -> int:
        return stat.S_IMODE(self._path.stat().st_mode)

    @property
    def text(self) -> str | None:
        return self._path.read_text() if self._path.exists() else None

    def lose(self) -> None:
        self._path.rename(self._backup)

    def put_back(self) -> None:
        self._backup.rename(self._path)

    def write(self, content: str) -> None:
        self._path.write_text(content)


def octets_below(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


@pytest.fixture
def key_file(tmp_path: Path) -> KeyFile:
    return KeyFile(tmp_path / "data")


@pytest.fixture
def make(database: Database, tmp_path: Path) -> Callable[[], Credentials]:
    return lambda: Credentials(database, tmp_path / "data", Bus())


@pytest.fixture
async def credentials(make: Callable[[], Credentials]) -> Credentials:
    made = make()
    await made.open()
    return made


@pytest.fixture
async def reopened(credentials: Credentials, make: Callable[[], Credentials]) -> Credentials:
    """As after a restart, with two saved; not yet open."""
    await credentials.create(COMMUNITY)
    await credentials.create(USER)
    return make()


def password_of(credentials: Credentials, name: str) -> bytes:
    user = credentials.get(name).identity.user
    assert user is not None
    assert user.auth_key is not None
    return user.auth_key.secret.reveal()


async def test_what_was_saved_is_usable_at_once_and_after_a_restart(reopened: Credentials) -> None:
    await reopened.open()
    core, lab = reopened.get("core"), reopened.get(" lab ")
    assert core.identity.level is SecurityLevel.AUTH_PRIV
    assert password_of(reopened, "core") == b"maplesyrup"
    assert lab.identity.community == Secret("s3cret-community")
    assert (reopened.for_receiver(), reopened.for_simulator()) == ([lab], [core])


async def test_no_key_is_made_before_there_is_a_secret(credentials: Credentials, key_file: KeyFile) -> None:
    assert await credentials.records() == []
    assert key_file.text is None
    await credentials.create(USER)
    assert key_file.mode == 0o600


async def test_no_secret_is_on_the_disk_in_logs_or_in_records(make: Callable[[], Credentials], tmp_path: Path) -> None:
    with capture_logs() as logs:
        credentials = make()
        await credentials.open()
        await credentials.create(COMMUNITY)
        await credentials.create(USER)
        await credentials.update("core", {"auth_secret": Secret("waffles99")})
        shown = repr(await credentials.records()) + repr(credentials.get("core")) + repr(logs) + repr(vars(credentials))
    stored = octets_below(tmp_path)
    assert len(stored) > 1000
    for secret in SECRETS:
        assert secret not in shown
        assert secret.encode() not in stored
        assert secret.encode().hex().encode() not in stored


async def test_everybody_is_told_of_each_change(database: Database, tmp_path: Path) -> None:
    bus = Bus()
    credentials = Credentials(database, tmp_path / "data", bus)
    with bus.subscribe() as events:
        await credentials.create(USER)
        await credentials.update("core", {"name": "edge"})
        await credentials.delete("edge")
        assert [await anext(events) for _ in range(3)] == [CredentialsChanged()] * 3


async def test_secrets_that_a_change_does_not_name_stay(reopened: Credentials) -> None:
    await reopened.open()
    record = await reopened.update("core", {"user": "ernie", "level": "authNoPriv"})
    assert (record.user, record.level, record.revision) == ("ernie", "authNoPriv", 2)
    assert password_of(reopened, "core") == b"maplesyrup"
    await reopened.update("core", {"auth_secret": Secret("waffles99")})
    assert password_of(reopened, "core") == b"waffles99"


async def test_a_renamed_one_is_found_under_its_new_name_alone(
    reopened: Credentials, make: Callable[[], Credentials]
) -> None:
    await reopened.open()
    await reopened.update("core", {"name": "Edge / Zürich"})
    after = make()
    await after.open()
    for credentials in (reopened, after):
        assert password_of(credentials, "Edge / Zürich") == b"maplesyrup"
        with pytest.raises(UnknownCredential) as raised:
            credentials.get("core")
        assert raised.value.field == "credential"


class Follower:
    """Something saved that names credentials."""

    def __init__(self) -> None:
        self.written: list[tuple[str, str]] = []
        self.committed = 0

    async def rename_credential(self, transaction: Transaction, before: str, after: str) -> Callable[[], None]:
        assert transaction.in_transaction()
        self.written.append((before, after))
        return self._is_committed

    def _is_committed(self) -> None:
        self.committed += 1


async def test_who_names_one_follows_when_it_is_renamed_and_only_then(reopened: Credentials) -> None:
    await reopened.open()
    follower = Follower()
    reopened.named_by.append(follower)
    await reopened.update("core", {"user": "ernie"})
    await reopened.update("core", {"name": "edge"})
    with pytest.raises(NameTaken):
        await reopened.update("edge", {"name": "lab"})
    assert (follower.written, follower.committed) == ([("core", "edge")], 1)


async def test_names_are_unique_and_case_counts(reopened: Credentials) -> None:
    await reopened.open()
    with pytest.raises(NameTaken):
        await reopened.create(COMMUNITY)
    with pytest.raises(NameTaken):
        await reopened.update("core", {"name": "lab"})
    await reopened.create(replace(COMMUNITY, name="LAB"))
    assert [record.name for record in await reopened.records()] == ["LAB", "core", "lab"]


async def test_of_two_who_change_at_once_the_second_is_told(reopened: Credentials) -> None:
    await reopened.open()
    first, second = await asyncio.gather(
        reopened.update("core", {"user": "ernie"}, revision=1),
        reopened.update("core", {"user": "grover"}, revision=1),
        return_exceptions=True,
    )
    assert not isinstance(first, BaseException)
    assert isinstance(second, ChangedMeanwhile)
    assert (await reopened.record("core")).user == "ernie"


async def test_another_process_that_changed_the_row_is_noticed(
    reopened: Credentials, make: Callable[[], Credentials]
) -> None:
    await reopened.open()
    other = make()
    await other.open()
    await other.update("core", {"user": "ernie"})
    with pytest.raises(ChangedMeanwhile):
        await reopened.update("core", {"user": "grover"})


async def test_a_wrong_change_changes_nothing(reopened: Credentials) -> None:
    await reopened.open()
    before = await reopened.record("core")
    with pytest.raises(InvalidInput):
        await reopened.update("core", {"auth_secret": Secret("short")})
    assert await reopened.record("core") == before


async def test_what_does_not_exist_is_said(credentials: Credentials) -> None:
    for attempt in (credentials.record("x"), credentials.update("x", {}), credentials.delete("x")):
        with pytest.raises(NoSuchCredential):
            await attempt


async def test_one_in_use_stays_until_somebody_insists(database: Database, tmp_path: Path) -> None:
    credentials = Credentials(
        database, tmp_path, Bus(), lambda _, facts: ["the simulator"] if facts.for_simulator else []
    )
    await credentials.create(USER)
    assert (await credentials.record("core")).used_by == ["the simulator"]
    with pytest.raises(CredentialInUse, match="the simulator"):
        await credentials.delete("core")
    await credentials.delete("core", even_if_used=True)
    assert await credentials.records() == []


async def test_there_is_a_limit(credentials: Credentials, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_CREDENTIALS", 1)
    await credentials.create(USER)
    with pytest.raises(LimitReached):
        await credentials.create(COMMUNITY)


async def test_a_lost_key_locks_what_it_sealed_and_is_not_made_anew(reopened: Credentials, key_file: KeyFile) -> None:
    key_file.lose()
    await reopened.open()
    core = await reopened.record("core")
    assert not core.can_be_opened
    assert "credentials.key is missing" in (core.problem or "")
    assert (core.user, core.has_auth_secret) == ("bert", True)
    with pytest.raises(CredentialLocked, match="Put it back"):
        reopened.get("core")
    assert reopened.for_simulator() == []
    with pytest.raises(KeyUnavailable, match="2 saved credentials need it"):
        await reopened.create(replace(USER, name="new"))
    assert key_file.text is None


async def test_a_key_that_is_put_back_opens_everything_without_a_restart(
    reopened: Credentials, key_file: KeyFile
) -> None:
    key_file.lose()
    await reopened.open()
    assert not (await reopened.record("core")).can_be_opened
    key_file.put_back()
    assert all(record.can_be_opened for record in await reopened.records())
    assert password_of(reopened, "core") == b"maplesyrup"


async def test_when_all_that_it_sealed_is_deleted_a_new_key_is_made(reopened: Credentials, key_file: KeyFile) -> None:
    key_file.lose()
    await reopened.open()
    for name in ("core", "lab"):
        await reopened.delete(name)
    await reopened.create(USER)
    assert key_file.text
    assert password_of(reopened, "core") == b"maplesyrup"


async def test_another_key_locks_too_and_new_secrets_unlock(reopened: Credentials, key_file: KeyFile) -> None:
    key_file.write("00" * 32)
    await reopened.open()
    assert "saved with another key" in ((await reopened.record("core")).problem or "")
    with pytest.raises(InvalidInput) as raised:
        await reopened.update("core", {"user": "ernie"})
    assert raised.value.field == "auth_password"
    await reopened.update("core", {"auth_secret": Secret("waffles99"), "priv_secret": Secret("waffles99")})
    assert password_of(reopened, "core") == b"waffles99"
    assert key_file.text == "00" * 32
    assert not (await reopened.record("lab")).can_be_opened


async def test_a_damaged_key_file_is_left_as_it_is(reopened: Credentials, key_file: KeyFile) -> None:
    key_file.write("oops")
    await reopened.open()
    assert "damaged" in ((await reopened.record("core")).problem or "")
    with pytest.raises(KeyUnavailable, match="damaged"):
        await reopened.create(replace(USER, name="new"))
    assert key_file.text == "oops"


@pytest.mark.parametrize("facts", ["", "[]", '{"kind":"other"}', '{"kind":"user","auth_form":"x"}'])
async def test_a_damaged_row_hides_no_other(database: Database, reopened: Credentials, facts: str) -> None:
    async with database.write() as connection:
        await connection.execute(text("UPDATE credentials SET facts = :facts WHERE name = 'lab'"), {"facts": facts})
    await reopened.open()
    assert (await reopened.record("core")).can_be_opened
    assert "damaged" in ((await reopened.record("lab")).problem or "")
    with pytest.raises(CredentialLocked):
        await reopened.update("lab", {"name": "x"})
    await reopened.delete("lab")
