"""Names everywhere (contract §2, §4): resolved when they are shown, from stored OIDs, against the running server."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from tests.contract.mib_texts import files, mib
from tests.contract.served import Server

PATIENCE_S = 60.0
TRAP = "1.3.6.1.4.1.99999.0.1"
VALUE = "1.3.6.1.4.1.99999.1.0"


@pytest.fixture
def user(shared_server: Server) -> Iterator[httpx.Client]:
    """A session on a server whose library is ready and whose services run; nothing of the test before is left."""
    with shared_server.client(shared_server.login()) as client:
        until(lambda: bool(client.get("/api/mibs/status").json()["loaded"]))
        client.post("/api/traps/stop")
        client.post("/api/traps/start", json={"resolve_mibs": True})
        client.delete("/api/traps/")
        client.post("/api/simulator/start")
        client.post("/api/simulator/data", json={})
        yield client


def until(claim: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not claim():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def walk(client: httpx.Client, oid: str, **more: Any) -> httpx.Response:
    port = client.get("/api/simulator/status").json()["port"]
    return client.post("/api/walk/execute", json={"target": "127.0.0.1", "port": port, "oid": oid} | more)


def send(client: httpx.Client, oid: str, *varbinds: dict[str, Any]) -> httpx.Response:
    port = client.get("/api/traps/status").json()["port"]
    body = {"target": "127.0.0.1", "port": port, "oid": oid, "varbinds": list(varbinds)}
    return client.post("/api/traps/send", json=body)


def stored(client: httpx.Client, count: int) -> dict[str, Any]:
    """The newest notification, once so many are stored."""
    until(lambda: client.get("/api/traps/").json()["total"] >= count)
    return dict(client.get("/api/traps/?limit=1").json()["data"][0])


def upload(client: httpx.Client, name: str, text: bytes) -> None:
    assert client.post("/api/mibs/upload", files=files((name, text))).status_code == 200


def test_a_walk_is_asked_by_name_and_answered_with_names(user: httpx.Client) -> None:
    reply = walk(user, "IF-MIB::ifAdminStatus.1", operation="get").json()
    assert reply["mode"] == "parsed"
    (row,) = reply["data"]
    assert (row["name"], row["module"], row["resolved"]) == ("IF-MIB::ifAdminStatus.1", "IF-MIB", True)
    assert (row["oid"], row["type"], row["value"], row["display"]) == (
        "1.3.6.1.2.1.2.2.1.7.1", "INTEGER", "1", "up(1)",
    )  # fmt: skip


def test_lines_have_names_or_numbers_as_asked(user: httpx.Client) -> None:
    labels = walk(user, "ifDescr.1", operation="get", parse=False).json()
    assert (labels["mode"], labels["data"]) == ("label", ["IF-MIB::ifDescr.1 = STRING: GigabitEthernet 1/1"])
    raw = walk(user, "ifDescr.1", operation="get", parse=False, use_mibs=False).json()
    assert (raw["mode"], raw["data"]) == ("raw", ['.1.3.6.1.2.1.2.2.1.2.1 = STRING: "GigabitEthernet 1/1"'])


def test_an_unknown_name_is_422_with_names_that_look_like_it(user: httpx.Client) -> None:
    reply = walk(user, "ifTabel")
    assert (reply.status_code, reply.json()["field"]) == (422, "oid")
    assert "ifTable" in reply.json()["detail"]


def test_a_notification_is_sent_by_name_and_shown_with_names(user: httpx.Client) -> None:
    reply = send(user, "linkDown", {"oid": "ifIndex.3", "value": 3}, {"oid": "IF-MIB::ifAdminStatus.3", "value": "up"})
    assert reply.json()["status"] == "sent"
    record = stored(user, 1)
    assert (record["trap_type"], record["trap_name"], record["resolved"]) == ("linkDown", "IF-MIB::linkDown", True)
    shown = [(row["name"], row["type"], row["value"], row["display"]) for row in record["varbinds"][2:]]
    assert shown == [
        ("IF-MIB::ifIndex.3", "INTEGER", "3", "3"),
        ("IF-MIB::ifAdminStatus.3", "INTEGER", "1", "up(1)"),
    ]
    assert user.get(f"/api/traps/{record['id']}").json()["sentence"] == "Interface 3 went down."


def test_a_value_that_the_mib_does_not_know_is_422_with_its_place(user: httpx.Client) -> None:
    reply = send(user, "linkDown", {"oid": "ifIndex.3", "value": 3}, {"oid": "ifAdminStatus.3", "value": "sideways"})
    assert (reply.status_code, reply.json()["field"]) == (422, "varbinds.1.value")
    assert "up(1)" in reply.json()["detail"]


def test_a_notification_stored_before_its_mib_shows_names_after_it_and_not_without_it(
    user: httpx.Client, shared_server: Server
) -> None:
    send(user, TRAP, {"oid": VALUE, "type": "Integer", "value": "2"})
    before = stored(user, 1)
    assert (before["trap_type"], before["resolved"]) == (TRAP, False)
    assert before["varbinds"][2]["resolved"] is False

    upload(user, "acme.mib", mib("ACME-MIB"))
    after = stored(user, 1)
    assert (after["id"], after["trap_type"], after["trap_name"]) == (before["id"], "acmeTrap1", "ACME-MIB::acmeTrap1")
    row = after["varbinds"][2]
    assert (row["name"], row["display"], row["value"]) == ("ACME-MIB::acmeValue.0", "high(2) steps", "2")
    assert user.get(f"/api/traps/{after['id']}").json()["sentence"] == "Trap 1."

    with shared_server.socket(user.headers["X-Auth-Token"]) as socket:
        send(user, "acmeTrap1", {"oid": "acmeValue.0", "value": "low"})
        frame = socket.frame_of("trap")["trap"]
    assert (frame["trap_type"], frame["varbinds"][2]["display"]) == ("acmeTrap1", "low(1) steps")

    assert user.delete("/api/mibs/acme.mib").status_code == 200
    assert stored(user, 1)["trap_type"] == TRAP


def test_a_receiver_that_shows_numbers_shows_numbers(user: httpx.Client) -> None:
    user.post("/api/traps/stop")
    user.post("/api/traps/start", json={"resolve_mibs": False})
    send(user, "linkDown", {"oid": "ifIndex.3", "value": 3})
    record = stored(user, 1)
    assert (record["trap_type"], record["resolved"]) == ("1.3.6.1.6.3.1.1.5.3", False)
    assert record["varbinds"][2]["name"] == "1.3.6.1.2.1.2.2.1.1.3"


@pytest.mark.fault("Overrides were silently ignored")
def test_overrides_are_named_checked_and_outlive_their_mib(user: httpx.Client) -> None:
    upload(user, "acme.mib", mib("ACME-MIB"))
    data = {"ACME-MIB::acmeValue.0": "high", "sysName.0": "edge", "1.3.6.1.2.1.2.2.1.7.1": "down"}
    assert user.post("/api/simulator/data", json=data).json() == {"status": "saved", "count": 3, "applied": True}
    assert user.get("/api/simulator/data").json() == data
    assert walk(user, "acmeValue.0", operation="get").json()["data"][0]["display"] == "high(2) steps"
    assert walk(user, "ifAdminStatus.1", operation="get").json()["data"][0]["display"] == "down(2)"

    bad = {"acmeValue.0": "higher", "sysNam.0": "x", "ifDescr": "x", "sysName.0": "good"}
    reply = user.post("/api/simulator/data", json=bad)
    assert reply.status_code == 422
    assert {finding["field"] for finding in reply.json()["errors"]} == {"acmeValue.0", "sysNam.0", "ifDescr"}
    assert user.get("/api/simulator/data").json() == data

    assert user.delete("/api/mibs/acme.mib").status_code == 200
    until(lambda: bool(user.get("/api/simulator/status").json()["warnings"]))
    assert user.get("/api/simulator/data").json() == data
    assert walk(user, VALUE, operation="get").json()["data"][0]["value"] == "2"


def test_the_simulators_log_has_names_beside_numbers(user: httpx.Client) -> None:
    walk(user, "ifDescr.2", operation="get")
    asked = ("1.3.6.1.2.1.2.2.1.2.2", "IF-MIB::ifDescr.2")

    def is_logged() -> bool:
        entries = user.get("/api/simulator/log").json()["data"]
        return asked in [(entry["first_oid"], entry["first_name"]) for entry in entries]

    until(is_logged)
