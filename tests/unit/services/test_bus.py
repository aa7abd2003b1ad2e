"""The bus delivers in order, never waits, and says what was lost."""

from __future__ import annotations

import asyncio

from trishul.services.bus import Bus
from trishul.services.events import SessionsEnded, StatusChanged


async def test_every_subscriber_hears_every_event_in_order() -> None:
    bus = Bus()
    with bus.subscribe() as first, bus.subscribe() as second:
        bus.publish(StatusChanged("simulator"))
        bus.publish(SessionsEnded(("a",)))
        for subscription in (first, second):
            assert await anext(subscription) == StatusChanged("simulator")
            assert await anext(subscription) == SessionsEnded(("a",))


async def test_a_slow_subscriber_loses_the_oldest_and_learns_how_many() -> None:
    bus = Bus()
    with bus.subscribe(queue_size=2) as slow, bus.subscribe() as quick:
        for name in "abcd":
            bus.publish(StatusChanged(name))
        assert slow.take_missed() == 2
        assert slow.take_missed() == 0
        assert await anext(slow) == StatusChanged("c")
        assert quick.take_missed() == 0
        assert len(quick) == 4


async def test_a_waiting_subscriber_is_woken() -> None:
    bus = Bus()
    with bus.subscribe() as subscription:
        waiting = asyncio.ensure_future(anext(subscription))
        await asyncio.sleep(0)
        bus.publish(StatusChanged("traps"))
        assert await waiting == StatusChanged("traps")


async def test_closing_ends_the_iteration_and_the_delivery() -> None:
    bus = Bus()
    subscription = bus.subscribe()
    bus.publish(StatusChanged("traps"))
    subscription.close()
    bus.publish(StatusChanged("simulator"))
    assert [event async for event in subscription] == [StatusChanged("traps")]
    subscription.close()
