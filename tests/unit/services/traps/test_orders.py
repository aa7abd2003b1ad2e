"""Orders for runs: checked before anything is sent."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import cast

import pytest

from trishul.errors import InvalidInput
from trishul.services.bus import Bus
from trishul.services.counters import Counters
from trishul.services.credentials.identities import ChosenIdentity
from trishul.services.mibs.name_source import Numeric
from trishul.services.traps.courses import Replay
from trishul.services.traps.orders import TrapOrders
from trishul.services.traps.runs import TrapRunService
from trishul.services.traps.send_pace import Pace
from trishul.services.traps.sending import TrapSender, TrapToSend, V1Fields
from trishul.services.varbind_texts import VarBindText
from trishul.snmp import Receiver
from trishul.store.database import Database

LINK_DOWN = "1.3.6.1.6.3.1.1.5.3"
BAD = VarBindText("1.3.6.1.2.1.1.3.0", "i", "x")


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with Receiver("127.0.0.1", 0) as opened:
        yield opened


@pytest.fixture
async def orders(database: Database) -> AsyncIterator[TrapOrders]:
    sender = TrapSender(Counters(cast("Database", None), Bus()))
    runs = TrapRunService(Bus(), lambda: sender)
    yield TrapOrders(database, Numeric(), runs, lambda: sender, list)
    await runs.close()
    sender.close()


async def test_an_order_says_the_field_that_is_wrong_and_begins_nothing(orders: TrapOrders) -> None:
    bad_v1 = TrapToSend("127.0.0.1", "", v1=V1Fields(6, "1.3.6.1.4.1.9", 1))
    wrong = {
        "varbinds.0.value": orders.repeat(TrapToSend("127.0.0.1", LINK_DOWN, varbinds=[BAD]), Pace()),
        "pace.count": orders.repeat(TrapToSend("127.0.0.1", LINK_DOWN), Pace(count=0)),
        "generic": orders.repeat(bad_v1, Pace()),
        "replay.ids": orders.replay(TrapToSend("127.0.0.1", ""), Replay(ids=(1,))),
        "notifications.1.varbinds.0.value": orders.send_list(
            TrapToSend("127.0.0.1", ""),
            [(0, TrapToSend("", LINK_DOWN)), (1, TrapToSend("", LINK_DOWN, varbinds=[BAD]))],
            1,
        ),
        "notifications.0.generic": orders.send_list(TrapToSend("127.0.0.1", ""), [(0, bad_v1)], 1),
        "target": orders.repeat(TrapToSend(" ", LINK_DOWN), Pace()),
        "credential": orders.repeat(TrapToSend("127.0.0.1", LINK_DOWN, identity=ChosenIdentity("nobody")), Pace()),
    }
    for field, order in wrong.items():
        with pytest.raises(InvalidInput) as refused:
            await order
        assert refused.value.field == field


async def test_a_list_arrives_in_its_order_with_the_fields_of_v1(orders: TrapOrders, receiver: Receiver) -> None:
    host, port = receiver.address
    to = TrapToSend(host, "", port, ChosenIdentity(version="1"))
    await orders.send_list(
        to,
        [
            (0.02, TrapToSend("", "", v1=V1Fields(2, "1.3.6.1.4.1.9", agent_address="10.1.2.3"), uptime=5)),
            (0.0, TrapToSend("", "", v1=V1Fields(6, "1.3.6.1.4.1.9", 7))),
        ],
        speed=10,
    )
    first, second = await anext(receiver), await anext(receiver)
    assert first.trap_oid.hex() == "2b0601040109" + "0007"
    assert (second.agent_address, second.uptime) == ("10.1.2.3", 5)


async def test_reading_and_judging_need_no_receiver(orders: TrapOrders) -> None:
    assert orders.check(TrapToSend("", LINK_DOWN), is_v1=False).oid == LINK_DOWN
    with pytest.raises(InvalidInput):
        await orders.read("", "!")
