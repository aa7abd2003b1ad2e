"""Notifier to our receiver, and informs that nobody acknowledges."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable

import pytest

from tests.unit.engine.answers import answer
from tests.unit.snmp.conftest import Script, ScriptedPeer
from trishul.datatypes import Oid, Value, VarBind
from trishul.engine.addresses import Address
from trishul.errors import ErrorResponse, InvalidInput, RequestTimedOut, TargetUnreachable
from trishul.protocol.message import Version
from trishul.protocol.pdu import PduKind
from trishul.snmp import Notifier, Receiver, Target

LINK_DOWN = "1.3.6.1.6.3.1.1.5.3"
IF_INDEX = VarBind.of("1.3.6.1.2.1.2.2.1.1.7", Value.integer(7))
MakePeer = Callable[[Script | None], ScriptedPeer]


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with Receiver("127.0.0.1", 0, communities=["public"]) as running:
        yield running


@pytest.fixture
async def notifier() -> AsyncIterator[Notifier]:
    async with Notifier() as opened:
        yield opened


def _target(receiver: Receiver, *, version: str = "2c") -> Target:
    host, port = receiver.address
    return Target(host, port, version=version)


async def test_a_trap_arrives(notifier: Notifier, receiver: Receiver) -> None:
    await notifier.trap(_target(receiver), LINK_DOWN, [IF_INDEX], uptime=4200)
    notification = await anext(receiver)
    assert (notification.kind, notification.version) == (PduKind.TRAP_V2, Version.V2C)
    assert (Oid.from_contents(notification.trap_oid), notification.uptime) == (Oid(LINK_DOWN), 4200)


async def test_a_v1_trap_names_the_address_it_was_sent_from(notifier: Notifier, receiver: Receiver) -> None:
    """RFC 3584 §3.2 (2)."""
    await notifier.trap(_target(receiver, version="1"), LINK_DOWN, [IF_INDEX])
    notification = await anext(receiver)
    assert (notification.version, notification.agent_address) == (Version.V1, "127.0.0.1")


async def test_a_v1_trap_names_another_agent_when_told_so(notifier: Notifier, receiver: Receiver) -> None:
    await notifier.trap(_target(receiver, version="1"), LINK_DOWN, agent_address="192.0.2.7")
    assert (await anext(receiver)).agent_address == "192.0.2.7"


async def test_over_ipv6_a_v1_trap_has_no_agent_address(notifier: Notifier) -> None:
    async with Receiver("::1", 0) as receiver:
        await notifier.trap(Target("::1", receiver.address[1], version="1"), LINK_DOWN)
        assert (await anext(receiver)).agent_address == "0.0.0.0"


async def test_the_uptime_is_the_age_of_the_notifier(notifier: Notifier, receiver: Receiver) -> None:
    await notifier.trap(_target(receiver), LINK_DOWN)
    uptime = (await anext(receiver)).uptime
    assert uptime is not None
    assert 0 <= uptime < 3000


async def test_an_inform_is_acknowledged(notifier: Notifier, receiver: Receiver) -> None:
    acknowledgement = await notifier.inform(_target(receiver), LINK_DOWN, [IF_INDEX])
    assert acknowledgement.tries == 1
    assert 0 <= acknowledgement.elapsed_s < 5
    assert (await anext(receiver)).kind == PduKind.INFORM


async def test_an_inform_with_a_wrong_community_is_not_acknowledged(notifier: Notifier, receiver: Receiver) -> None:
    host, port = receiver.address
    with pytest.raises(RequestTimedOut):
        await notifier.inform(Target(host, port, "other", timeout_s=0.05, retries=1), LINK_DOWN)
    assert receiver.drops == {"unknown_community": 2}


async def test_an_inform_that_is_refused_raises_the_error(notifier: Notifier, scripted: MakePeer) -> None:
    peer = scripted(lambda data: [answer(data, status=16)])
    with pytest.raises(ErrorResponse, match="authorizationError"):
        await notifier.inform(peer.target(timeout_s=2), LINK_DOWN)


async def test_an_inform_to_a_closed_port_is_told_at_once(notifier: Notifier, closed_address: Address) -> None:
    with pytest.raises(TargetUnreachable):
        await notifier.inform(Target(closed_address[0], closed_address[1], timeout_s=30.0), LINK_DOWN)


async def test_mistakes_are_told(notifier: Notifier, receiver: Receiver) -> None:
    with pytest.raises(InvalidInput):
        await notifier.inform(_target(receiver, version="1"), LINK_DOWN)
    with pytest.raises(InvalidInput):
        await notifier.trap(_target(receiver), "linkDown")
    with pytest.raises(TargetUnreachable):
        await notifier.trap(Target("name.invalid", 162), LINK_DOWN)
