"""Forwarded traps and informs: sent in the version of the destination; what cannot be sent is final."""

from __future__ import annotations

import asyncio
from typing import Any, cast

import pytest

from tests.unit.notification_rows import bindings, stored_row
from trishul.datatypes.oid import Oid
from trishul.datatypes.values import Value
from trishul.services.bus import Bus
from trishul.services.counters import Counters
from trishul.services.forwarding.carriers import DeliveryFailed
from trishul.services.forwarding.destination_documents import SnmpDestination
from trishul.services.forwarding.forwarded_notifications import ReturningNotifications
from trishul.services.forwarding.parcels import Parcel
from trishul.services.forwarding.snmp_carrier import SnmpCarrier
from trishul.services.traps.sending import TrapSender
from trishul.snmp import Receiver
from trishul.store.database import Database

PARCEL = Parcel("k", 1, stored_row(1, uptime=77))


def carrier(port: int, **changes: Any) -> tuple[SnmpCarrier, ReturningNotifications]:
    sender = TrapSender(Counters(cast("Database", None), Bus()))
    returning = ReturningNotifications()
    fields: dict[str, Any] = {"name": "nms", "host": "127.0.0.1", "port": port}
    return SnmpCarrier(SnmpDestination(**fields | changes), sender, returning), returning


async def test_an_inform_arrives_with_its_source_and_is_known_when_it_comes_back() -> None:
    async with Receiver("127.0.0.1", 0) as receiver:
        made, returning = carrier(receiver.address[1], send_as="inform", timeout_s=60.0)
        sent = asyncio.create_task(made.deliver(PARCEL))
        async with asyncio.timeout(60):
            notification = await anext(aiter(receiver))
            assert (await sent).startswith("acknowledged after ")
    assert (str(Oid.from_contents(notification.trap_oid)), notification.uptime) == ("1.3.6.1.6.3.1.1.5.3", 77)
    assert notification.agent_address == "192.0.2.1"
    assert returning.has_returned(stored_row(2, uptime=77, varbinds=notification.varbinds))
    await made.close()


async def test_what_cannot_be_sent_is_final_and_what_may_heal_is_not() -> None:
    counter = bindings(("1.3.6.1.2.1.31.1.1.1.6.1", Value.counter64(1)))
    for changes, row, words, is_final in (
        ({"version": "1"}, stored_row(1, varbinds=counter), "Counter64", True),
        ({}, stored_row(1, trap_oid=""), "damaged", True),
        ({"credential": "gone"}, stored_row(1), "No credential", False),
        ({"send_as": "inform", "timeout_s": 0.1, "retries": 0}, stored_row(1), "127.0.0.1", False),
    ):
        made, _ = carrier(9, **changes)  # type: ignore[arg-type]
        with pytest.raises(DeliveryFailed, match=words) as failure:
            await made.deliver(Parcel("k", 1, row))
        assert failure.value.is_final is is_final
