"""Manager against our agent and against peers that misbehave, on loopback."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Callable

import pytest

from tests.unit.engine.answers import answer, sent_pdu
from tests.unit.snmp.conftest import Script, ScriptedPeer, small_device
from trishul.datatypes import Oid, Value, VarBind
from trishul.engine.addresses import Address
from trishul.engine.drops import DropReason
from trishul.errors import DecodeError, ErrorResponse, InvalidInput, NoSuchName, RequestTimedOut, TargetUnreachable
from trishul.snmp import Agent, Manager, Target

SYS_DESCR = "1.3.6.1.2.1.1.1.0"
SYS_NAME = "1.3.6.1.2.1.1.5.0"
COLUMN = "1.3.6.1.2.1.2.2.1.2"
MakePeer = Callable[[Script | None], ScriptedPeer]


async def test_get_gives_the_values_in_the_order_asked(manager: Manager, target: Target) -> None:
    varbinds = await manager.get(target, SYS_NAME, Oid(SYS_DESCR))
    assert [varbind.value.native for varbind in varbinds] == [b"switch", b"a small switch"]


async def test_getnext_gives_the_next_instances(manager: Manager, target: Target) -> None:
    varbinds = await manager.getnext(target, "1.3.6.1.2.1.1.1", "1.3.6.1.2.1.1.5")
    assert [str(varbind.oid) for varbind in varbinds] == [SYS_DESCR, SYS_NAME]


async def test_getbulk_gives_non_repeaters_once_and_the_others_repeatedly(manager: Manager, target: Target) -> None:
    varbinds = await manager.getbulk(target, "1.3.6.1.2.1.1.1", "1.3.6.1.2.1.2", non_repeaters=1, max_repetitions=3)
    assert [str(varbind.oid) for varbind in varbinds] == [
        SYS_DESCR,
        *(f"1.3.6.1.2.1.2.2.1.2.{row}" for row in (1, 2, 3)),
    ]


async def test_what_is_not_there_is_an_exception_value_in_v2c(manager: Manager, target: Target) -> None:
    """RFC 3416 §4.2.1: exceptions take the place of single values."""
    missing, present = await manager.get(target, "1.3.6.1.2.1.1.1.7", SYS_NAME)
    assert missing.is_exception
    assert not present.is_exception


async def test_what_is_not_there_is_an_error_in_v1(manager: Manager, agent: Agent) -> None:
    """RFC 1157 §4.1.2: noSuchName for the whole request."""
    host, port = agent.address
    with pytest.raises(NoSuchName) as caught:
        await manager.get(Target(host, port, version="1"), SYS_NAME, "1.3.6.1.2.1.1.1.7")
    assert caught.value.oid == "1.3.6.1.2.1.1.1.7"


async def test_an_error_response_is_raised_with_its_name(manager: Manager, scripted: MakePeer) -> None:
    peer = scripted(lambda data: [answer(data, VarBind.of(SYS_NAME, Value.null()), status=5, index=1)])
    with pytest.raises(ErrorResponse) as caught:
        await manager.get(peer.target(timeout_s=2), SYS_NAME)
    assert (caught.value.status_name, caught.value.oid) == ("genErr", SYS_NAME)


async def test_over_ipv6(manager: Manager) -> None:
    async with Agent({"public": small_device()}, host="::1") as agent:
        (varbind,) = await manager.get(Target("::1", agent.address[1]), SYS_NAME)
        assert varbind.value.native == b"switch"


async def test_by_name(manager: Manager, agent: Agent) -> None:
    (varbind,) = await manager.get(Target("localhost", agent.address[1]), SYS_NAME)
    assert varbind.value.native == b"switch"


async def test_many_requests_at_a_time(manager: Manager, target: Target) -> None:
    oids = [f"1.3.6.1.2.1.2.2.1.2.{row}" for row in range(1, 101)] * 3
    answers = await asyncio.gather(*(manager.get(target, oid) for oid in oids))
    assert [str(varbinds[0].oid) for varbinds in answers] == oids
    assert manager.drops == {}
    assert manager.kernel_drops() == 0


async def test_silence_is_a_timeout_that_tells_how_long_and_how_often(manager: Manager, scripted: MakePeer) -> None:
    peer = scripted(None)
    with pytest.raises(RequestTimedOut) as caught:
        await manager.get(peer.target(timeout_s=0.02, retries=2), SYS_NAME)
    assert caught.value.retries == 2
    assert caught.value.elapsed_s >= 0.06
    assert len(peer.received) == 3


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells which peer refused")
async def test_a_closed_port_is_told_at_once(manager: Manager, closed_address: Address) -> None:
    started = time.monotonic()
    with pytest.raises(TargetUnreachable, match="its port is closed"):
        await manager.get(Target(closed_address[0], closed_address[1], timeout_s=30.0), SYS_NAME)
    assert time.monotonic() - started < 10


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells which peer refused")
async def test_a_closed_port_beside_it_does_not_disturb_a_target(
    manager: Manager, target: Target, closed_address: Address
) -> None:
    refused = [manager.get(Target(closed_address[0], closed_address[1], timeout_s=5.0), SYS_NAME) for _ in range(20)]
    answered = [manager.get(target, SYS_NAME) for _ in range(20)]
    outcomes = await asyncio.gather(*refused, *answered, return_exceptions=True)
    assert all(isinstance(outcome, TargetUnreachable) for outcome in outcomes[:20])
    assert all(isinstance(outcome, list) for outcome in outcomes[20:])


async def test_a_broken_answer_is_told_as_such(manager: Manager, scripted: MakePeer) -> None:
    def break_it(data: bytes) -> list[bytes]:
        whole = answer(data, VarBind.of(SYS_NAME, Value.octet_string("switch")))
        return [whole.replace(b"\x06switch", b"\x60switch")]

    with pytest.raises(DecodeError):
        await manager.get(scripted(break_it).target(timeout_s=2), SYS_NAME)


async def test_an_answer_with_another_community_is_dropped_by_name(manager: Manager, scripted: MakePeer) -> None:
    peer = scripted(lambda data: [answer(data, community=b"other")])
    with pytest.raises(RequestTimedOut):
        await manager.get(peer.target(), SYS_NAME)
    assert manager.drops == {DropReason.UNKNOWN_COMMUNITY: 1}


async def test_mistakes_are_raised_before_anything_is_sent(manager: Manager, scripted: MakePeer) -> None:
    peer = scripted(None)
    with pytest.raises(InvalidInput):
        await manager.get(peer.target(), "sysName")
    with pytest.raises(InvalidInput):
        await manager.get(peer.target())
    with pytest.raises(InvalidInput):
        manager.walk(peer.target(), SYS_NAME, max_rows=0)
    assert peer.received == []


async def test_a_cancelled_call_leaves_nothing_behind(manager: Manager, scripted: MakePeer) -> None:
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.02):
            await manager.get(scripted(None).target(timeout_s=60), SYS_NAME)
    assert manager._exchange.engine.outstanding == 0


async def test_what_is_too_big_for_one_answer_is_asked_in_parts(manager: Manager, scripted: MakePeer) -> None:
    """RFC 3416 §4.2.1: tooBig leaves it to the manager to ask for less."""

    def two_at_most(data: bytes) -> list[bytes]:
        names = [varbind.oid for varbind in sent_pdu(data).varbinds]
        if len(names) > 2:
            return [answer(data, status=1)]
        return [answer(data, *(VarBind.of(name, Value.integer(name[-1])) for name in names))]

    peer = scripted(two_at_most)
    varbinds = await manager.get(peer.target(timeout_s=5), *(f"1.3.6.1.2.1.2.2.1.1.{number}" for number in range(7)))
    assert [varbind.value.native for varbind in varbinds] == list(range(7))


async def test_one_name_that_is_too_big_alone_is_an_error(manager: Manager, scripted: MakePeer) -> None:
    peer = scripted(lambda data: [answer(data, status=1)])
    with pytest.raises(ErrorResponse) as caught:
        await manager.get(peer.target(timeout_s=5), "1.3.6.1.2.1.1.1.0", "1.3.6.1.2.1.1.5.0")
    assert caught.value.status_name == "tooBig"


async def test_many_requests_to_one_target_are_in_flight_at_a_time(manager: Manager, scripted: MakePeer) -> None:
    kept: list[bytes] = []

    def answer_all_at_the_end(data: bytes) -> list[bytes]:
        kept.append(data)
        if len(kept) < 50:
            return []
        return [answer(request, *sent_pdu(request).varbinds) for request in reversed(kept)]

    target = scripted(answer_all_at_the_end).target(timeout_s=10)
    oids = [f"1.3.6.1.2.1.2.2.1.1.{number}" for number in range(50)]
    answers = await asyncio.gather(*(manager.get(target, oid) for oid in oids))
    assert [str(varbind.oid) for (varbind,) in answers] == oids


async def test_a_device_that_cuts_request_ids_is_asked_all_the_same(manager: Manager, scripted: MakePeer) -> None:
    peer = scripted(
        lambda data: [answer(data, *sent_pdu(data).varbinds, request_id=sent_pdu(data).request_id & 0xFFFF)]
    )
    await manager.get(peer.target(timeout_s=5), "1.3.6.1.2.1.1.5.0")
    assert manager.cut_ids == 1
