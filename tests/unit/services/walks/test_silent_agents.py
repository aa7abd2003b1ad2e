"""Silence of an agent that is there is told apart from silence of nobody."""

from __future__ import annotations

import asyncio
import socket

import pytest

from trishul.errors import RequestTimedOut
from trishul.services.walks.silent_agents import CommunityRefused, reason_of_silence
from trishul.simulation.demo_switch import demo_switch
from trishul.snmp import Agent, LocalEngine, Manager, Target, UserCredentials

ENGINE_ID = bytes.fromhex("80001f880474657374")


def target_at(port: int, *, version: str = "2c", user: UserCredentials | None = None) -> Target:
    return Target("127.0.0.1", port, community="guess", version=version, user=user, timeout_s=0.2, retries=0)


async def reason(target: Target) -> RequestTimedOut:
    async with Manager() as manager:
        return await reason_of_silence(manager, target, RequestTimedOut(str(target), 3.0, 2))


@pytest.mark.parametrize("version", ["1", "2c"])
async def test_an_agent_that_answers_snmpv3_has_refused_the_community(version: str) -> None:
    engine = LocalEngine(ENGINE_ID, [], {}, boots=1, started_at=asyncio.get_running_loop().time())
    async with Agent({"public": demo_switch()}, engines={ENGINE_ID: engine}) as agent:
        patient = Target("127.0.0.1", agent.address[1], community="guess", version=version, timeout_s=10)
        told = await reason(patient)
    assert isinstance(told, CommunityRefused)
    assert "No answer from" in str(told)
    assert "answers SNMPv3" in str(told)
    assert "guess" not in str(told)


async def test_silence_of_everything_stays_silence() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind(("127.0.0.1", 0))
        assert type(await reason(target_at(sock.getsockname()[1]))) is RequestTimedOut


async def test_a_port_that_is_closed_meanwhile_stays_silence(free_udp_port: int) -> None:
    assert type(await reason(target_at(free_udp_port))) is RequestTimedOut


async def test_nobody_is_asked_where_a_user_was_not_answered(free_udp_port: int) -> None:
    target = target_at(free_udp_port, version="3", user=UserCredentials("bert"))
    assert type(await reason(target)) is RequestTimedOut
