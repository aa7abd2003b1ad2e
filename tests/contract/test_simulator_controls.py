"""An agent's time, its reboots, its journal and the request log, with net-snmp as the manager."""

from __future__ import annotations

import asyncio
import subprocess
import time
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

import trishul.snmp
from tests.contract.served import Server
from tests.ports import free_port
from trishul.snmp import AuthProtocol, KeyMaterial, PrivProtocol, Target, UserCredentials

AGENT = "/api/simulator/agents/default"
SYS_UP_TIME, SYS_NAME = "1.3.6.1.2.1.1.3.0", "1.3.6.1.2.1.1.5.0"
HC_IN_OCTETS = "1.3.6.1.2.1.31.1.1.1.6"
ENGINE_BOOTS = "1.3.6.1.6.3.10.2.1.2.0"
COMMUNITY = "controls-s3cret"
AS_BERT = (
    *("-v3", "-u", "bert", "-l", "authPriv", "-a", "SHA-256", "-A", "maplesyrup", "-x", "AES", "-X", "treacle-well"),
)  # fmt: skip
AS_NOBODY = ("-v2c", "-c", COMMUNITY)
BERT = {
    "name": "bert", "kind": "user", "user": "bert", "for_simulator": True, "auth_protocol": "SHA-256",
    "auth_password": "maplesyrup", "priv_protocol": "AES", "priv_password": "treacle-well",
}  # fmt: skip


class Manager:
    """net-snmp's commands against the simulator of a server."""

    def __init__(self, client: httpx.Client) -> None:
        assert client.post("/api/credentials", json=BERT).status_code == 201
        started = client.post("/api/simulator/start", json={"community": COMMUNITY}).json()
        self.address = f"127.0.0.1:{started['port']}"

    def run(self, command: str, *arguments: str, asker: tuple[str, ...] = AS_NOBODY) -> str:
        line = [command, "-t", "5", "-r", "3", "-Oqvt", *asker, *arguments]
        done = subprocess.run(line, capture_output=True, text=True, timeout=40, check=False)
        return (done.stdout or done.stderr).strip().strip('"')

    def get(self, oid: str, asker: tuple[str, ...] = AS_NOBODY) -> str:
        return self.run("snmpget", self.address, oid, asker=asker)


@pytest.fixture(scope="module")
def own(shared_server: Server) -> Iterator[httpx.Client]:
    with shared_server.client(shared_server.login()) as client:
        yield client


@pytest.fixture(scope="module")
def manager(own: httpx.Client) -> Manager:
    return Manager(own)


def eventually(find: Callable[[], Any]) -> Any:
    deadline = time.monotonic() + 20
    while not (found := find()):
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)
    return found


def test_a_frozen_clock_stands_and_one_moved_to_a_wrap_wraps(own: httpx.Client, manager: Manager) -> None:
    own.put(f"{AGENT}/clock", json={"frozen": True})
    assert manager.get(SYS_UP_TIME) == manager.get(SYS_UP_TIME)
    own.put(f"{AGENT}/clock", json={"before_wrap": {"seconds": 10}})
    assert int(manager.get(SYS_UP_TIME)) == pytest.approx(2**32 - 1000, abs=2)
    counter = f"{HC_IN_OCTETS}.1"
    before = int(manager.get(counter))
    own.put(f"{AGENT}/clock", json={"step_s": 12})
    assert int(manager.get(SYS_UP_TIME)) == pytest.approx(200, abs=2)
    assert int(manager.get(counter)) > before, "64 bits have not wrapped"
    own.put(f"{AGENT}/clock", json={"speed": 1000})
    first = int(manager.get(SYS_UP_TIME))
    assert int(manager.get(SYS_UP_TIME)) > first


def test_a_reboot_is_seen_in_uptime_counters_boots_and_a_coldstart_and_by_nobody_else(
    own: httpx.Client, manager: Manager
) -> None:
    own.put(f"{AGENT}/clock", json={"frozen": True})
    made = own.post("/api/simulator/agents", json={"name": "neighbour", "addresses": {"community": "next door"}}).json()
    neighbour = ("-v2c", "-c", "next door")
    uptime, boots = int(manager.get(SYS_UP_TIME, neighbour)), int(manager.get(ENGINE_BOOTS, AS_BERT))
    receiver = own.post("/api/traps/start", json={"port": 0}).json()
    told = own.post(f"{AGENT}/reboot", json={"target": "127.0.0.1", "port": receiver["port"]}).json()
    assert (told["engine_boots"], told["notification"]["status"]) == (boots + 1, "sent")
    assert [manager.get(SYS_UP_TIME), manager.get(f"{HC_IN_OCTETS}.1")] == ["0", "0"]
    assert int(manager.get(ENGINE_BOOTS, AS_BERT)) == boots + 1
    (trap,) = eventually(lambda: own.get("/api/traps/").json()["data"])
    assert (trap["trap_type"], trap["uptime"]) == ("coldStart", 0)
    assert int(manager.get(SYS_UP_TIME, neighbour)) >= uptime, "changing one agent never restarts another"
    assert own.post(f"/api/simulator/agents/{made['id']}/reboot").json()["engine_boots"] is None
    assert int(manager.get(SYS_UP_TIME, neighbour)) < uptime


