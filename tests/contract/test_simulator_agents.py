"""Agents over REST, asked by net-snmp: by an address, a community, a context and a user of their own."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import time
import zipfile
from collections.abc import Callable

import httpx
import pytest

from tests.contract.served import Server
from tests.ports import free_port

AGENTS = "/api/simulator/agents"
RECORDINGS = "/api/simulator/recordings"
SYS_NAME = "1.3.6.1.2.1.1.5.0"
AS_BERT = ("-v3", "-u", "bert", "-l", "authNoPriv", "-a", "SHA-256", "-A", "maplesyrup")
BERT = {
    "name": "bert", "kind": "user", "user": "bert", "for_simulator": True,
    "auth_protocol": "SHA-256", "auth_password": "maplesyrup",
}  # fmt: skip


def ask(address: str, *asker: str) -> str:
    command = ["snmpget", "-t", "5", "-r", "3", "-Oqv", *asker, address, SYS_NAME]
    done = subprocess.run(command, capture_output=True, text=True, timeout=40, check=False)
    return (done.stdout or done.stderr).strip().strip('"')


def walk(address: str, community: str, root: str) -> list[str]:
    command = ["snmpwalk", "-v2c", "-c", community, "-t", "5", "-On", "-Cc", "-M", "", address, root]
    done = subprocess.run(command, capture_output=True, text=True, timeout=40, check=True)
    return [line for line in done.stdout.splitlines() if "No more variables" not in line]


def eventually(claim: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not claim():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


def free_address() -> str:
    return f"127.0.0.2:{free_port('127.0.0.2')}"


@pytest.fixture
def server(shared_server: Server) -> Server:
    """One for all of them: agents of one test are nothing to another."""
    return shared_server


@pytest.fixture
def own(server: Server) -> httpx.Client:
    return server.client(server.login())


def test_agents_are_asked_by_all_that_they_answer_to_and_come_back_after_a_crash(
    server: Server, own: httpx.Client
) -> None:
    folder = server.data_dir / "recordings"
    for name in ("one", "two", "three"):
        (folder / f"{name}.snmprec").write_text(f"{SYS_NAME}|4|{name}\n")
    assert own.post("/api/credentials", json=BERT).status_code == 201
    started = own.post("/api/simulator/start").json()
    shared, listen = f"127.0.0.1:{started['port']}", free_address()

    def make(name: str, recording: str, **addresses: str) -> None:
        source = {"kind": "recording", "path": f"{recording}.snmprec"}
        made = own.post(AGENTS, json={"name": name, "source": source, "addresses": addresses})
        assert made.status_code == 201, made.text

    make("by address", "one", community="public", listen=listen)
    make("by community", "two", community="lab", context="lab")
    make("by user", "three", user="bert")

    def check() -> None:
        assert ask(listen, "-v2c", "-c", "public") == "one"
        assert ask(listen, *AS_BERT) == "one"
        assert ask(shared, "-v2c", "-c", "lab") == "two"
        assert ask(shared, *AS_BERT, "-n", "lab") == "two"
        assert ask(shared, *AS_BERT) == "three"
        assert ask(shared, *AS_BERT, "-n", "one") == "one"

    check()
    eventually(lambda: all(agent["requests"] for agent in own.get(AGENTS, params={"search": "by"}).json()["agents"]))
    os.kill(started["pid"], signal.SIGKILL)
    eventually(lambda: own.get("/api/simulator/status").json()["pid"] not in {None, started["pid"]})
    check()


def test_changing_one_agent_loses_no_request_of_another(server: Server, own: httpx.Client) -> None:
    started = own.post("/api/simulator/start").json()
    (server.data_dir / "recordings" / "steady.snmprec").write_text(f"{SYS_NAME}|4|steady\n")
    assert own.post(f"{AGENTS}/rescan").status_code == 200
    shared = f"127.0.0.1:{started['port']}"
    assert ask(shared, "-v2c", "-c", "steady") == "steady"
    before = own.get("/api/simulator/status").json()["requests"]
    walking = subprocess.Popen(
        ["snmpbulkwalk", "-v2c", "-c", "public", "-Cr1", "-t", "10", "-r", "0", shared, "1.3.6.1.2.1.2"],
        stdout=subprocess.DEVNULL,
    )
    made = own.post(AGENTS, json={"name": "moving", "addresses": {"community": "m0"}}).json()
    for turn in range(1, 6):
        place = f"{AGENTS}/{made['id']}"
        assert own.patch(place, json={"addresses": {"community": f"m{turn}"}}).status_code == 200
        assert ask(shared, "-v2c", "-c", f"m{turn}") == "demo-switch.example.net"
    assert walking.wait(60) == 0
    assert own.get("/api/simulator/status").json()["pid"] == started["pid"]
    eventually(lambda: own.get("/api/simulator/status").json()["requests"] > before)


def test_a_live_device_becomes_an_agent_that_is_saved_as_it_was(server: Server, own: httpx.Client) -> None:
    (server.data_dir / "recordings" / "original.snmprec").write_text(f"{SYS_NAME}|4|original\n1.3.6.1.4.1.9.1.0|2|7\n")
    port = own.post("/api/simulator/start").json()["port"]
    order = {"name": "copies/one", "target": "127.0.0.1", "port": port, "community": "original", "interval_s": 0}
    job = own.post("/api/simulator/record", json=order)
    assert job.status_code == 202, job.text
    place = f"/api/simulator/record/{job.json()['id']}"
    eventually(lambda: own.get(place).json()["state"] == "done")
    eventually(lambda: ask(f"127.0.0.1:{port}", "-v2c", "-c", "copies/one") == "original")
    (copy,) = own.get(AGENTS, params={"search": "copies/one"}).json()["agents"]
    saved = own.get(f"{AGENTS}/{copy['id']}/export", params={"format": "snmpwalk"})
    assert saved.text == f'.{SYS_NAME} = STRING: "original"\n.1.3.6.1.4.1.9.1.0 = INTEGER: 7\n'


def test_what_agents_are_made_of_and_what_is_put_over_it_holds_from_the_next_request_on(
    server: Server, own: httpx.Client
) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(
            "site/edge.snmprec", f"1.3.6.1.2.1.1.1.0|4|box\n{SYS_NAME}|4|edge\n1.3.6.1.4.1.4242.1.0|66|7\n"
        )
        archive.writestr("site/README", "no recording")
    uploaded = own.post(f"{RECORDINGS}", files={"files": ("site.zip", packed.getvalue())}).json()
    assert (uploaded["stored"], uploaded["skipped"]) == (1, 1)
    edge = f"{AGENTS}/{uploaded['results'][0]['agent']}"
    source = {"kind": "modules", "modules": ["IF-MIB"], "rows": 5}
    made = own.post(AGENTS, json={"name": "made", "seed": 7, "source": source, "addresses": {"community": "made"}})
    assert made.status_code == 201, made.text
    shared = f"127.0.0.1:{own.post('/api/simulator/start').json()['port']}"

    assert ask(shared, "-v2c", "-c", "site/edge") == "edge"
    overrides = {"sysName.0": "mine", "1.3.6.1.4.1.4242.1.0": 8}
    saved = own.put(f"{edge}/overrides", json={"overrides": overrides, "hidden": ["sysDescr"]})
    assert saved.json() == {"status": "saved", "count": 2, "applied": True}
    assert walk(shared, "site/edge", "1.3") == [
        '.1.3.6.1.2.1.1.5.0 = STRING: "mine"',
        ".1.3.6.1.4.1.4242.1.0 = Gauge32: 8",
    ]
    found = own.get(f"{edge}/objects", params={"search": "sysname"}).json()
    assert [(one["name"], one["value"], one["overridden"]) for one in found["objects"]] == [
        ("SNMPv2-MIB::sysName.0", "mine", True)
    ]

    tables = walk(shared, "made", "1.3.6.1.2.1.2.2.1.1")
    assert [line.rpartition(" ")[2] for line in tables] == ["1", "2", "3", "4", "5"]
    down = own.put(f"{AGENTS}/{made.json()['id']}/objects/ifAdminStatus.3", json={"value": "down"})
    assert (down.json()["display"], down.json()["writable"]) == ("down(2)", True)
    assert walk(shared, "made", "1.3.6.1.2.1.2.2.1.7.3") == [".1.3.6.1.2.1.2.2.1.7.3 = INTEGER: 2"]
    refused = own.put(f"{AGENTS}/{made.json()['id']}/objects/ifAdminStatus.3", json={"value": "sideways"})
    assert (refused.status_code, refused.json()["field"]) == (422, "value")

    set_by_manager = ["snmpset", "-v2c", "-c", "made", shared, "1.3.6.1.2.1.2.2.1.7.4", "i", "2"]
    assert subprocess.run(set_by_manager, capture_output=True, timeout=40, check=False).returncode == 0
    eventually(lambda: own.get("/api/simulator/status").json()["set_values"] == 1)
    assert own.delete(f"{AGENTS}/{made.json()['id']}").status_code == 200
    assert own.get("/api/simulator/status").json()["set_values"] == 0
    assert own.delete(f"{RECORDINGS}/site/edge.snmprec").status_code == 200
    assert own.get(edge).status_code == 404
