"""The clock of our agent jumps, or the agent restarts, while net-snmp's tools and our manager know an older time.

RFC 3414 §2.2, §2.3 and §3.2 step 7: who is outside the time window is told so and comes back with the right time.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.interop.security import credentials, tool_options
from tests.interop.served_engine import AES, ROWS, SHA, SYS_NAME, Serving, serving
from trishul.engine.drops import DropReason
from trishul.errors import RequestTimedOut
from trishul.protocol.security.reports import Refusal
from trishul.protocol.security.time_window import MAX_BOOTS, LocalClock
from trishul.snmp import Manager, Target

if TYPE_CHECKING:
    from tests.interop.conftest import NetSnmp

BOOTS, TIME_S, HOURS_S = 7, 20_000, 3 * 3600
PAIR = SHA, AES
LATER, EARLIER = (BOOTS, TIME_S + HOURS_S), (BOOTS, TIME_S - HOURS_S)
RESTARTED, RESTARTED_OFTEN = (BOOTS + 1, 0), (BOOTS + 900, 5)
FORGOTTEN = 1, 3
PRINTED = f'.{SYS_NAME} = STRING: "switch-1"'
FORWARD = pytest.mark.parametrize("moved", [LATER, RESTARTED, RESTARTED_OFTEN], ids="{0[0]} boots {0[1]} s".format)
BACK = pytest.mark.parametrize("moved", [EARLIER, FORGOTTEN], ids="{0[0]} boots {0[1]} s".format)
REMEMBERING = *tool_options(*PAIR), "-On", f"-Z{BOOTS},{TIME_S}"
"""A tool that believes what the engine said before; with `-e` as well it would forget `-Z` and begin anew."""
SILENCE_S = 2.0
"""How long somebody waits who is not answered; he asks for the engine first, and a busy machine takes its time."""


@pytest.fixture(scope="module")
def one_agent(netsnmp: NetSnmp) -> Iterator[Serving]:
    with serving([PAIR]) as found:
        yield found


@pytest.fixture
def served(one_agent: Serving) -> Serving:
    move(one_agent, (BOOTS, TIME_S))
    return one_agent


def move(served: Serving, told: tuple[int, int]) -> None:
    """From now on the engine says these boots and this time."""
    served.engine.clock = LocalClock(told[0], time.monotonic() - told[1])


def reports(served: Serving) -> int:
    return served.engine.statistics[Refusal.NOT_IN_TIME_WINDOW]


def target_at(served: Serving, timeout_s: float = 20.0) -> Target:
    port = int(served.agent.address[1])
    return Target("127.0.0.1", port, version="3", user=credentials(*PAIR), timeout_s=timeout_s, retries=0)


async def name_of(manager: Manager, target: Target) -> str:
    (varbind,) = await manager.get(target, SYS_NAME)
    return str(varbind.value)


@FORWARD
def test_a_tool_that_remembers_boots_and_time_is_set_right(
    netsnmp: NetSnmp, served: Serving, moved: tuple[int, int]
) -> None:
    move(served, moved)
    before = reports(served)
    assert netsnmp.lines("snmpget", *REMEMBERING, served.address, SYS_NAME) == [PRINTED]
    assert reports(served) == before + 1


@BACK
def test_a_tool_that_remembers_a_later_time_does_not_believe_the_report_and_one_that_asks_anew_does(
    netsnmp: NetSnmp, served: Serving, moved: tuple[int, int]
) -> None:
    """net-snmp keeps to step 7b as we do: the Report tells an older time than it knows."""
    move(served, moved)
    before = reports(served)
    done = netsnmp.run("snmpget", "-r0", f"-t{SILENCE_S}", *REMEMBERING, served.address, SYS_NAME)
    assert b"Timeout" in done.stderr
    assert reports(served) == before + 1
    assert netsnmp.lines("snmpget", *tool_options(*PAIR), "-On", served.address, SYS_NAME) == [PRINTED]


@pytest.mark.parametrize("drift_s", [-140, 140])
async def test_inside_the_window_nobody_is_set_right(netsnmp: NetSnmp, served: Serving, drift_s: int) -> None:
    before = reports(served)
    options = *tool_options(*PAIR), "-On", f"-Z{BOOTS},{TIME_S + drift_s}", served.address
    assert netsnmp.lines("snmpget", *options, SYS_NAME) == [PRINTED]
    async with Manager() as manager:
        assert await name_of(manager, target_at(served)) == "switch-1"
        move(served, (BOOTS, TIME_S + drift_s))
        assert await name_of(manager, target_at(served)) == "switch-1"
    assert reports(served) == before


@FORWARD
async def test_our_manager_follows_a_clock_that_went_forward_in_the_same_request(
    served: Serving, moved: tuple[int, int]
) -> None:
    async with Manager() as manager:
        assert await name_of(manager, target_at(served)) == "switch-1"
        before = reports(served)
        move(served, moved)
        assert await name_of(manager, target_at(served)) == "switch-1"
        assert await name_of(manager, target_at(served)) == "switch-1"
        assert dict(manager.drops) == {}
    assert reports(served) == before + 1


@BACK
async def test_a_clock_that_went_back_is_not_believed_until_the_engine_was_silent_once(
    served: Serving, moved: tuple[int, int]
) -> None:
    """It could be a replay: RFC 3414 §3.2 step 7b."""
    target = target_at(served, timeout_s=SILENCE_S)
    async with Manager() as manager:
        assert await name_of(manager, target) == "switch-1"
        move(served, moved)
        with pytest.raises(RequestTimedOut):
            await name_of(manager, target)
        assert dict(manager.drops) == {DropReason.NOT_IN_TIME_WINDOW: 1}
        assert await name_of(manager, target) == "switch-1"


async def test_a_walk_goes_on_when_the_agent_restarts_under_it(served: Serving) -> None:
    async with Manager() as manager:
        rows = []
        async for varbind in manager.walk(target_at(served), ROWS, max_repetitions=5):
            rows.append(str(varbind.oid))
            if len(rows) == 20:
                move(served, RESTARTED)
            if len(rows) == 60:
                move(served, (BOOTS + 1, HOURS_S))
    assert rows == [f"{ROWS}.{row}" for row in range(1, 101)]


async def test_an_engine_whose_boots_are_used_up_answers_nobody_who_authenticates(
    netsnmp: NetSnmp, served: Serving
) -> None:
    """RFC 3414 §2.2.2: until it gets a new snmpEngineID; even its Reports are outside of the window then."""
    move(served, (MAX_BOOTS, 10))
    before = reports(served)
    async with Manager() as manager:
        with pytest.raises(RequestTimedOut):
            await name_of(manager, target_at(served, timeout_s=SILENCE_S))
        assert dict(manager.drops) == {DropReason.NOT_IN_TIME_WINDOW: 1}
    done = netsnmp.run("snmpget", "-r0", f"-t{SILENCE_S}", *tool_options(*PAIR), served.address, SYS_NAME)
    assert b"Timeout" in done.stderr
    assert reports(served) >= before + 2
