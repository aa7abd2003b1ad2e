"""The driver of outstanding requests: sockets when needed, one timer, cancelled waits forgotten."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from tests.unit.engine.answers import answer
from tests.unit.snmp.conftest import Script, ScriptedPeer, until
from trishul.datatypes import Oid, Value, VarBind
from trishul.engine.drops import DropReason
from trishul.engine.manager import ManagerEngine
from trishul.errors import AddressNotAvailable, RequestTimedOut, TargetUnreachable, TrishulError
from trishul.snmp import Target
from trishul.snmp import exchange as exchange_module
from trishul.snmp.exchange import Exchange, random_request_id
from trishul.transport.udp import UdpEndpoint

NAME = Oid("1.3.6.1.2.1.1.3.0")
UPTIME = VarBind.of(NAME, Value.time_ticks(1))
MakePeer = Callable[[Script | None], ScriptedPeer]


async def _ask(exchange: Exchange[ManagerEngine], target: Target) -> list[VarBind]:
    peer = await exchange.find_peer(target)
    request_id = exchange.engine.get(peer, [NAME.contents], exchange.now())
    return (await exchange.response(request_id)).varbinds


@pytest.fixture
async def exchange() -> Exchange[ManagerEngine]:
    return Exchange(ManagerEngine(first_request_id=random_request_id()))


async def test_no_socket_is_opened_before_something_is_sent(exchange: Exchange[ManagerEngine]) -> None:
    await exchange.find_peer(Target("127.0.0.1"))
    assert exchange._endpoints == {}


async def test_one_socket_serves_all_targets_of_a_family(exchange: Exchange[ManagerEngine], scripted: MakePeer) -> None:
    peers = [scripted(lambda data: [answer(data, UPTIME)]) for _ in range(5)]
    answers = await asyncio.gather(*(_ask(exchange, peer.target(timeout_s=2)) for peer in peers))
    assert answers == [[UPTIME]] * 5
    assert len(exchange._endpoints) == 1
    exchange.close()


async def test_a_lost_answer_is_asked_for_again(exchange: Exchange[ManagerEngine], scripted: MakePeer) -> None:
    peer = scripted(lambda data: [answer(data, UPTIME)] if len(peer.received) == 3 else [])
    assert await _ask(exchange, peer.target(retries=3)) == [UPTIME]
    assert len(set(peer.received)) == 1
    assert exchange.engine.retries == 2
    exchange.close()


async def test_a_late_answer_is_counted_and_harms_nobody(exchange: Exchange[ManagerEngine], scripted: MakePeer) -> None:
    peer = scripted(None)
    with pytest.raises(RequestTimedOut):
        await _ask(exchange, peer.target())
    late = answer(peer.received[0], UPTIME)
    peer.script = lambda data: [late, answer(data, UPTIME)]
    assert await _ask(exchange, peer.target(timeout_s=2)) == [UPTIME]
    assert exchange.engine.drops == {DropReason.LATE_RESPONSE: 1}
    exchange.close()


async def test_a_cancelled_wait_forgets_its_request(exchange: Exchange[ManagerEngine], scripted: MakePeer) -> None:
    peer = scripted(None)
    task = asyncio.create_task(_ask(exchange, peer.target(timeout_s=60)))
    await until(lambda: exchange.engine.outstanding == 1)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert exchange.engine.outstanding == 0
    assert exchange._futures == {}
    exchange.close()


async def test_closing_tells_who_waits(exchange: Exchange[ManagerEngine], scripted: MakePeer) -> None:
    task = asyncio.create_task(_ask(exchange, scripted(None).target(timeout_s=60)))
    await until(lambda: exchange.engine.outstanding == 1)
    exchange.close()
    with pytest.raises(TrishulError, match="closed before the answer came"):
        await task


async def test_nothing_can_be_asked_after_closing(exchange: Exchange[ManagerEngine]) -> None:
    exchange.close()
    exchange.close()
    with pytest.raises(TrishulError, match="was closed"):
        await _ask(exchange, Target("127.0.0.1"))
    assert exchange.engine.outstanding == 0


async def test_the_timer_serves_a_shorter_wait_that_comes_later(
    exchange: Exchange[ManagerEngine], scripted: MakePeer
) -> None:
    silent = scripted(None)
    patient = asyncio.create_task(_ask(exchange, silent.target(timeout_s=60)))
    await until(lambda: exchange.engine.outstanding == 1)
    with pytest.raises(RequestTimedOut):
        await _ask(exchange, silent.target(timeout_s=0.05))
    assert not patient.done()
    patient.cancel()
    exchange.close()


async def test_a_numeric_address_is_resolved_once(exchange: Exchange[ManagerEngine]) -> None:
    target = Target("127.0.0.1")
    assert await exchange.find_peer(target) is await exchange.find_peer(target)


async def test_a_name_is_asked_again_after_a_while(
    exchange: Exchange[ManagerEngine], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    async def resolve(host: str, port: int, ip_version: int | None) -> tuple[str, int]:
        asked.append(host)
        return ("127.0.0.1", port)

    monkeypatch.setattr(exchange_module, "resolve", resolve)
    now = 1000.0
    monkeypatch.setattr(exchange, "now", lambda: now)
    target = Target("switch.example")
    await exchange.find_peer(target)
    await exchange.find_peer(target)
    assert asked == ["switch.example"]
    now += exchange_module.NAME_LIFETIME_S + 1
    await exchange.find_peer(target)
    assert len(asked) == 2


async def test_resolved_targets_are_bounded(exchange: Exchange[ManagerEngine], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchange_module, "MAX_RESOLVED_TARGETS", 10)
    for port in range(1, 100):
        await exchange.find_peer(Target("127.0.0.1", port))
    assert len(exchange._peers) <= 10


async def test_an_unknown_name_is_an_unreachable_target(exchange: Exchange[ManagerEngine]) -> None:
    with pytest.raises(TargetUnreachable, match="the name is not known"):
        await exchange.find_peer(Target("name.invalid"))


async def test_a_host_without_the_targets_ip_version_cannot_reach_it(
    exchange: Exchange[ManagerEngine], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(host: str, port: int, **_: object) -> UdpEndpoint:
        raise AddressNotAvailable("[::]:0")

    monkeypatch.setattr(UdpEndpoint, "open", refuse)
    with pytest.raises(TargetUnreachable, match="does not speak its IP version"):
        await _ask(exchange, Target("::1"))
    assert exchange.engine.outstanding == 0


async def test_other_tasks_have_their_turn_while_answers_are_there_at_once(
    exchange: Exchange[ManagerEngine], scripted: MakePeer
) -> None:
    peer = scripted(lambda data: [answer(data, UPTIME)])
    turns = 0

    async def count_turns() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    counter = asyncio.create_task(count_turns())
    for _ in range(100):
        await _ask(exchange, peer.target(timeout_s=2))
    counter.cancel()
    assert turns >= 100 // exchange_module.MAX_POLLS_IN_A_ROW
    exchange.close()


def test_first_request_ids_differ() -> None:
    assert len({random_request_id() for _ in range(8)}) > 1
