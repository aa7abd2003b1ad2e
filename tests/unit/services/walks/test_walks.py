"""Walks as a service: all at once or as news, errors told apart, each walk counted once."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import aclosing
from typing import Any, cast

import msgspec
import pytest

from tests.unit.services.named_devices import DEVICE, device_names
from trishul.datatypes.oid import Oid
from trishul.datatypes.values import Value
from trishul.engine import read_ahead
from trishul.errors import (
    InvalidInput,
    LimitReached,
    NoSuchName,
    RequestTimedOut,
    SecurityRefused,
    SetRejected,
    TargetUnreachable,
)
from trishul.protocol.security.secrets import Secret
from trishul.services.bus import Bus
from trishul.services.counters import Counters
from trishul.services.credentials.forms import Credential, CredentialDraft, checked
from trishul.services.credentials.identities import ChosenIdentity
from trishul.services.user_texts import UserText
from trishul.services.varbind_texts import VarBindText
from trishul.services.walks import walks as walks_module
from trishul.services.walks.walks import (
    BrokenAnswer,
    WalkDone,
    WalkNews,
    WalkProgress,
    WalkRowsFound,
    WalkService,
    WalkToDo,
)
from trishul.simulation.demo_switch import demo_switch
from trishul.simulation.device import Device
from trishul.snmp import Agent, LocalEngine
from trishul.store.database import Database

SYSTEM = "1.3.6.1.2.1.1"
SYS_NAME = "1.3.6.1.2.1.1.5.0"


@pytest.fixture
async def agent() -> AsyncIterator[Agent]:
    async with Agent({"public": demo_switch()}) as opened:
        yield opened


@pytest.fixture
async def counters() -> Counters:
    return Counters(cast("Database", None), Bus())  # never started: counted in memory, saved nowhere


@pytest.fixture
async def walks(counters: Counters) -> AsyncIterator[WalkService]:
    service = WalkService(counters)
    await service.open()
    yield service
    await service.close()


@pytest.fixture
def silent_port() -> Iterator[int]:
    """A port that is open and never answers."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind(("127.0.0.1", 0))
        yield sock.getsockname()[1]


def a_walk(to_port: int, *, version: str | None = None, **changes: Any) -> WalkToDo:
    changes = {"identity": ChosenIdentity(version=version)} | changes
    return WalkToDo(**({"target": "127.0.0.1", "port": to_port, "timeout_s": 0.2, "retries": 0} | changes))


def counted(counters: Counters) -> tuple[int | float, ...]:
    walker = counters.snapshot()["walker"]
    return walker["walks_executed"], walker["walks_failed"], walker["oids_returned"]


async def collect(news: AsyncIterator[WalkNews], into: list[WalkNews]) -> None:
    """Keeps what came also when an error follows."""
    async for item in news:
        into.append(item)  # noqa: PERF401 -- a comprehension would lose what came before the error


async def news_of(walks: WalkService, walk: WalkToDo) -> list[WalkNews]:
    async with aclosing(walks.stream(walk)) as news:
        return [item async for item in news]


async def test_a_walk_returns_every_row_and_counts_them(walks: WalkService, agent: Agent, counters: Counters) -> None:
    result = await walks.execute(a_walk(agent.address[1], oid="1.3.6.1.2.1"))
    rows = msgspec.json.decode(bytes(result.data))
    assert (result.mode, result.cut) == ("parsed", None)
    assert result.count == len(rows) == len(demo_switch())
    assert rows[0]["oid"] == "1.3.6.1.2.1.1.1.0"
    assert counted(counters) == (1, 0, result.count)


async def test_unparsed_rows_are_lines_of_net_snmp(walks: WalkService, agent: Agent) -> None:
    result = await walks.execute(a_walk(agent.address[1], oid=SYSTEM, parse=False, use_mibs=False))
    lines = msgspec.json.decode(bytes(result.data), type=list[str])
    assert result.mode == "raw"
    assert lines[0].startswith('.1.3.6.1.2.1.1.1.0 = STRING: "')


