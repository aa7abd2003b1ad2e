"""Receiver: an iterator with a bound, batches for workers, and the end when it is closed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from tests.unit.snmp.conftest import until
from trishul.datatypes import Oid
from trishul.engine.drops import DropReason
from trishul.errors import AddressInUse, RequestTimedOut, TrishulError
from trishul.snmp import (
    AuthProtocol,
    KeyMaterial,
    LocalEngine,
    Notifier,
    ReceivedNotification,
    Receiver,
    Target,
    UserCredentials,
)
from trishul.transport.udp import bind

TRAPS = "1.3.6.1.4.1.9.0"


@pytest.fixture
async def notifier() -> AsyncIterator[Notifier]:
    async with Notifier() as opened:
        yield opened


def _target(receiver: Receiver, *, timeout_s: float = 1.0, retries: int = 3) -> Target:
    host, port = receiver.address
    return Target(host, port, timeout_s=timeout_s, retries=retries)


async def _send(notifier: Notifier, receiver: Receiver, count: int) -> None:
    for number in range(1, count + 1):
        await notifier.trap(_target(receiver), f"{TRAPS}.{number}")


async def _until_taken(receiver: Receiver, count: int) -> None:
    await until(lambda: receiver.received + sum(receiver.drops.values()) >= count)


async def test_notifications_come_in_order_with_peer_and_time(notifier: Notifier) -> None:
    async with Receiver("127.0.0.1", 0) as receiver:
        await _send(notifier, receiver, 100)
        taken = [await anext(receiver) for _ in range(100)]
    assert [Oid.from_contents(one.trap_oid)[-1] for one in taken] == list(range(1, 101))
    assert {one.peer[0] for one in taken} == {"127.0.0.1"}
    assert all(one.received_at_ns > 1_600_000_000 * 10**9 for one in taken)


async def test_a_full_queue_drops_and_counts(notifier: Notifier) -> None:
    async with Receiver("127.0.0.1", 0, queue_size=3) as receiver:
        await _send(notifier, receiver, 10)
        await _until_taken(receiver, 10)
        assert (receiver.waiting, receiver.received) == (3, 3)
        assert receiver.drops == {DropReason.QUEUE_FULL: 7}


async def test_an_inform_without_room_is_not_acknowledged_so_that_it_comes_again(notifier: Notifier) -> None:
    async with Receiver("127.0.0.1", 0, queue_size=1) as receiver:
        await notifier.inform(_target(receiver), f"{TRAPS}.1")
        with pytest.raises(RequestTimedOut):
            await notifier.inform(_target(receiver, timeout_s=0.05, retries=0), f"{TRAPS}.2")
        await anext(receiver)
        await notifier.inform(_target(receiver), f"{TRAPS}.2")


async def test_only_given_communities_are_taken(notifier: Notifier) -> None:
    async with Receiver("127.0.0.1", 0, communities=["private", b"other"]) as receiver:
        await _send(notifier, receiver, 1)
        await _until_taken(receiver, 1)
        assert receiver.drops == {DropReason.UNKNOWN_COMMUNITY: 1}


async def test_batches_go_to_the_callback(notifier: Notifier) -> None:
    batches: list[list[ReceivedNotification]] = []
    async with Receiver("127.0.0.1", 0, on_notifications=batches.append) as receiver:
        await _send(notifier, receiver, 50)
        await _until_taken(receiver, 50)
    assert sum(map(len, batches)) == 50
    assert len(batches) < 50


async def test_who_iterates_gets_what_has_arrived_and_then_the_end(notifier: Notifier) -> None:
    receiver = Receiver("127.0.0.1", 0)
    receiver.open()
    await _send(notifier, receiver, 2)
    await _until_taken(receiver, 2)
    receiver.close()
    assert len([notification async for notification in receiver]) == 2


async def test_closing_ends_a_waiting_reader() -> None:
    async with Receiver("127.0.0.1", 0) as receiver:
        reader = asyncio.create_task(anext(receiver, None))
        await asyncio.sleep(0)
    assert await reader is None


async def test_a_taken_port_is_an_error_at_once() -> None:
    async with Receiver("127.0.0.1", 0) as receiver:
        with pytest.raises(AddressInUse):
            Receiver(*receiver.address).open()


async def test_an_inherited_socket_is_taken_over(notifier: Notifier) -> None:
    sock = bind("127.0.0.1", 0)
    await notifier.trap(Target(*sock.getsockname()), f"{TRAPS}.1")
    async with Receiver(sockets=[sock]) as receiver:
        await anext(receiver)
        assert receiver.granted_buffer_bytes > 0
        assert receiver.kernel_drops() in (0, None)


async def test_before_it_is_open_it_has_no_address() -> None:
    with pytest.raises(TrishulError, match="not open"):
        _ = Receiver().address


async def test_users_come_and_go_while_it_runs() -> None:
    user = UserCredentials("ops", AuthProtocol.SHA256, KeyMaterial.password("maplesyrup"))
    engine = LocalEngine(b"\x80\0\x1f\x88\x04us", [], {}, boots=1, started_at=0.0)
    async with Receiver("127.0.0.1", 0) as receiver, Notifier(engine=engine) as notifier:
        target = Target("127.0.0.1", receiver.address[1], version="3", user=user)
        receiver.add_user(user)
        await notifier.trap(target, "1.3.6.1.6.3.1.1.5.3")
        assert (await anext(receiver)).security is not None
        assert receiver.forget_engine() == 1
        assert receiver.remove_user("ops") == 1
        await notifier.trap(target, "1.3.6.1.6.3.1.1.5.3")
        await until(lambda: bool(receiver.drops))
    assert dict(receiver.drops) == {DropReason.UNSUPPORTED_VERSION: 1}
