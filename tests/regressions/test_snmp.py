"""Faults of the predecessor on the wire that no other test shows to be gone: net-snmp asks, sends and is asked."""

from __future__ import annotations

import csv
import io
import socket
import subprocess
from typing import Any

import httpx
import pytest

from tests.conftest import find_tool
from tests.contract.served import Server
from tests.contract.test_live_socket import send_trap
from tests.regressions.conftest import wait_for

SYS_UP_TIME, SYS_CONTACT, SYS_NAME = "1.3.6.1.2.1.1.3.0", "1.3.6.1.2.1.1.4.0", "1.3.6.1.2.1.1.5.0"
LAST_CHANGE, ADMIN_STATUS = "1.3.6.1.2.1.2.2.1.9.1", "1.3.6.1.2.1.2.2.1.7.1"
COMMUNITY = "regr3ssion"
UNKNOWN_TRAP = "1.3.6.1.4.1.55555.0.7"


@pytest.fixture(scope="module")
def agent(client: httpx.Client) -> str:
    """Where the simulator answers."""
    return f"127.0.0.1:{client.post('/api/simulator/start', json={'community': COMMUNITY}).json()['port']}"


@pytest.fixture(scope="module")
def receiver(client: httpx.Client) -> int:
    """The port of the receiver."""
    return int(client.post("/api/traps/start").json()["port"])