@pytest.mark.parametrize(("operation", "count"), [("get", 1), ("getnext", 1), ("getbulk", 10), ("walk", 1)])
async def test_single_requests_are_asked_the_same_way(
    walks: WalkService, agent: Agent, counters: Counters, operation: str, count: int
) -> None:
    result = await walks.execute(a_walk(agent.address[1], oid=SYS_NAME, operation=operation, max_repetitions=10))
    assert result.count == count
    assert counted(counters) == (1, 0, count)


async def test_version_1_works_as_well(walks: WalkService, agent: Agent) -> None:
    result = await walks.execute(a_walk(agent.address[1], oid=SYSTEM, version="1"))
    assert result.count > 5


@pytest.mark.parametrize("version", ["1", "2c"])
@pytest.mark.parametrize("operation", ["get", "walk"])
async def test_nothing_there_is_told_as_such(
    walks: WalkService, agent: Agent, counters: Counters, operation: str, version: str
) -> None:
    with pytest.raises(NoSuchName):
        await walks.execute(a_walk(agent.address[1], oid="1.3.9.9", operation=operation, version=version))
    assert counted(counters) == (0, 1, 0)


async def test_silence_is_a_timeout(walks: WalkService, silent_port: int, counters: Counters) -> None:
    with pytest.raises(RequestTimedOut):
        await walks.execute(a_walk(silent_port))
    assert counted(counters) == (0, 1, 0)


@pytest.mark.parametrize("target", ["127.0.0.1", "no-such-host.invalid"])
async def test_a_closed_port_and_an_unknown_name_are_unreachable(
    walks: WalkService, free_udp_port: int, target: str
) -> None:
    with pytest.raises(TargetUnreachable):
        await walks.execute(a_walk(free_udp_port, target=target, timeout_s=2))


