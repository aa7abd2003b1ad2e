"""snmpd walked and kept by the running server: its interfaces as a table, its exports as snmpwalk prints them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from tests.contract.served import Server
from tests.interop.secure_snmpd import serving_snmpd

if TYPE_CHECKING:
    from tests.interop.conftest import FindTool, NetSnmp, Peer

KEPT = "/api/walk/kept"
INTERFACES, DESCRIPTIONS = "1.3.6.1.2.1.2", "1.3.6.1.2.1.2.2.1.2"


@pytest.fixture(scope="module")
def snmpd(tool: FindTool, netsnmp: NetSnmp, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Peer]:
    with serving_snmpd(tool, netsnmp, tmp_path_factory.mktemp("kept"), "rocommunity public") as peer:
        yield peer


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory, snmpd: Peer) -> Iterator[httpx.Client]:
    """A logged-in client of a server that has the daemon as a saved target."""
    with (
        Server(tmp_path_factory.mktemp("server") / "data") as server,
        server.client(server.login()) as client,
    ):
        client.post("/api/walk/targets", json={"name": "snmpd", "host": snmpd.host, "port": snmpd.port})
        yield client


def walk(client: httpx.Client, **body: Any) -> dict[str, Any]:
    reply = client.post("/api/walk/execute", json={"saved_target": "snmpd", "oids": [INTERFACES, "ifXTable"]} | body)
    assert reply.status_code == 200, reply.text
    return dict(reply.json())


def test_interfaces_are_a_table_with_the_columns_of_both_mibs(client: httpx.Client) -> None:
    kept = walk(client, keep="now")["kept"]
    (summary,) = client.get(f"{KEPT}/{kept}/tables").json()["tables"]
    assert (summary["name"], summary["joined"]) == ("ifTable", ["ifXTable"])
    view = client.get(f"{KEPT}/{kept}/table", params={"name": "ifXTable", "search": "lo", "sort": "ifDescr"}).json()
    columns = [column["name"] for column in view["columns"]]
    assert [column["name"] for column in view["index"]] == ["ifIndex"]
    shown = dict(zip(columns, view["rows"][0]["cells"], strict=True))
    assert (shown["ifDescr"]["display"], shown["ifName"]["display"]) == ("lo", "lo")
    assert shown["ifType"]["display"] == "softwareLoopback(24)"
    (row, *_) = (one for one in walk(client, view="metrics")["metrics"] if one["table"] == "IF-MIB::ifTable")
    assert row["values"]["ifDescr"]["value"] == "lo"
    assert client.get(f"{KEPT}/{kept}/missing-mibs").json()["subtrees"] == []


def test_an_export_is_what_snmpwalk_prints(client: httpx.Client, netsnmp: NetSnmp, snmpd: Peer) -> None:
    kept = walk(client, keep="exported")["kept"]
    export = client.get(f"{KEPT}/{kept}/export", params={"search": "ifDescr"}).text.splitlines()
    assert export == netsnmp.lines("snmpwalk", "-v2c", "-cpublic", "-On", snmpd, DESCRIPTIONS)


def test_a_device_differs_from_itself_by_its_counters_alone(client: httpx.Client) -> None:
    then, now = (walk(client, keep=name)["kept"] for name in ("then", "later"))
    compared = client.get(f"{KEPT}/{then}/compare", params={"with": now}).json()
    assert (compared["added"], compared["removed"]) == (0, 0)
    assert {row["table"] for row in compared["differences"]} <= {"IF-MIB::ifTable", ""}
    errors = [finding for finding in client.get(f"{KEPT}/{now}/lint").json()["findings"] if finding["code"] in ORDER]
    assert errors == []


ORDER = {"not_increasing", "duplicate", "bad_name", "wrong_type", "wrong_encoding"}


def test_a_refused_community_a_closed_port_and_a_missing_oid_are_told_apart(
    client: httpx.Client, free_udp_port: int
) -> None:
    for wrong, code in (
        ({"saved_target": "snmpd", "oids": ["1.3.9"], "operation": "get"}, "no_such_oid"),
        ({"target": "127.0.0.1", "port": free_udp_port, "oid": INTERFACES}, "unreachable"),
    ):
        assert client.post("/api/walk/execute", json=wrong).json()["code"] == code
    (snmpd,) = client.get("/api/walk/targets").json()["targets"]
    guess = {"target": snmpd["host"], "port": snmpd["port"], "community": "a guess", "timeout_s": 2, "retries": 1}
    problem = client.post("/api/walk/execute", json=guess | {"operation": "get"}).json()
    assert (problem["status"], problem["code"]) == (504, "community_refused")
    assert "a guess" not in problem["detail"]
