"""The simulator by SNMPv3 and through views: saved users, contexts, access control, its engine (contract §4)."""

from __future__ import annotations

import asyncio
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import httpx
import pytest

from tests.contract.served import Server
from trishul.snmp import AuthProtocol, KeyMaterial, Manager, PrivProtocol, Target, UserCredentials

SYS_NAME = "1.3.6.1.2.1.1.5.0"
SYS_DESCR = "1.3.6.1.2.1.1.1.0"
BERT: dict[str, Any] = {
    "name": "bert", "kind": "user", "user": "bert", "for_simulator": True,
    "auth_protocol": "SHA-256", "auth_password": "maplesyrup", "priv_protocol": "AES", "priv_password": "plumpudding",
}  # fmt: skip
AS_BERT = ("-v3", "-u", "bert", "-l", "authPriv", "-a", "SHA-256", "-A", "maplesyrup", "-x", "AES", "-X", "plumpudding")
AS_PUBLIC = ("-v2c", "-c", "public")
ACCESS: dict[str, Any] = {
    "communities": [{"community": "public", "security_name": "guest"}],
    "groups": [
        {"group": "guests", "model": "v2c", "security_name": "guest"},
        {"group": "admins", "model": "usm", "security_name": "bert"},
    ],
    "views": [
        {"view": "system", "subtree": "system"},
        {"view": "system", "subtree": "1.3.6.1.2.1.1.1", "type": "excluded"},
        {"view": "all but", "subtree": "1.3.6.1.2.1"},
        {"view": "all but", "subtree": "system", "type": "excluded"},
        {"view": "port 3", "subtree": "1.3.6.1.2.1.2.2.1.0.3", "mask": "ff:a0"},
    ],
    "access": [
        {"group": "guests", "read": "system"},
        {
            "group": "admins",
            "context": "",
            "match": "prefix",
            "level": "authPriv",
            "read": "port 3",
            "write": "all but",
        },
    ],
}


def tool(name: str, port: int, asker: Sequence[str], *asked: str) -> str:
    command = [name, "-On", "-Oe", "-t", "1", "-r", "2", *asker, f"127.0.0.1:{port}", *asked]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    return done.stdout + done.stderr


def eventually(found: Callable[[], object], expected: object) -> None:
    deadline = time.monotonic() + 10
    while found() != expected:
        assert time.monotonic() < deadline, (found(), expected)
        time.sleep(0.05)


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[httpx.Client, int]]:
    """A server with a recording, and the port of its simulator."""
    data = tmp_path_factory.mktemp("access") / "data"
    (data / "recordings").mkdir(parents=True)
    (data / "recordings" / "sw1.snmprec").write_text(f"{SYS_NAME}|4|switch one\n")
    with Server(data) as server, server.client(server.login()) as client:
        yield client, int(client.post("/api/simulator/start", json={"port": 0}).json()["port"])


@pytest.fixture
def own(started: tuple[httpx.Client, int]) -> Iterator[httpx.Client]:
    """The client; what a test saved is gone after it."""
    client = started[0]
    yield client
    client.put("/api/simulator/access", json={}).raise_for_status()
    for credential in client.get("/api/credentials").json()["data"]:
        client.delete(f"/api/credentials/{credential['name']}", params={"force": True}).raise_for_status()
    eventually(lambda: status(client)["users"], 0)


@pytest.fixture
def port(started: tuple[httpx.Client, int]) -> int:
    return started[1]


async def ask_before_and_after(port: int, restart: Callable[[], object]) -> None:
    """One manager that knew the engine before it started anew (RFC 3414 §3.2 step 7)."""
    user = UserCredentials(
        "bert", AuthProtocol.SHA256, KeyMaterial.password("maplesyrup"), PrivProtocol.AES128,
        KeyMaterial.password("plumpudding"),
    )  # fmt: skip
    target = Target("127.0.0.1", port, version="3", user=user)
    async with Manager() as manager:
        await manager.get(target, SYS_NAME)
        await asyncio.to_thread(restart)
        await manager.get(target, SYS_NAME)


def status(client: httpx.Client) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/api/simulator/status").json()
    return found


def test_saved_users_are_answered_as_soon_as_they_are_saved_in_every_context(own: httpx.Client, port: int) -> None:
    assert "Unknown user name" in tool("snmpget", port, AS_BERT, SYS_NAME)
    own.post("/api/credentials", json=BERT).raise_for_status()
    eventually(lambda: status(own)["users"], 1)
    assert "STRING" in tool("snmpget", port, AS_BERT, SYS_NAME)
    assert '"switch one"' in tool("snmpget", port, (*AS_BERT, "-n", "sw1"), SYS_NAME)
    assert "Bad context" in tool("snmpget", port, (*AS_BERT, "-n", "sw2"), SYS_NAME)
    own.delete("/api/credentials/bert", params={"force": True}).raise_for_status()
    eventually(lambda: status(own)["users"], 0)
    assert "Unknown user name" in tool("snmpget", port, AS_BERT, SYS_NAME)


def test_saved_communities_are_answered_for_the_default_device(own: httpx.Client, port: int) -> None:
    body = {"name": "second", "kind": "community", "community": "another", "for_simulator": True}
    own.post("/api/credentials", json=body).raise_for_status()
    eventually(lambda: "STRING" in tool("snmpget", port, ("-v2c", "-c", "another"), SYS_NAME), expected=True)