@pytest.mark.parametrize(("limit", "cut"), [({"max_rows": 10}, "rows"), ({"max_time_s": 0.000001}, "time")])
async def test_limits_end_a_walk_quietly_and_say_so(
    walks: WalkService, agent: Agent, counters: Counters, limit: dict[str, Any], cut: str
) -> None:
    result = await walks.execute(a_walk(agent.address[1], **limit))
    assert result.cut == cut
    assert counted(counters)[:2] == (1, 0)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"oid": "sysName"}, "oid"),
        ({"target": " "}, "target"),
        ({"port": 0}, "port"),
        ({"version": "3"}, "user"),
        ({"version": "4"}, "version"),
        ({"identity": ChosenIdentity(credential="core")}, "credential"),
        ({"max_rows": 2_000_000}, "max_rows"),
        ({"max_rows": 0}, "max_rows"),
        ({"max_time_s": 1e9}, "max_time_s"),
        ({"timeout_s": 0}, "timeout_s"),
        ({"retries": 1000}, "retries"),
        ({"max_repetitions": 0}, "max_repetitions"),
    ],
)
async def test_what_cannot_be_meant_is_refused_with_the_fields_name_and_is_no_walk(
    walks: WalkService, counters: Counters, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        await walks.execute(a_walk(161, **changes))
    assert refusal.value.field == field
    assert counted(counters) == (0, 0, 0)


async def test_a_stream_gives_all_rows_and_ends_with_done(walks: WalkService, agent: Agent, counters: Counters) -> None:
    news = await news_of(walks, a_walk(agent.address[1], oid="1.3.6.1.2.1"))
    rows = [row for item in news if isinstance(item, WalkRowsFound) for row in msgspec.json.decode(bytes(item.rows))]
    assert isinstance(news[-1], WalkDone)
    assert news[-1].count == len(rows) == len(demo_switch())
    assert counted(counters) == (1, 0, len(rows))


async def test_a_long_stream_tells_its_progress(
    walks: WalkService, agent: Agent, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(walks_module, "_PROGRESS_INTERVAL_S", 0.0)
    monkeypatch.setattr(walks_module, "_LINE_INTERVAL_S", 0.0)
    news = await news_of(walks, a_walk(agent.address[1], oid="1.3.6.1.2.1", max_repetitions=10))
    counts = [item.count for item in news if isinstance(item, WalkProgress)]
    assert counts == sorted(counts)
    assert len(counts) > 10


async def test_rows_before_an_error_are_given_before_it_is_raised(
    walks: WalkService, counters: Counters, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The agent stops answering in the middle of a walk that reads nothing ahead, however slow this host is."""
    monkeypatch.setattr(read_ahead, "WORTHWHILE_S", 60.0)
    monkeypatch.setattr(walks_module, "_LINE_INTERVAL_S", 60.0)
    seen: list[WalkNews] = []
    async with Agent({"public": demo_switch()}) as agent:
        endpoint = agent._open_endpoint._udp
        assert endpoint is not None
        agent_serve = endpoint._on_datagrams
        answered = 0

        def serve_twice(datagrams: Any) -> None:
            nonlocal answered
            answered += 1
            if answered <= 2:
                agent_serve(datagrams)

        endpoint._on_datagrams = serve_twice
        with pytest.raises(RequestTimedOut):
            await collect(walks.stream(a_walk(agent.address[1], max_repetitions=10)), seen)
    assert sum(len(msgspec.json.decode(bytes(item.rows))) for item in seen if isinstance(item, WalkRowsFound)) == 20
    assert counted(counters) == (0, 1, 20)


async def test_an_answer_that_cannot_be_read_is_the_agents_fault(walks: WalkService, counters: Counters) -> None:
    """A Response with the right request-id whose variable bindings are broken."""

    class BrokenAgent(asyncio.DatagramProtocol):
        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            self._transport = cast("asyncio.DatagramTransport", transport)

        def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
            answer = data.replace(b"\xa5", b"\xa2", 1).replace(b"\xa0", b"\xa2", 1)
            self._transport.sendto(answer[:-2] + b"\x99\x7f", addr)

    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(BrokenAgent, local_addr=("127.0.0.1", 0))
    port = transport.get_extra_info("sockname")[1]
    with pytest.raises(BrokenAnswer):
        await walks.execute(a_walk(port, oid=SYS_NAME, operation="get"))
    assert counted(counters) == (0, 1, 0)
    transport.close()


async def test_a_walk_that_nobody_waits_for_ends_and_is_neither_executed_nor_failed(
    walks: WalkService, silent_port: int, counters: Counters
) -> None:
    walking = asyncio.ensure_future(walks.execute(a_walk(silent_port, timeout_s=30)))
    await asyncio.sleep(0.05)
    walking.cancel()
    await asyncio.wait({walking})
    assert walks._running == 0
    assert counted(counters) == (0, 0, 0)


async def test_only_so_many_walks_run_at_a_time(
    walks: WalkService, silent_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(walks_module, "MAX_CONCURRENT", 1)
    first = asyncio.ensure_future(walks.execute(a_walk(silent_port, timeout_s=30)))
    await asyncio.sleep(0.05)
    with pytest.raises(LimitReached):
        await walks.execute(a_walk(silent_port))
    first.cancel()
    await asyncio.wait({first})


def test_the_community_is_not_printed() -> None:
    assert "hush-hush" not in repr(a_walk(161, identity=ChosenIdentity(community=Secret("hush-hush"))))


class OneSaved:
    """A user called bert, saved as `core`."""

    def get(self, name: str) -> Credential:
        user = UserText("bert", auth_protocol="SHA", auth_secret=Secret("maplesyrup"))
        return checked(CredentialDraft(name, "user", user=user), "1")


async def test_a_walk_is_made_as_a_saved_user_and_his_wrong_password_is_told(counters: Counters) -> None:
    walks = WalkService(counters, credentials=OneSaved())
    await walks.open()
    engine_id = bytes.fromhex("80001f880474657374")
    now = asyncio.get_running_loop().time()
    engine = LocalEngine(
        engine_id, [OneSaved().get("core").identity.user], {b"": demo_switch()}, boots=1, started_at=now
    )
    wrong = UserText("bert", auth_protocol="SHA", auth_secret=Secret("wrong one"))
    async with Agent({}, engines={engine_id: engine}) as agent:
        for operation in ("walk", "get", "getnext", "getbulk"):
            asked = a_walk(agent.address[1], oid=SYS_NAME, operation=operation, identity=ChosenIdentity("core"))
            assert (await walks.execute(asked)).count > 0
        with pytest.raises(SecurityRefused, match="the authentication password, key or protocol is wrong"):
            await walks.execute(a_walk(agent.address[1], identity=ChosenIdentity(user=wrong)))
    await walks.close()
    assert counters.snapshot()["walker"]["walks_failed"] == 1


@pytest.fixture
async def naming_walks(counters: Counters) -> AsyncIterator[WalkService]:
    service = WalkService(counters, device_names())
    await service.open()
    yield service
    await service.close()


@pytest.fixture
async def port_agent() -> AsyncIterator[Agent]:
    device = Device.from_instances(
        {
            Oid(f"{DEVICE}.1.0"): Value.integer(1),
            Oid(f"{DEVICE}.2.1.2.7"): Value.octet_string("ge-0/7"),
            Oid("1.3.6.1.4.1.99999000.1"): Value.octet_string("x"),
        }
    )
    async with Agent({"public": device}) as opened:
        yield opened


async def test_a_walk_is_asked_and_answered_in_names(naming_walks: WalkService, port_agent: Agent) -> None:
    result = await naming_walks.execute(a_walk(port_agent.address[1], oid="DEVICE-MIB::device"))
    rows = msgspec.json.decode(bytes(result.data))
    assert [(row["name"], row["display"], row["value"], row["resolved"]) for row in rows] == [
        ("DEVICE-MIB::deviceState.0", "up(1)", "1", True),
        ("DEVICE-MIB::portName.7", "ge-0/7", "ge-0/7", True),
    ]


async def test_lines_with_labels_are_those_of_snmpwalk(naming_walks: WalkService, port_agent: Agent) -> None:
    result = await naming_walks.execute(a_walk(port_agent.address[1], oid="enterprises", parse=False))
    assert result.mode == "label"
    assert msgspec.json.decode(bytes(result.data)) == [
        "DEVICE-MIB::deviceState.0 = INTEGER: up(1)",
        'DEVICE-MIB::portName.7 = STRING: "ge-0/7"',
        'SNMPv2-SMI::enterprises.99999000.1 = STRING: "x"',
    ]


async def test_without_mibs_rows_are_numbers_and_the_question_may_still_be_a_name(
    naming_walks: WalkService, port_agent: Agent
) -> None:
    result = await naming_walks.execute(a_walk(port_agent.address[1], oid="deviceState", use_mibs=False))
    (row,) = msgspec.json.decode(bytes(result.data))
    assert (row["name"], row["display"], row["resolved"]) == (f"{DEVICE}.1.0", "1", False)


async def test_an_unknown_name_is_refused_with_names_that_look_like_it(naming_walks: WalkService) -> None:
    with pytest.raises(InvalidInput, match="deviceState") as refusal:
        naming_walks.check(a_walk(161, oid="deviceStat"))
    assert refusal.value.field == "oid"


async def test_a_set_gives_back_what_was_set_and_counts_as_a_walk(
    walks: WalkService, agent: Agent, counters: Counters
) -> None:
    values = [VarBindText(SYS_NAME, "s", "renamed"), VarBindText(f"{SYSTEM}.6.0", None, "Rack 9")]
    result = await walks.execute(a_walk(agent.address[1], operation="set", varbinds=values))
    rows = msgspec.json.decode(result.data)
    assert [(row["oid"], row["value"]) for row in rows] == [(SYS_NAME, "renamed"), (f"{SYSTEM}.6.0", "Rack 9")]
    assert counters.snapshot()["walker"]["walks_executed"] == 1
    seen = await walks.execute(a_walk(agent.address[1], operation="get", oid=SYS_NAME))
    assert msgspec.json.decode(seen.data)[0]["value"] == "renamed"


async def test_a_set_that_the_agent_refuses_says_why(walks: WalkService, agent: Agent, counters: Counters) -> None:
    values = [VarBindText(SYS_NAME, "i", "1")]
    with pytest.raises(SetRejected, match="wrongType"):
        await walks.execute(a_walk(agent.address[1], operation="set", varbinds=values))
    assert counters.snapshot()["walker"]["walks_failed"] == 1


async def test_a_set_of_nothing_is_refused_before_it_is_sent(walks: WalkService) -> None:
    with pytest.raises(InvalidInput) as refused:
        walks.check(a_walk(1, operation="set"))
    assert refused.value.field == "varbinds"
