"""Forwarding put together: destinations are followed, tested, and told with how they do."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.unit.notification_rows import stored_row
from trishul.datatypes.oid import Oid
from trishul.services.bus import Bus
from trishul.services.counters import Counters
from trishul.services.credentials.credentials import Credentials
from trishul.services.events import CredentialsChanged, OutboxChanged
from trishul.services.forwarding.destinations import DestinationInUse
from trishul.services.forwarding.forwarding import Forwarding
from trishul.services.forwarding.outbox import Forward
from trishul.services.traps.records import record_of
from trishul.services.traps.sending import TrapSender
from trishul.snmp import Receiver
from trishul.store.database import Database


@pytest.fixture
async def forwarding(database: Database, tmp_path: Path) -> AsyncIterator[Forwarding]:
    bus = Bus()
    credentials, sender = Credentials(database, tmp_path, bus), TrapSender(Counters(database, bus))
    made = Forwarding(database, bus, credentials, lambda row: record_of(row, None), lambda: sender)
    await made.open()
    await made.start()
    yield made
    await made.close()
    sender.close()


async def put(forwarding: Forwarding, name: str) -> None:
    async with forwarding._database.write() as connection:
        due = await forwarding.outbox.put(connection, [Forward(name, stored_row(1))])
    forwarding.outbox.announce(due)


async def test_what_waits_for_a_destination_that_is_switched_on_is_sent(forwarding: Forwarding) -> None:
    async with Receiver("127.0.0.1", 0) as receiver:
        nms = {"kind": "snmp", "name": "nms", "host": "127.0.0.1", "port": receiver.address[1], "enabled": False}
        await forwarding.create(nms)
        await put(forwarding, "nms")
        assert (await forwarding.get("nms")).waiting == 1
        with pytest.raises(DestinationInUse, match="1 notifications wait"):
            await forwarding.delete("nms", even_if_waiting=False)
        await forwarding.replace("nms", nms | {"enabled": True}, None)
        with forwarding._bus.subscribe() as events:
            async with asyncio.timeout(60):
                await anext(aiter(receiver))
                while not (told := await forwarding.get("nms")).delivered_total:
                    await anext(event async for event in events if isinstance(event, OutboxChanged))
    assert (told.waiting, told.place, told.last_error) == (0, f"trap to 127.0.0.1:{nms['port']} (udp)", "")
    assert (told.last_delivered_at or 0) > 0
    await forwarding.delete("nms", even_if_waiting=False)
    assert (await forwarding.list()).destinations == []


async def test_credentials_that_change_make_carriers_anew(forwarding: Forwarding) -> None:
    await forwarding.create({"kind": "syslog", "name": "log", "host": "127.0.0.1", "port": 9})
    destination_id = forwarding.destinations.get("log").id
    with forwarding._bus.subscribe() as events:
        async with asyncio.timeout(60):
            while (lane := forwarding.courier.lane(destination_id)) is None:
                await anext(events)
            forwarding._bus.publish(CredentialsChanged())
            while forwarding.courier.lane(destination_id) is lane:  # noqa: ASYNC110 -- nobody is told of a carrier
                await asyncio.sleep(0)


async def test_a_test_sends_what_means_nothing(forwarding: Forwarding) -> None:
    async with Receiver("127.0.0.1", 0) as receiver:
        await forwarding.create({"kind": "snmp", "name": "nms", "host": "127.0.0.1", "port": receiver.address[1]})
        tried = await forwarding.test("nms")
        async with asyncio.timeout(60):
            notification = await anext(aiter(receiver))
    assert (tried.delivered, tried.answer, str(Oid.from_contents(notification.trap_oid))) == (
        True,
        "sent",
        "1.3.6.1.4.1.8072.2.3.0.1",
    )
