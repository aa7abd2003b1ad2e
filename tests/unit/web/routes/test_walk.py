"""`/api/walk`: one answer or a stream of lines, each kind of failure with its own code."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx
import msgspec
import pytest

from trishul.simulation.demo_switch import demo_switch
from trishul.snmp import Agent

SYSTEM = "1.3.6.1.2.1.1"


@pytest.fixture
async def agent() -> AsyncIterator[Agent]:
    async with Agent({"public": demo_switch()}) as opened:
        yield opened


@pytest.fixture
def silent_port() -> Iterator[int]:
    """A port that is open and never answers."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind(("127.0.0.1", 0))
        yield sock.getsockname()[1]


def a_walk(to_port: int, **changes: Any) -> dict[str, Any]:
    return {"target": "127.0.0.1", "port": to_port, "oid": SYSTEM, "timeout_s": 0.1, "retries": 0} | changes


def lines_of(reply: httpx.Response) -> list[dict[str, Any]]:
    return [msgspec.json.decode(line) for line in reply.content.splitlines()]


async def test_a_parsed_walk_has_rows(client: httpx.AsyncClient, agent: Agent) -> None:
    reply = (await client.post("/api/walk/execute", json=a_walk(agent.address[1]))).json()
    assert (reply["mode"], reply["cut"]) == ("parsed", None)
    assert reply["count"] == len(reply["data"])
    assert set(reply["data"][0]) >= {"oid", "name", "type", "value", "display"}


async def test_a_raw_walk_has_lines(client: httpx.AsyncClient, agent: Agent) -> None:
    reply = (await client.post("/api/walk/execute", json=a_walk(agent.address[1], parse=False, use_mibs=False))).json()
    assert reply["mode"] == "raw"
    assert reply["data"][0].startswith(".1.3.6.1.2.1.1.1.0 = STRING: ")


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"oid": "1.3.9"}, 404, "no_such_oid"),
        ({"community": "guess"}, 504, "timeout"),
        ({"target": "no-such-host.invalid"}, 502, "unreachable"),
        ({"oid": "sysName"}, 422, "invalid_input"),
        ({"max_rows": 0}, 422, "invalid_input"),
        ({"operation": "set"}, 422, "invalid_input"),
    ],
)
async def test_failures_are_told_apart(
    client: httpx.AsyncClient, agent: Agent, changes: dict[str, Any], status: int, code: str
) -> None:
    reply = await client.post("/api/walk/execute", json=a_walk(agent.address[1], **changes))
    assert (reply.status_code, reply.json()["code"]) == (status, code)


async def test_a_closed_port_is_502(client: httpx.AsyncClient, free_udp_port: int) -> None:
    reply = await client.post("/api/walk/execute", json=a_walk(free_udp_port, timeout_s=2))
    assert (reply.status_code, reply.json()["code"]) == (502, "unreachable")


async def test_a_stream_is_one_object_a_line_and_ends_with_done(client: httpx.AsyncClient, agent: Agent) -> None:
    reply = await client.post("/api/walk/stream", json=a_walk(agent.address[1]))
    assert reply.headers["content-type"] == "application/x-ndjson"
    lines = lines_of(reply)
    rows = [row for line in lines for row in line.get("rows", [])]
    assert lines[-1]["done"]["count"] == len(rows)
    assert lines[-1]["done"]["cut"] is None


async def test_a_stream_that_fails_ends_with_the_problem(client: httpx.AsyncClient, silent_port: int) -> None:
    reply = await client.post("/api/walk/stream", json=a_walk(silent_port))
    assert reply.status_code == 200
    assert lines_of(reply)[-1]["error"]["code"] == "timeout"


async def test_a_stream_that_cannot_be_meant_is_422_before_it_begins(client: httpx.AsyncClient) -> None:
    reply = await client.post("/api/walk/stream", json=a_walk(161, oid="sysName"))
    assert (reply.status_code, reply.json()["field"]) == (422, "oid")