def test_boots_count_every_start_and_who_is_asked_again_resynchronises(own: httpx.Client, port: int) -> None:
    own.post("/api/credentials", json=BERT).raise_for_status()
    eventually(lambda: status(own)["users"], 1)
    before = status(own)["engine"]
    asyncio.run(ask_before_and_after(port, lambda: own.post("/api/simulator/restart").raise_for_status()))
    after = status(own)["engine"]
    assert after == {**before, "boots": before["boots"] + 1}
    assert f"INTEGER: {after['boots']}" in tool("snmpget", port, AS_BERT, "1.3.6.1.6.3.10.2.1.2.0")


def test_views_decide_from_the_next_request_on(own: httpx.Client, port: int) -> None:
    own.post("/api/credentials", json=BERT).raise_for_status()
    eventually(lambda: status(own)["users"], 1)
    saved = own.put("/api/simulator/access", json=ACCESS)
    assert (saved.status_code, saved.json()) == (200, {"status": "saved", "applied": True})
    assert own.get("/api/simulator/access").json() == {
        **ACCESS, "engines": [],
        "views": [{"mask": "", "type": "included", **row} for row in ACCESS["views"]],
        "access": [
            {"context": "", "match": "exact", "model": "any", "level": "noAuthNoPriv", "write": "", "notify": "", **row}
            for row in ACCESS["access"]
        ],
    }  # fmt: skip
    assert status(own)["access"] == {"communities": 1, "groups": 2, "views": 5, "access": 2}
    walked = tool("snmpbulkwalk", port, AS_PUBLIC, "1.3").splitlines()
    assert all(line.startswith(".1.3.6.1.2.1.1.") for line in walked[:-1])
    assert not any(line.startswith(f".{SYS_DESCR}") for line in walked)
    rows = tool("snmpbulkwalk", port, AS_BERT, "1.3").splitlines()
    assert {line.split(" ")[0].rpartition(".")[2] for line in rows if line.startswith(".1.3.6.1.2.1.2.2.1.")} == {"3"}
    assert "No Such Object" in tool("snmpget", port, AS_BERT, SYS_DESCR)
    assert "authorizationError" in tool("snmpset", port, AS_PUBLIC, SYS_NAME, "s", "x")
    assert "noAccess" in tool("snmpset", port, AS_BERT, SYS_NAME, "s", "x")
    assert "notWritable" in tool("snmpset", port, AS_BERT, "1.3.6.1.2.1.11.30.0", "i", "1")
    assert "Timeout" in tool("snmpget", port, ("-v2c", "-c", "sw1"), SYS_NAME)
    own.put("/api/simulator/access", json={}).raise_for_status()
    assert '"switch one"' in tool("snmpget", port, ("-v2c", "-c", "sw1"), SYS_NAME)


def test_access_outlives_a_restart_of_the_simulator(own: httpx.Client, port: int) -> None:
    own.put("/api/simulator/access", json=ACCESS).raise_for_status()
    own.post("/api/simulator/restart").raise_for_status()
    assert "No Such Object" in tool("snmpget", port, AS_PUBLIC, SYS_DESCR)


def test_a_device_may_have_an_engine_of_its_own(own: httpx.Client, port: int) -> None:
    own.post("/api/credentials", json=BERT).raise_for_status()
    engines = [{"context": "sw1", "engine_id": "80:00:7e:d9:04:73:77:31"}]
    own.put("/api/simulator/access", json={"engines": engines}).raise_for_status()
    eventually(lambda: status(own)["users"], 1)
    assert '"switch one"' in tool("snmpget", port, (*AS_BERT, "-e", "0x80007ed904737731"), SYS_NAME)


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({"group": []}, "access"),
        ({"groups": {}}, "groups"),
        ({"groups": [{"group": "g", "model": "v4", "security_name": "x"}]}, "groups[0].model"),
        ({"groups": [{"group": "", "model": "usm", "security_name": "x"}]}, "groups[0].group"),
        ({"groups": [{"group": "g", "model": "usm", "security_name": "x" * 33}]}, "groups[0].security_name"),
        ({"groups": [{"group": "g", "model": "usm", "security_name": "x"}] * 2}, "groups[1]"),
        ({"views": [{"view": "v", "subtree": "no such name"}]}, "views[0].subtree"),
        ({"views": [{"view": "v", "subtree": "1.3", "mask": "zz"}]}, "views[0].mask"),
        ({"access": [{"group": "g", "read": "gone"}]}, "access[0].read"),
        ({"access": [{"group": "g", "level": "secret"}]}, "access[0].level"),
        ({"engines": [{"context": "", "engine_id": "12"}]}, "engines[0].engine_id"),
        ({"communities": [{"community": "", "security_name": "x"}]}, "communities[0].community"),
        ({"communities": 7}, "communities"),
    ],
)
def test_what_cannot_be_meant_is_refused_by_its_place(client: httpx.Client, body: dict[str, Any], place: str) -> None:
    refused = client.put("/api/simulator/access", json=body)
    assert refused.status_code == 422
    assert place in [finding["field"] for finding in refused.json()["errors"]]
    assert client.get("/api/simulator/access").json()["groups"] == []
