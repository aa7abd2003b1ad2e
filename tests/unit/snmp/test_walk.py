"""Walks over real sockets: pages, rows, limits, errors after good rows, and what a cancelled walk leaves behind."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterable, Callable

import pytest

from tests.unit.engine.answers import answer, sent_pdu
from tests.unit.engine.simulated_link import table_agent
from tests.unit.snmp.conftest import Script, ScriptedPeer, until
from trishul.datatypes import Oid, Value, VarBind
from trishul.engine.addresses import Address
from trishul.errors import NonIncreasingOid, NoSuchName, RequestTimedOut, TargetUnreachable
from trishul.snmp import Agent, Manager, Target, WalkCut
from trishul.snmp.walk import WalkRows
from trishul.transport.udp import Datagrams

COLUMN = "1.3.6.1.2.1.2.2.1.2"
EVERYTHING = "1.3.6.1.2.1"
MakePeer = Callable[[Script | None], ScriptedPeer]


def _row(number: int) -> VarBind:
    return VarBind.of(f"{COLUMN}.{number}", Value.integer(number))


async def _collect(walk: AsyncIterable[VarBind], rows: list[VarBind]) -> None:
    """Keeps the rows that came before an error."""
    async for varbind in walk:
        rows.append(varbind)  # noqa: PERF401 -- a comprehension would lose them with the error


def _counting_agent(data: bytes) -> list[bytes]:
    """Rows without end, as many as are asked."""
    pdu = sent_pdu(data)
    last = pdu.varbinds[0].oid
    first = last[-1] + 1 if len(last) > len(Oid(COLUMN)) else 1
    return [answer(data, *(_row(number) for number in range(first, first + pdu.max_repetitions)))]


@pytest.mark.parametrize("version", ["1", "2c"])
@pytest.mark.parametrize("max_repetitions", [1, 25, 1000])
async def test_every_row_comes_once_and_in_order(
    manager: Manager, agent: Agent, version: str, max_repetitions: int
) -> None:
    host, port = agent.address
    walk = manager.walk(Target(host, port, version=version), EVERYTHING, max_repetitions=max_repetitions)
    oids = [varbind.oid async for varbind in walk]
    assert len(oids) == walk.rows == 103
    assert oids == sorted(oids)
    assert walk.cut is None


async def test_pages_are_the_answers_of_the_agent(manager: Manager, target: Target) -> None:
    pages = [len(page) async for page in manager.walk_pages(target, COLUMN, max_repetitions=30)]
    assert pages == [30, 30, 30, 10]


async def test_pages_grow_while_they_fit(manager: Manager, scripted: MakePeer) -> None:
    pages = manager.walk_pages(scripted(_counting_agent).target(timeout_s=60), COLUMN, max_rows=1000)
    assert [len(page) async for page in pages] == [25, 50, 100, 200, 400, 225]


async def test_an_agent_that_sends_no_large_answers_is_walked_all_the_same(
    manager: Manager, scripted: MakePeer
) -> None:
    peer = scripted(lambda data: _counting_agent(data) if sent_pdu(data).max_repetitions <= 60 else [])
    pages = manager.walk_pages(peer.target(), COLUMN, max_rows=300)
    assert [varbind async for varbind in WalkRows(pages)] == [_row(number) for number in range(1, 301)]


async def test_columns_are_asked_for_at_a_time_where_answers_take_long(
    agent: Agent, manager: Manager, scripted: MakePeer
) -> None:
    del agent
    rows = [
        VarBind.of(f"1.3.6.1.2.1.2.2.1.{column}.{row}", Value.integer(row))
        for column in (1, 2, 3)
        for row in range(1, 41)
    ]
    table = table_agent([*rows, VarBind.of("1.3.6.1.2.1.4.1.0", Value.integer(1))])
    waiting: list[tuple[bytes, Address]] = []
    most = 0

    def answer_one() -> None:
        data, source = waiting.pop(0)
        names = [sent_pdu(data).varbinds[0].name]
        for _ in range(10):
            names.append(table(names[-1]).name)
        peer.endpoint.send(answer(data, *(table(name) for name in names[:-1])), source)

    def answer_later(datagrams: Datagrams) -> None:
        nonlocal most
        for datagram in datagrams:
            waiting.append(datagram)
            asyncio.get_running_loop().call_later(0.02, answer_one)
        most = max(most, len(waiting))

    peer = scripted(None)
    peer.endpoint._on_datagrams = answer_later
    walk = manager.walk(peer.target(timeout_s=5), "1.3.6.1.2.1.2.2.1", max_repetitions=10, max_in_flight=3)
    assert [varbind async for varbind in walk] == rows
    assert most == 3
    assert manager._exchange.engine.outstanding == 0


async def test_a_limit_ends_quietly_and_says_so(manager: Manager, target: Target) -> None:
    walk = manager.walk(target, EVERYTHING, max_rows=10)
    assert len([varbind async for varbind in walk]) == 10
    assert walk.cut is WalkCut.ROWS


async def test_a_time_limit_ends_an_endless_walk(manager: Manager, scripted: MakePeer) -> None:
    pages = manager.walk_pages(scripted(_counting_agent).target(timeout_s=2), COLUMN, max_time_s=0.1)
    rows = [varbind async for page in pages for varbind in page]
    assert pages.cut is WalkCut.TIME
    assert rows == [_row(number) for number in range(1, len(rows) + 1)]


async def test_a_time_limit_ends_a_walk_whose_agent_fell_silent(manager: Manager, scripted: MakePeer) -> None:
    peer = scripted(lambda data: _counting_agent(data) if len(peer.received) < 3 else [])
    walk = manager.walk(peer.target(timeout_s=60), COLUMN, max_repetitions=25, max_time_s=0.1)
    assert len([varbind async for varbind in walk]) == 50
    assert walk.cut is WalkCut.TIME


async def test_rows_before_an_error_are_given_first(manager: Manager, scripted: MakePeer) -> None:
    peer = scripted(lambda data: _counting_agent(data) if len(peer.received) < 3 else [])
    rows: list[VarBind] = []
    with pytest.raises(RequestTimedOut):
        await _collect(manager.walk(peer.target(), COLUMN, max_repetitions=25), rows)
    assert len(rows) == 50


async def test_an_error_is_raised_once_and_then_the_walk_is_over(manager: Manager, scripted: MakePeer) -> None:
    pages = manager.walk_pages(scripted(lambda data: [answer(data, _row(2), _row(1))]).target(timeout_s=2), COLUMN)
    assert await anext(pages) == [_row(2)]
    with pytest.raises(NonIncreasingOid):
        await anext(pages)
    with pytest.raises(StopAsyncIteration):
        await anext(pages)


async def test_tolerated_disorder_goes_on_but_not_in_circles(manager: Manager, scripted: MakePeer) -> None:
    peer = scripted(lambda data: [answer(data, _row(2), _row(1))])
    rows: list[VarBind] = []
    with pytest.raises(NonIncreasingOid):
        await _collect(manager.walk(peer.target(timeout_s=2), COLUMN, tolerates_non_increasing=True), rows)
    assert rows == [_row(2), _row(1), _row(2), _row(1)]


async def test_an_instance_is_walked_as_itself(manager: Manager, target: Target) -> None:
    (varbind,) = [varbind async for varbind in manager.walk(target, "1.3.6.1.2.1.1.5.0")]
    assert varbind.value.native == b"switch"


async def test_nothing_there_is_no_such_name(manager: Manager, target: Target) -> None:
    with pytest.raises(NoSuchName) as caught:
        _ = [varbind async for varbind in manager.walk(target, "1.3.6.1.4.1")]
    assert caught.value.oid == "1.3.6.1.4.1"


async def test_an_unknown_name_is_told_when_the_walk_begins(manager: Manager) -> None:
    with pytest.raises(TargetUnreachable):
        _ = [varbind async for varbind in manager.walk(Target("name.invalid"), EVERYTHING)]


async def test_a_page_is_fetched_ahead_and_only_one(manager: Manager, scripted: MakePeer) -> None:
    peer = scripted(_counting_agent)
    pages = manager.walk_pages(peer.target(timeout_s=2), COLUMN)
    await anext(pages)
    await until(lambda: len(peer.received) == 2)
    for _ in range(20):
        await asyncio.sleep(0)
    assert len(peer.received) == 2


async def test_a_cancelled_walk_forgets_its_request(manager: Manager, scripted: MakePeer) -> None:
    peer = scripted(lambda data: _counting_agent(data) if len(peer.received) < 2 else [])
    rows: list[VarBind] = []
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(_collect(manager.walk(peer.target(timeout_s=60), COLUMN), rows), 0.05)
    assert len(rows) == 25
    assert manager._exchange.engine.outstanding == 0


async def test_a_walk_that_was_cancelled_can_go_on(manager: Manager, scripted: MakePeer) -> None:
    peer = scripted(lambda data: _counting_agent(data) if len(peer.received) != 2 else [])
    pages = manager.walk_pages(peer.target(timeout_s=60), COLUMN)
    await anext(pages)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.02):
            await anext(pages)
    assert (await anext(pages))[0] == _row(26)


async def test_leaving_a_walk_early_forgets_what_was_fetched_ahead(manager: Manager, target: Target) -> None:
    pages = manager.walk_pages(target, EVERYTHING)
    await anext(pages)
    await pages.aclose()
    assert manager._exchange.engine.outstanding == 0
    async for _ in manager.walk(target, EVERYTHING):
        break


async def test_two_walks_at_a_time_do_not_mix(manager: Manager, target: Target) -> None:
    async def walk(root: str) -> list[VarBind]:
        return [varbind async for varbind in manager.walk(target, root, max_repetitions=3)]

    system, column = await asyncio.gather(walk("1.3.6.1.2.1.1"), walk(COLUMN))
    assert (len(system), len(column)) == (3, 100)
