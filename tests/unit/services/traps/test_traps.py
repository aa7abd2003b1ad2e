"""The trap service with a real worker: received, stored, announced, shown, cleared; each counted once."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from trishul.errors import InvalidInput
from trishul.library.library import LibraryUnavailable
from trishul.library.names import Names, ShownName
from trishul.protocol.security.keys import KeyForm, KeyMaterial
from trishul.protocol.security.protocols import AuthProtocol, PrivProtocol
from trishul.protocol.security.secrets import Secret
from trishul.protocol.security.users import UserCredentials
from trishul.services.bus import Bus, Subscription
from trishul.services.configuration import Configuration
from trishul.services.counters import Counters
from trishul.services.credentials.forms import Credential
from trishul.services.credentials.identities import ChosenIdentity
from trishul.services.events import CredentialsChanged, NotificationsStored
from trishul.services.mibs.name_source import Numeric
from trishul.services.traps.receiver_status import UnusableUser
from trishul.services.traps.records import TrapRecord
from trishul.services.traps.sending import TrapToSend, VarBindText
from trishul.services.traps.traps import TrapService
from trishul.services.user_texts import SnmpIdentity
from trishul.store.database import Database

LINK_DOWN = "1.3.6.1.6.3.1.1.5.3"
PASSWORD = KeyMaterial.password("maplesyrup")
OPS = UserCredentials("ops", AuthProtocol.SHA256, PASSWORD, PrivProtocol.AES128, PASSWORD)


def as_community(community: str) -> ChosenIdentity:
    return ChosenIdentity(community=Secret(community))


def a_credential(name: str, user: UserCredentials = OPS, engine_id: bytes = b"") -> Credential:
    identity = SnmpIdentity("3", None, user, user.level, "", engine_id)
    return Credential(name, name, "user", identity, for_receiver=True, for_simulator=False)


class SavedByHand:
    """Saved credentials that a test changes."""

    def __init__(self) -> None:
        self.credentials: list[Credential] = []

    def for_receiver(self) -> list[Credential]:
        return self.credentials

    def get(self, name: str) -> Credential:
        return next(credential for credential in self.credentials if credential.name == name)


class Bench:
    """An open service and what it announced."""

    def __init__(self, data_dir: Path, database: Database) -> None:
        self.bus = Bus()
        self.events: Subscription = self.bus.subscribe(100_000)
        self.counters = Counters(database, self.bus)
        self.saved = SavedByHand()
        configuration = Configuration(data_dir=data_dir, trap_port=0)
        self.service = TrapService(configuration, database, self.bus, self.counters, credentials=self.saved)
        self.announced: list[NotificationsStored] = []

    def counted(self, name: str) -> int | float:
        return self.counters.snapshot()["traps"][name]

    async def send(self, count: int = 1, **changes: Any) -> None:
        for number in range(count):
            variables = [VarBindText("1.3.6.1.2.1.2.2.1.1.3", "Integer", str(number))]
            fields = {"target": "127.0.0.1", "oid": LINK_DOWN, "port": self.service.status().port}
            await self.service.send(TrapToSend(**(fields | {"varbinds": variables} | changes)))

    async def until_announced(self, count: int) -> None:
        async with asyncio.timeout(10):
            while sum(event.total for event in self.announced) < count:
                event = await anext(self.events)
                if isinstance(event, NotificationsStored):
                    self.announced.append(event)

    async def records(self) -> list[TrapRecord]:
        """Of what was announced last, as it is pushed."""
        return await self.service.stored.newest_records(self.announced[-1].newest(250))

    async def eventually(self, claim: Callable[[], bool]) -> None:
        async with asyncio.timeout(10):
            while not claim():  # noqa: ASYNC110 -- nothing announces what is waited for
                await asyncio.sleep(0.005)


@pytest.fixture
async def bench(tmp_path: Path, database: Database) -> AsyncIterator[Bench]:
    made = Bench(tmp_path, database)
    await made.service.open()
    yield made
    await made.service.close()


async def test_started_means_receiving(bench: Bench) -> None:
    started = await bench.service.start(resolve_mibs=False)
    assert (started.status, started.resolve_mibs) == ("started", False)
    assert started.port > 0
    status = bench.service.status()
    assert (status.running, status.pid, status.port, status.state) == (True, started.pid, started.port, "running")
    assert status.buffer_bytes > 0
    assert (await bench.service.start()).status == "already_running"
    assert bench.counted("receiver_start_count") == 1


async def test_a_trap_is_stored_announced_and_shown_and_counted_once_each_way(bench: Bench) -> None:
    await bench.service.start()
    await bench.send()
    await bench.until_announced(1)
    (record,) = await bench.records()
    assert (record.id, record.trap_type, record.varbinds[2].value) == (1, "linkDown", "0")
    page = await bench.service.stored.page()
    assert page.data == [record]
    assert (page.next, page.total) == (None, 1)
    assert (bench.counted("traps_received_total"), bench.counted("traps_sent_total")) == (1, 1)
    status = bench.service.status()
    assert (status.received, status.stored, status.waiting, status.total) == (1, 1, 0, 1)


async def test_an_inform_is_acknowledged_by_our_own_receiver(bench: Bench) -> None:
    await bench.service.start()
    await bench.send(kind="inform")
    await bench.until_announced(1)
    (record,) = await bench.records()
    assert record.pdu_type == "InformRequest"


async def test_a_detail_has_octets_without_the_community(bench: Bench) -> None:
    await bench.service.start()
    await bench.send(identity=as_community("hush-hush"))
    await bench.until_announced(1)
    detail = await bench.service.stored.find(1)
    assert detail is not None
    assert b"hush-hush" not in bytes.fromhex(detail.raw_hex)
    assert detail.tree.children
    assert await bench.service.stored.find(99) is None


async def test_with_a_community_only_its_notifications_are_taken(bench: Bench) -> None:
    await bench.service.start(community="lab")
    await bench.send(identity=as_community("guess"))
    await bench.send(identity=as_community("lab"))
    await bench.until_announced(1)
    await bench.eventually(lambda: bench.service.status().drops == {"unknown_community": 1})
    assert bench.counted("traps_received_total") == 1


async def test_pages_go_back_in_time_without_gaps(bench: Bench) -> None:
    await bench.service.start()
    await bench.send(25)
    await bench.until_announced(25)
    first = await bench.service.stored.page(10)
    second = await bench.service.stored.page(10, before=first.next)
    third = await bench.service.stored.page(10, before=second.next)
    ids = [record.id for page in (first, second, third) for record in page.data]
    assert ids == list(range(25, 0, -1))
    assert third.next is None
    newer = await bench.service.stored.page(10, after=20)
    assert [record.id for record in newer.data] == [25, 24, 23, 22, 21]


@pytest.mark.parametrize("limit", [0, 1001])
async def test_a_page_has_a_limit(bench: Bench, limit: int) -> None:
    with pytest.raises(InvalidInput):
        await bench.service.stored.page(limit)


async def test_clearing_deletes_everything_and_counts_once(bench: Bench) -> None:
    await bench.service.start()
    await bench.send(5)
    await bench.until_announced(5)
    assert await bench.service.clear() == 5
    assert (await bench.service.stored.page()).data == []
    assert bench.service.status().total == 0
    assert bench.counted("traps_cleared_count") == 1
    await bench.send()
    await bench.until_announced(6)
    assert [record.id for record in (await bench.service.stored.page()).data] == [6]


async def test_clearing_works_without_a_receiver(bench: Bench) -> None:
    assert await bench.service.clear() == 0


async def test_what_waited_when_it_was_cleared_never_comes_back(bench: Bench, database_url: str) -> None:
    """The database is locked while notifications arrive, so that they wait in the writer and in the worker."""
    await bench.service.start()
    async with bench.service._database.write() as connection:
        await connection.execute(text("PRAGMA busy_timeout=20"))
    blocker = sqlite3.connect(database_url.removeprefix("sqlite:///"), isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    await bench.send(40)
    await bench.eventually(lambda: bench.counted("traps_received_total") == 40)
    assert bench.service.status().waiting == 40
    await bench.eventually(lambda: "locked" in str(bench.service.status().store_error))
    blocker.rollback()
    blocker.close()
    await bench.service.clear()
    await bench.send()
    await bench.eventually(lambda: bench.counted("traps_received_total") == 41)
    await bench.eventually(lambda: bench.service.status().waiting == 0)
    assert len((await bench.service.stored.page()).data) == 1


async def test_a_stop_hands_over_everything_that_was_received(bench: Bench) -> None:
    await bench.service.start()
    await bench.send(200)
    await bench.eventually(lambda: bench.counted("traps_received_total") >= 100)
    assert await bench.service.stop() == "stopped"
    received = bench.counted("traps_received_total")
    await bench.until_announced(int(received))
    assert await bench.service.stop() == "not_running"
    assert bench.counted("receiver_stop_count") == 1


async def test_what_arrives_during_a_crash_is_received_by_the_successor(bench: Bench) -> None:
    """The socket belongs to the server: its queue outlives the worker."""
    await bench.service.start()
    process = bench.service._lifecycle.supervisor.process
    assert process is not None
    process.kill()
    await bench.eventually(lambda: bench.service.status().state == "crashed")
    await bench.send(10)
    await bench.until_announced(10)
    assert bench.service.status().running
    assert bench.counted("receiver_start_count") == 1


async def test_a_storm_is_announced_batch_by_batch_and_its_newest_are_shown(bench: Bench) -> None:
    await bench.service.start()
    await bench.send(1500)
    await bench.until_announced(1500)
    ends = [event.first_id + event.total for event in bench.announced]
    assert [event.first_id for event in bench.announced] == [1, *ends[:-1]]
    assert [record.id for record in await bench.records()][-1] == 1500 == ends[-1] - 1


class BrokenNames(Names):
    """The names of an index that breaks while it is read."""

    def shown(self, oid_contents: bytes) -> ShownName:
        raise LibraryUnavailable(oid_contents.hex())


async def test_what_is_stored_is_announced_in_numbers_when_the_library_breaks(bench: Bench) -> None:
    source = Numeric()
    source._names = BrokenNames(None)
    bench.service._names = source
    await bench.service.start()
    await bench.send()
    await bench.until_announced(1)
    (record,) = await bench.records()
    assert record.trap_type == LINK_DOWN


async def test_saved_users_are_believed_and_the_record_says_how_it_came(bench: Bench) -> None:
    bench.saved.credentials = [a_credential("ops at all")]
    await bench.service.start()
    for kind in ("trap", "inform"):
        await bench.send(kind=kind, identity=ChosenIdentity(credential="ops at all"))
    await bench.until_announced(2)
    (trap, inform) = (await bench.service.stored.page()).data[::-1]
    status = bench.service.status()
    assert (trap.version, inform.pdu_type, status.users) == ("3", "InformRequest", 1)
    assert trap.security is not None
    assert inform.security is not None
    assert (trap.security.level, trap.security.user, trap.security.context_name) == ("authPriv", "ops", "")
    assert inform.security.engine_id == status.engine_id != trap.security.engine_id
    detail = await bench.service.stored.find(trap.id)
    assert detail is not None
    assert "maplesyrup" not in f"{detail!r}"
    assert detail.varbinds == trap.varbinds


async def test_who_is_saved_while_it_runs_is_believed_at_once_and_who_is_deleted_is_not(bench: Bench) -> None:
    await bench.service.start()
    bench.saved.credentials = [a_credential("ops")]
    bench.bus.publish(CredentialsChanged())
    await bench.eventually(lambda: bench.service.status().users == 1)
    await bench.send(identity=ChosenIdentity(credential="ops"))
    await bench.until_announced(1)
    deleted, bench.saved.credentials = bench.saved.credentials, []
    bench.bus.publish(CredentialsChanged())
    await bench.eventually(lambda: bench.service.status().users == 0)
    bench.saved.credentials = deleted
    await bench.send(identity=ChosenIdentity(credential="ops"))
    await bench.eventually(lambda: bench.service.status().drops == {"unknown_user": 1})
    before = time.time()
    bench.bus.publish(CredentialsChanged())  # he is saved again, and what he sent meanwhile is opened
    await bench.until_announced(2)
    assert (await bench.records())[0].timestamp < before
    await bench.eventually(lambda: bench.service.drops().ledger.reopened == 1)
    ledger = bench.service.drops().ledger
    assert (ledger.received, ledger.used["stored"], ledger.dropped, ledger.difference) == (2, 2, 0, 0)
    assert (await bench.service.dropped("unknown_user")).data == []


async def test_a_user_who_cannot_be_used_is_shown_with_the_reason(bench: Bench) -> None:
    key = KeyMaterial(KeyForm.LOCALIZED, Secret(bytes(32)))
    bench.saved.credentials = [a_credential("local", UserCredentials("local", AuthProtocol.SHA256, key))]
    await bench.service.start()
    status = bench.service.status()
    assert status.users == 0
    assert status.unusable_users == [UnusableUser("local", "A localized key belongs to one engine: name its ID")]


async def test_a_crash_keeps_the_engine_id_counts_a_start_and_the_users(bench: Bench) -> None:
    bench.saved.credentials = [a_credential("ops")]
    await bench.service.start()
    before = bench.service.status()
    assert before.pid is not None
    os.kill(before.pid, signal.SIGKILL)
    await bench.eventually(lambda: bench.service.status().pid not in {None, before.pid})
    after = bench.service.status()
    assert after.engine_id == before.engine_id is not None
    assert (after.engine_boots, after.users) == ((before.engine_boots or 0) + 1, 1)
    await bench.send(kind="inform", identity=ChosenIdentity(credential="ops"))
    await bench.until_announced(1)
    await bench.service.stop()
    assert bench.service.status().engine_id is None


async def test_forgetting_a_clock_tells_how_many_were_known(bench: Bench) -> None:
    assert await bench.service.forget_engines() == 0
    bench.saved.credentials = [a_credential("ops")]
    await bench.service.start()
    await bench.send(identity=ChosenIdentity(credential="ops"))
    await bench.until_announced(1)
    assert await bench.service.forget_engines(b"\x80\0\0\0\5other") == 0
    assert await bench.service.forget_engines() == 1