def test_an_agent_with_an_engine_of_its_own_has_boots_and_a_journal_of_its_own(
    own: httpx.Client, manager: Manager
) -> None:
    host, port = "127.0.0.2", free_port("127.0.0.2")
    addresses = {"listen": f"{host}:{port}", "community": "apart"}
    made = own.post("/api/simulator/agents", json={"name": "apart", "addresses": addresses}).json()
    agent = f"/api/simulator/agents/{made['id']}"
    shared_boots = int(manager.get(ENGINE_BOOTS, AS_BERT))
    bert = UserCredentials(
        "bert", AuthProtocol.SHA256, KeyMaterial.password("maplesyrup"),
        PrivProtocol.AES128, KeyMaterial.password("treacle-well"),
    )  # fmt: skip
    target = Target(host, port, version="3", user=bert)

    async def reboot_between() -> tuple[object, int, object]:
        async with trishul.snmp.Manager() as ours:
            (before,) = await ours.get(target, SYS_UP_TIME)
            told = await asyncio.to_thread(own.post, f"{agent}/reboot")
            (after,) = await ours.get(target, SYS_UP_TIME)
        return before.value.native, told.json()["engine_boots"], after.value.native

    before, boots, after = asyncio.run(reboot_between())
    assert int(str(after)) < int(str(before)), "who knew the engine's clock asks on"
    assert boots > shared_boots == int(manager.get(ENGINE_BOOTS, AS_BERT))
    journal = own.get(f"{agent}/journal", params={"version": "3", "oid": "sysUpTime"}).json()
    assert [request["varbinds"] for request in journal["data"]] == [1, 1]
    frozen = own.put(f"{agent}/clock", json={"frozen": True}).json()
    assert (frozen["applied"], own.get(f"{AGENT}/clock").json()["agent"]) == (True, "default")


def test_the_journal_knows_how_a_column_was_polled(own: httpx.Client, manager: Manager) -> None:
    own.delete(f"{AGENT}/journal")
    for repetitions in (25, 25, 50):
        manager.run("snmpbulkget", f"-Cr{repetitions}", manager.address, HC_IN_OCTETS)
    asked = {"oid": "ifHCInOctets", "pdu": "getbulk", "max_repetitions": 25}
    verdict = own.post(f"{AGENT}/journal/count", json={**asked, "min": 2, "max": 2}).json()
    assert (verdict["holds"], verdict["count"], verdict["kept"]) == (True, 2, 3), verdict
    verdict = own.post(f"{AGENT}/journal/count", json={**asked, "min": 3}).json()
    assert (verdict["holds"], verdict["instead"]) == (
        False,
        ["1 GetBulkRequest of IF-MIB::ifHCInOctets: max-repetitions is 50"],
    )


def test_an_entry_of_the_log_opens_its_octets_without_the_community(own: httpx.Client, manager: Manager) -> None:
    own.delete("/api/simulator/log")
    manager.get(SYS_NAME)
    manager.get(SYS_NAME, AS_BERT)

    def find(**wanted: str) -> Any:
        return own.get("/api/simulator/log", params={"pdu": "get", "oid": "sysName", **wanted}).json()["data"]

    entries = eventually(lambda: len(found := find(agent="default", source="127.0.0.0/8")) == 2 and found)
    assert find(source="192.0.2.1") == []
    for entry in entries:
        detail = own.get(f"/api/simulator/log/{entry['id']}").json()
        text = str(detail)
        assert COMMUNITY not in text
        assert COMMUNITY.encode().hex() not in text
        is_v3 = entry["version"] == "3"
        assert detail["request"]["is_decrypted"] is detail["answer"]["is_decrypted"] is is_v3
        assert "sysName" in entry["first_name"]
        assert f"'text': '{SYS_NAME}'" in text, "also of the encrypted request"
    exported = own.get("/api/simulator/log/export", params={"format": "csv", "oid": "sysName"}).text
    assert exported.count("\r\n") == 1 + len(find())
