"""Faults of the predecessor in sessions and access that no other test shows to be gone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

from tests.contract.served import PASSWORD, Server

LISTENS, BOUND = "0A", "07"
"""States of sockets in `/proc/net`: a TCP socket that listens, a UDP socket that is not connected."""
ENDED = (FileNotFoundError, ProcessLookupError)
"""What is said of a process or a descriptor that ended while it was looked at."""


@pytest.mark.fault("There was a default password, and it was kept in clear")
def test_no_file_of_the_data_directory_has_the_password(server: Server, client: httpx.Client) -> None:
    files = [path.read_bytes() for path in server.data_dir.rglob("*") if path.is_file()]
    assert not [octets for octets in files if PASSWORD.encode() in octets]
    assert [octets for octets in files if b"$argon2id$" in octets]


@pytest.mark.fault("Empty credentials were accepted")
@pytest.mark.parametrize(("name", "password"), [("", ""), ("admin", ""), ("", PASSWORD), (None, None)])
def test_empty_credentials_are_no_login(server: Server, name: str | None, password: str | None) -> None:
    with server.client() as stranger:
        reply = stranger.post("/api/settings/login", json={"username": name, "password": password})
    assert reply.status_code in {401, 422}
    assert "token" not in reply.json()


@pytest.mark.fault("A user name beyond ASCII was answered with 500")
def test_a_user_name_beyond_ascii_is_refused_taken_and_logged_in(server: Server, client: httpx.Client) -> None:
    name = "Jürgen 管理"
    with server.client() as stranger:
        wrong = {"username": name, "password": "gue55ed"}
        assert stranger.post("/api/settings/login", json=wrong).status_code == 401
        change = {"current_password": PASSWORD, "password": PASSWORD}
        assert client.post("/api/settings/auth", json=change | {"username": name}).json()["status"] == "updated"
        check = stranger.get("/api/settings/check", headers={"X-Auth-Token": server.login(name)})
        assert check.json()["user"] == name
        assert client.post("/api/settings/auth", json=change | {"username": "admin"}).json()["status"] == "updated"


@pytest.mark.fault("An OID that starts with '-' was taken as an option")
@pytest.mark.parametrize("oid", ["-1.3.6.1", "-Cc", "--help", "-v3"])
def test_an_oid_that_starts_with_a_dash_is_a_wrong_oid(client: httpx.Client, oid: str) -> None:
    walk = client.post("/api/walk/execute", json={"target": "127.0.0.1", "port": 9, "oid": oid})
    assert (walk.status_code, walk.json()["field"]) == (422, "oid")
    trap = {"target": "127.0.0.1", "port": 9, "oid": "1.3.6.1.6.3.1.1.5.3"}
    assert client.post("/api/traps/send", json=trap | {"oid": oid}).json()["field"] == "oid"
    wrong = {"oid": oid, "type": "Integer", "value": "1"}
    assert client.post("/api/traps/send", json=trap | {"varbinds": [wrong]}).json()["field"] == "varbinds.0.oid"


@pytest.mark.fault("An internal port was open to every local process")
def test_no_port_is_open_but_those_that_are_told(server: Server, client: httpx.Client) -> None:
    told = {server.port}
    for area in ("simulator", "traps"):
        told.add(client.post(f"/api/{area}/start").json()["port"])
    assert server.process is not None
    opened = {port for pid in processes_of(server.process.pid) for port in ports_of(pid)}
    for area in ("simulator", "traps"):
        client.post(f"/api/{area}/stop")
    assert opened == told


@pytest.mark.fault("'Started' was said of a used or impossible port")
@pytest.mark.parametrize("area", ["simulator", "traps"])
def test_a_port_that_cannot_be_is_no_start(client: httpx.Client, area: str) -> None:
    for port in (-1, 65536, 10**30, "1061x", None, 1.5):
        reply = client.post(f"/api/{area}/start", json={"port": port})
        if port is None:
            assert reply.json()["status"] == "started", "the configured one"
            client.post(f"/api/{area}/stop")
        else:
            assert (reply.status_code, reply.json()["field"]) == (422, "port")
    assert client.get(f"/api/{area}/status").json()["running"] is False


def processes_of(pid: int) -> Iterator[int]:
    """A process and all below it."""
    yield pid
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(*ENDED):
            for child in children.read_text().split():
                yield from processes_of(int(child))


def ports_of(pid: int) -> Iterator[int]:
    """Ports that others can send to, of TCP and UDP, IPv4 and IPv6."""
    inodes = set()
    with suppress(*ENDED):
        for descriptor in Path(f"/proc/{pid}/fd").iterdir():
            with suppress(*ENDED):
                inodes |= set(re.findall(r"socket:\[(\d+)\]", str(descriptor.readlink())))
    for name, state in (("tcp", LISTENS), ("tcp6", LISTENS), ("udp", BOUND), ("udp6", BOUND)):
        table = Path("/proc/net", name)  # without IPv6 in the kernel two of them are not there
        for line in table.read_text().splitlines()[1:] if table.exists() else ():
            columns = line.split()
            if columns[9] in inodes and columns[3] == state:
                yield int(columns[1].rpartition(":")[2], 16)
