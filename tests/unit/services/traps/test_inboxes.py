"""Inboxes isolate: who shares a server sees only what was sent to him, and what he threw away is gone."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from tests.unit.workers.test_receiver import a_notification
from trishul.errors import InvalidInput, LimitReached
from trishul.services.bus import Bus
from trishul.services.configuration import Configuration
from trishul.services.counters import Counters
from trishul.services.credentials.credentials import Credentials, NameTaken
from trishul.services.traps import inboxes as trap_inboxes
from trishul.services.traps.inboxes import NoSuchInbox
from trishul.services.traps.traps import TrapService
from trishul.store.database import Database


class Bench:
    """A service with saved credentials, whose receiver runs."""

    def __init__(self, data_dir: Path, database: Database) -> None:
        bus = Bus()
        configuration = Configuration(data_dir=data_dir, trap_port=0)
        credentials = Credentials(database, data_dir, bus)
        self.service = TrapService(configuration, database, bus, Counters(database, bus), credentials=credentials)
        self.inboxes = self.service.inboxes
        self._sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)

    def send(self, community: str = "public", port: int | None = None) -> None:
        where = ("127.0.0.1", port or self.service.status().port)
        self._sender.sendto(a_notification(community=community.encode()), where)

    async def caught(self) -> dict[str | None, int]:
        """How many notifications are where."""
        counts: dict[str | None, int] = {}
        for record in (await self.service.stored.page(1000)).data:
            counts[record.inbox] = counts.get(record.inbox, 0) + 1
        return counts

    async def eventually(self, claim: Callable[[], bool]) -> None:
        async with asyncio.timeout(20):
            while not claim():  # noqa: ASYNC110 -- nothing announces what is waited for
                await asyncio.sleep(0.005)

    async def until_stored(self, count: int) -> None:
        await self.eventually(lambda: self.service.status().stored == count)

    def close(self) -> None:
        self._sender.close()


def octets_below(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


@pytest.fixture
async def bench(tmp_path: Path, database: Database) -> AsyncIterator[Bench]:
    made = Bench(tmp_path, database)
    await made.service.open()
    await made.service.start()
    yield made
    await made.service.close()
    made.close()


async def test_two_runs_with_one_community_see_only_what_came_to_their_ports(bench: Bench) -> None:
    first, second = [await bench.inboxes.create({"port": 0}) for _ in range(2)]
    assert first.port
    assert second.port
    assert first.address == f"127.0.0.1:{first.port}"
    assert (first.is_open, first.by, first.query) == (True, "port", f"inbox:{first.name}")
    for port in (first.port, first.port, second.port, None):
        bench.send(port=port)
    await bench.until_stored(4)
    assert await bench.caught() == {first.name: 2, second.name: 1, None: 1}
    assert [record.inbox for record in (await bench.service.stored.search(second.query)).data] == [second.name]
    assert await bench.inboxes.delete(first.name) == 2
    assert await bench.caught() == {second.name: 1, None: 1}
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as again:
        again.bind(("127.0.0.1", first.port))  # it is free
    assert bench.service.status().total == 2


async def test_communities_and_tags_are_told_apart_and_kept_for_the_next_start(
    bench: Bench, tmp_path: Path, database: Database
) -> None:
    await bench.inboxes.create({"name": "lab", "community": "hush-hush"})
    await bench.inboxes.create({"name": "run", "tag": "run42"})
    own = await bench.inboxes.create({"name": "own", "port": 0})
    for community in ("hush-hush", "public+run42", "public"):
        bench.send(community)
    await bench.until_stored(3)
    assert await bench.caught() == {"lab": 1, "run": 1, None: 1}
    assert b"hush-hush" not in octets_below(tmp_path)
    await bench.service.close()
    later = Bench(tmp_path, database)
    try:
        await later.service.open()
        assert [inbox.is_open for inbox in (await later.inboxes.all()).data] == [False] * 3
        await later.service.start()
        later.send("hush-hush")
        later.send(port=own.port)
        await later.until_stored(2)
        assert [(inbox.name, inbox.count) for inbox in (await later.inboxes.all()).data] == [
            ("lab", 2), ("own", 1), ("run", 1),
        ]  # fmt: skip
    finally:
        await later.service.close()
        later.close()


async def test_what_was_on_its_way_when_its_inbox_went_is_thrown_away_and_the_ledger_sums(bench: Bench) -> None:
    made = await bench.inboxes.create({"name": "mine", "community": "mine"})
    bench.inboxes.gone[made.name] = None  # as if it went while the notification travels
    bench.send("mine")
    await bench.eventually(lambda: bench.service.drops().ledger.used["cleared"] == 1)
    await bench.eventually(lambda: bench.service.drops().ledger.difference == 0)
    assert await bench.caught() == {}


async def test_an_inbox_goes_by_itself_when_its_time_is_over(bench: Bench) -> None:
    await bench.inboxes.create({"name": "short", "tag": "a", "expires_in_s": 0.01})
    await bench.eventually(lambda: not bench.inboxes.has("short"))


@pytest.mark.parametrize(
    ("data", "error"),
    [
        ({"name": "a", "tag": "c"}, NameTaken),
        ({"name": "b", "tag": "b"}, InvalidInput),
        ({"name": "b", "community": "b"}, LimitReached),
    ],
)
async def test_names_and_what_they_catch_are_unique_and_their_number_has_a_bound(
    tmp_path: Path, database: Database, monkeypatch: pytest.MonkeyPatch, data: dict[str, Any], error: type[Exception]
) -> None:
    bench = Bench(tmp_path, database)
    made = await bench.inboxes.create({"name": "a", "tag": "b"})
    assert not made.is_open
    monkeypatch.setattr(trap_inboxes, "MAX_INBOXES", 1 if error is LimitReached else 9)
    with pytest.raises(error):
        await bench.inboxes.create(data)
    with pytest.raises(NoSuchInbox):
        await bench.inboxes.delete("b")
    bench.close()