def ask(tool: str, agent: str, *arguments: str) -> list[str]:
    """The lines of one of net-snmp's tools, in numbers; what it complains about is a line too."""
    command = [find_tool(tool), "-v2c", "-c", COMMUNITY, "-On", "-t", "10", "-r", "2", agent, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    return (done.stdout + done.stderr).splitlines()


def stored(client: httpx.Client, query: str = "") -> dict[str, Any]:
    return dict(client.get("/api/traps/", params={"q": query} if query else {}).json())


@pytest.mark.fault("GETBULK was not answered")
def test_getbulk_is_answered_with_rows(agent: str) -> None:
    lines = ask("snmpbulkget", agent, "1.3.6.1.2.1.1")
    assert len(lines) == 10
    assert lines[0].startswith(".1.3.6.1.2.1.1.1.0 = STRING: ")


@pytest.mark.fault("SET was not answered")
def test_a_set_is_answered_and_read_back(agent: str) -> None:
    written = [f'.{SYS_CONTACT} = STRING: "ops@example.net"']
    assert ask("snmpset", agent, SYS_CONTACT, "s", "ops@example.net") == written
    assert ask("snmpget", agent, SYS_CONTACT) == written


@pytest.mark.fault("Enumerations and ranges were ignored")
def test_a_set_and_an_override_outside_enumeration_or_range_are_refused(client: httpx.Client, agent: str) -> None:
    assert "wrongValue" in "".join(ask("snmpset", agent, ADMIN_STATUS, "i", "9"))
    assert "wrongLength" in "".join(ask("snmpset", agent, SYS_CONTACT, "s", "x" * 256))
    wrong = {"ifAdminStatus.1": "sideways", "ifOperStatus.1": 99, "sysName.0": "x" * 256, "sysServices.0": 128}
    reply = client.post("/api/simulator/data", json=wrong)
    assert reply.status_code == 422
    assert {each["field"] for each in reply.json()["errors"]} == set(wrong)
    assert client.get("/api/simulator/data").json() == {}


@pytest.mark.fault("sysUpTime stood still")
def test_sys_up_time_moves_on(agent: str) -> None:
    first = ask("snmpget", agent, SYS_UP_TIME)
    wait_for(lambda: ask("snmpget", agent, SYS_UP_TIME) != first)


@pytest.mark.fault("TimeTicks were answered as INTEGER")
def test_an_overridden_time_is_answered_as_timeticks(client: httpx.Client, agent: str) -> None:
    assert client.post("/api/simulator/data", json={LAST_CHANGE: 4711}).json()["applied"] is True
    assert ask("snmpget", agent, LAST_CHANGE) == [f".{LAST_CHANGE} = Timeticks: (4711) 0:00:47.11"]
    client.post("/api/simulator/data", json={})


@pytest.mark.fault("A walk had no limit of time")
def test_a_walk_of_a_silent_device_ends_when_its_time_is_over(client: httpx.Client) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as silent:
        silent.bind(("127.0.0.1", 0))
        walk = {"target": "127.0.0.1", "port": silent.getsockname()[1], "timeout_s": 60, "retries": 10}
        reply = client.post("/api/walk/execute", json=walk | {"max_time_s": 0.2}).json()
    assert (reply["count"], reply["cut"]) == (0, "time")


@pytest.mark.fault("Unknown notifications were named 'enterprises'")
def test_an_unknown_notification_is_named_by_its_number(client: httpx.Client, receiver: int) -> None:
    body = {"target": "127.0.0.1", "port": receiver, "oid": UNKNOWN_TRAP}
    for version in ("1", "2c"):
        client.post("/api/traps/send", json=body | {"version": version}).raise_for_status()
    wait_for(lambda: stored(client)["total"] >= 2)
    named = [(each["version"], each["trap_type"], each["resolved"]) for each in stored(client)["data"]]
    assert sorted(named) == [("1", UNKNOWN_TRAP, False), ("2c", UNKNOWN_TRAP, False)]


@pytest.mark.fault("Communities stood in clear in the records")
def test_no_record_export_or_file_has_a_community(server: Server, client: httpx.Client, receiver: int) -> None:
    before = stored(client)["total"]
    send_trap(receiver)
    wait_for(lambda: stored(client)["total"] > before)
    newest = stored(client)["data"][0]
    told = [client.get("/api/traps/").content, client.get(f"/api/traps/{newest['id']}").content]
    told += [client.get("/api/traps/export", params={"format": kind}).content for kind in ("json", "csv", "pcap")]
    told += [path.read_bytes() for path in server.data_dir.glob("trishul.db*")]
    assert not [octets for octets in told if b"s3cret" in octets]


@pytest.mark.fault("Exports ignored the filter")
@pytest.mark.fault("A search without hits showed everything")
def test_an_export_has_what_the_filter_lets_through(client: httpx.Client, receiver: int) -> None:
    before = stored(client)["total"]
    send_trap(receiver)
    wait_for(lambda: stored(client)["total"] > before)
    for query, is_there in (("coldStart", True), ("linkUp", False), ("nothingOfThisName", False)):
        expected = [str(each["id"]) for each in stored(client, query)["data"]]
        text = client.get("/api/traps/export", params={"format": "csv", "q": query}).text
        rows = list(csv.DictReader(io.StringIO(text)))
        assert [each["id"] for each in rows] == expected
        records = client.get("/api/traps/export", params={"format": "json", "q": query}).json()
        assert [str(each["id"]) for each in records] == expected
        capture = client.get("/api/traps/export", params={"format": "pcap", "q": query}).content
        assert capture.count(b"******") == len(expected), "one datagram each, its community masked"
        assert bool(rows) is is_there


@pytest.mark.fault("74 % of a burst of 1,000 notifications was lost without a word")
def test_of_a_burst_of_a_thousand_none_is_lost_without_a_word(client: httpx.Client, receiver: int) -> None:
    def stored_and_dropped() -> int:
        status = client.get("/api/traps/status").json()
        return int(stored(client)["total"] + status["kernel_drops"] + sum(status["drops"].values()))

    before = stored_and_dropped()
    for number in range(1000):
        send_trap(receiver, str(number))
    wait_for(lambda: stored_and_dropped() - before == 1000)


@pytest.mark.fault("Deleted notifications came back")
def test_deleted_notifications_stay_away(client: httpx.Client, receiver: int) -> None:
    send_trap(receiver)
    wait_for(lambda: stored(client)["total"])
    gone = {each["id"] for each in stored(client)["data"]}
    client.delete("/api/traps/").raise_for_status()
    send_trap(receiver)
    wait_for(lambda: stored(client)["total"])
    assert not gone & {each["id"] for each in stored(client)["data"]}
    assert stored(client)["total"] == 1
