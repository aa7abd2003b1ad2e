"""A workbench in use: something stands on every page, of every kind that pages show differently."""

from __future__ import annotations

import socket
import subprocess
import tarfile
from pathlib import Path

import httpx

from tests.conftest import find_tool
from tests.contract.mib_texts import files, mib
from tests.contract.served import Server
from tests.e2e.test_journeys import library_ready
from trishul.datatypes.oid import Oid
from trishul.datatypes.values import Value
from trishul.datatypes.varbind import VarBind
from trishul.protocol.message import Message, Version, encode_message
from trishul.protocol.pdu import Pdu, PduKind

CISCO = "ftd_1140"
SYSTEM = "1.3.6.1.2.1.1"
LINK_DOWN, LINK_UP, COLD_START = (f"1.3.6.1.6.3.1.1.5.{number}" for number in (3, 4, 1))
UNKNOWN = "1.3.6.1.4.1.99995.0.1"
LYING_LENGTH = bytes.fromhex("3008020101040370")
WAN = "FTD-1140 of the data centre"


def fill(server: Server, recordings: Path) -> dict[str, str]:
    """Everything a started server can be given; returns what addresses of pages name, by its kind."""
    library_ready(server)
    with tarfile.open(recordings / "librenms.tar.xz") as archive:
        recording = archive.extractfile(f"librenms/{CISCO}.snmprec")
        assert recording is not None
        octets = recording.read()
    (server.data_dir / "recordings" / f"{CISCO}.snmprec").write_bytes(octets)
    with server.client(server.login()) as client:
        _give_mibs(client)
        simulator_port = _give_agents(client)
        _give_notifications(client)
        _give_walks(client, simulator_port, octets)
        _give_credentials(client)
        _make(client, "/api/settings/users", {"username": "bert", "role": "viewer", "password": "maplesyrup-9"})
        _make(client, "/api/settings/tokens", {"name": "nightly", "role": "operator", "expires_at": None})
        job = client.get("/api/walk/jobs").json()["jobs"][0]["id"]
    return {"job": job, "port": str(simulator_port)}


def _make(client: httpx.Client, path: str, body: object) -> None:
    reply = client.post(path, json=body)
    assert reply.is_success, f"{path}: {reply.text}"


def _give_mibs(client: httpx.Client) -> None:
    uploaded = (("ACME-MIB", mib("ACME-MIB", traps=12)), ("USER-MIB", mib("USER-MIB", 5, imports="gone FROM GONE-MIB")))
    client.post("/api/mibs/upload", files=files(*uploaded)).raise_for_status()


def _give_agents(client: httpx.Client) -> int:
    port = int(client.post("/api/simulator/start", json={}).json()["port"])
    fault = {"kind": "error_status", "status": "resourceUnavailable", "subtrees": [f"{SYSTEM}.5"]}
    client.put("/api/simulator/agents/default/faults", json={"faults": [fault]}).raise_for_status()
    ask = [find_tool("snmpbulkwalk"), "-v2c", "-cpublic", "-On", f"127.0.0.1:{port}", "1.3.6.1.2.1.2"]
    subprocess.run(ask, check=True, capture_output=True, timeout=60)
    return port


def notification(number: int, kind: str, index: int) -> bytes:
    """A trap by SNMPv2c about one interface."""
    bindings = (
        VarBind.of("1.3.6.1.2.1.1.3.0", Value.time_ticks(100 * number)),
        VarBind.of("1.3.6.1.6.3.1.1.4.1.0", Value.object_identifier(Oid(kind))),
        VarBind.of(f"1.3.6.1.2.1.2.2.1.1.{index}", Value.integer(index)),
        VarBind.of(f"1.3.6.1.2.1.2.2.1.2.{index}", Value.octet_string(f"GigabitEthernet0/{index}")),
    )
    return encode_message(Message(Version.V2C, b"public", Pdu(PduKind.TRAP_V2, number, 0, 0, bindings)))


def _give_notifications(client: httpx.Client) -> None:
    nobody = {"kind": "webhook", "name": "nobody", "url": "http://127.0.0.1:9/", "allow_internal": True}
    _make(client, "/api/traps/destinations", nobody)
    ports = {"name": "Ports", "query": "trap:linkDown", "severity": "error", "cleared_by": "trap:linkUp"}
    _make(client, "/api/traps/rules", ports | {"forward": ["nobody"]})
    _make(client, "/api/traps/rules", {"name": "Restarts", "query": "trap:coldStart", "severity": "warning"})
    port = int(client.post("/api/traps/start", json={}).json()["port"])
    _make(client, "/api/traps/inboxes", {"name": "nightly", "tag": "nightly"})
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        for number in range(60):
            kind = (LINK_DOWN, LINK_UP, COLD_START, UNKNOWN)[number % 4]
            sender.sendto(notification(number, kind, 1 + number % 24), ("127.0.0.1", port))
        sender.sendto(LYING_LENGTH, ("127.0.0.1", port))


def _give_walks(client: httpx.Client, port: int, octets: bytes) -> None:
    later = octets.replace(b"Firepower", b"Firepower (new)")
    for name, walk in ((WAN, octets), (f"{WAN}, a day later", later)):
        client.post("/api/walk/kept/import", files=files((f"{name}.snmprec", walk))).raise_for_status()
    _make(client, "/api/walk/targets", {"name": "the lab", "host": "127.0.0.1", "port": port})
    job = {"name": "nightly", "target": "the lab", "schedule": {"cron": "0 2 * * *"}, "oids": [SYSTEM]}
    _make(client, "/api/walk/jobs", job)


def _give_credentials(client: httpx.Client) -> None:
    secrets = {"auth_protocol": "SHA-256", "auth_password": "maplesyrup-9", "priv_protocol": "AES"}
    user = {"kind": "user", "user": "bert", "priv_password": "pancakes-42", "for_receiver": True, **secrets}
    _make(client, "/api/credentials", {"name": "core routers", **user})
    _make(client, "/api/credentials", {"name": "branch offices", "kind": "community", "community": "maplesyrup-9"})
