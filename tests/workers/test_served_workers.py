"""Workers behind a really started server: no orphans, nothing lost, ends in time."""

from __future__ import annotations

import json
import os
import signal
import socket
import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.contract.served import Server
from trishul.datatypes.values import Value
from trishul.datatypes.varbind import VarBind
from trishul.protocol.message import Message, Version, encode_message
from trishul.protocol.pdu import Pdu, PduKind

TRAP = encode_message(
    Message(
        Version.V2C,
        b"public",
        Pdu(
            PduKind.TRAP_V2,
            1,
            0,
            0,
            (
                VarBind.of("1.3.6.1.2.1.1.3.0", Value.time_ticks(1)),
                VarBind.of("1.3.6.1.6.3.1.1.4.1.0", Value.object_identifier("1.3.6.1.6.3.1.1.5.3")),
            ),
        ),
    )
)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    started = Server(tmp_path / "data").start()
    yield started
    if started.process is not None and started.process.poll() is None:
        started.end()


@pytest.fixture
def client(server: Server) -> Iterator[httpx.Client]:
    with server.client(server.login()) as opened:
        yield opened


@pytest.fixture
def pids(client: httpx.Client) -> dict[str, int]:
    """Both workers, running."""
    return {area: client.post(f"/api/{area}/start").json()["pid"] for area in ("simulator", "traps")}


def status(client: httpx.Client, area: str) -> dict[str, Any]:
    found = client.get(f"/api/{area}/status").json()
    assert isinstance(found, dict)
    return found


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def eventually(claim: Callable[[], bool], *, within_s: float = 10.0) -> None:
    deadline = time.monotonic() + within_s
    while not claim():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


def waiting_datagrams(sock: socket.socket) -> int:
    """How many a non-blocking socket holds; takes them."""
    for count in range(1000):
        try:
            sock.recv(65535)
        except BlockingIOError:
            return count
    raise AssertionError("there is no end of them")


def send_traps(client: httpx.Client, count: int, *, pause_s: float = 0.0) -> None:
    port = status(client, "traps")["port"]
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        for _ in range(count):
            sock.sendto(TRAP, ("127.0.0.1", port))
            time.sleep(pause_s)


def test_kill_9_of_a_server_whose_workers_hang_leaves_no_worker_behind(server: Server, pids: dict[str, int]) -> None:
    for pid in pids.values():
        os.kill(pid, signal.SIGSTOP)
    server.end(signal.SIGKILL)
    eventually(lambda: not any(map(is_alive, pids.values())))


def test_sigterm_ends_everything_in_time_also_when_a_worker_hangs(server: Server, pids: dict[str, int]) -> None:
    os.kill(pids["traps"], signal.SIGSTOP)
    assert server.end(signal.SIGTERM) < 3.5
    assert not any(map(is_alive, pids.values()))


@pytest.mark.parametrize("area", ["simulator", "traps"])
def test_a_killed_worker_is_noticed_with_its_reason_and_restarted(
    server: Server, client: httpx.Client, pids: dict[str, int], area: str
) -> None:
    key = "simulator" if area == "simulator" else "traps"
    with server.socket(server.login()) as live:
        live.frame_of("full_state")
        os.kill(pids[area], signal.SIGKILL)
        crashed = live.frame_of("status")[key]
        assert (crashed["running"], crashed["state"]) == (False, "crashed")
        assert crashed["error"] == "ended by SIGKILL; it is started again in 0.5 s"
        again = live.frame_of("status")[key]
        assert (again["running"], again["state"], again["error"]) == (True, "running", None)
        assert again["pid"] != pids[area]


@pytest.mark.fault("'Started' was said of a used or impossible port")
def test_a_port_in_use_is_said_within_a_second_and_the_running_simulator_stays(
    client: httpx.Client, pids: dict[str, int]
) -> None:
    taken_port = status(client, "traps")["port"]
    started_at = time.monotonic()
    refused = client.post("/api/simulator/restart", json={"port": taken_port})
    assert (refused.status_code, refused.json()["code"]) == (409, "address_in_use")
    assert time.monotonic() - started_at < 1
    assert status(client, "simulator")["pid"] == pids["simulator"]
    assert is_alive(pids["simulator"])


def test_nothing_is_lost_while_another_program_locks_the_database(
    server: Server, client: httpx.Client, pids: dict[str, int]
) -> None:
    blocker = sqlite3.connect(server.data_dir / "trishul.db", isolation_level=None)
    blocker.execute("BEGIN EXCLUSIVE")
    send_traps(client, 1000, pause_s=0.001)
    time.sleep(1.0)
    assert status(client, "traps")["stored"] == 0
    assert status(client, "traps")["waiting"] > 0
    blocker.rollback()
    blocker.close()
    eventually(lambda: status(client, "traps")["stored"] == 1000)
    assert client.get("/api/stats/traps").json()["traps_received_total"] == 1000
    assert client.get("/api/traps/", params={"limit": 1}).json()["total"] == 1000


def test_a_crash_of_the_receiver_under_load_loses_nothing_that_came_later(
    client: httpx.Client, pids: dict[str, int]
) -> None:
    os.kill(pids["traps"], signal.SIGKILL)
    eventually(lambda: status(client, "traps")["state"] == "crashed")
    send_traps(client, 200)
    eventually(lambda: status(client, "traps")["stored"] == 200)
    assert status(client, "traps")["kernel_drops"] == 0


def test_no_command_line_of_a_worker_shows_a_community(client: httpx.Client) -> None:
    started = client.post("/api/simulator/start", json={"community": "hush-hush"}).json()
    assert b"hush-hush" not in Path(f"/proc/{started['pid']}/cmdline").read_bytes()
    assert b"hush-hush" not in Path(f"/proc/{started['pid']}/environ").read_bytes()
    assert b"correct horse" not in Path(f"/proc/{started['pid']}/environ").read_bytes()


def test_a_walk_ends_when_its_client_closes_the_connection(server: Server, client: httpx.Client) -> None:
    """Retries stop arriving: nobody waits for the answer any more."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as silent:
        silent.bind(("127.0.0.1", 0))
        silent.settimeout(5)
        walk = {"target": "127.0.0.1", "port": silent.getsockname()[1], "timeout_s": 0.2, "retries": 20}
        headers = dict(client.headers) | {"content-type": "application/json"}
        with socket.create_connection(("127.0.0.1", server.port)) as connection:
            body = json.dumps(walk)
            head = (
                f"POST /api/walk/execute HTTP/1.1\r\nhost: 127.0.0.1:{server.port}\r\ncontent-length: {len(body)}\r\n"
            )
            lines = f"x-auth-token: {headers['x-auth-token']}\r\ncontent-type: application/json\r\n\r\n"
            connection.sendall((head + lines + body).encode())
            silent.recv(65535)
        time.sleep(0.5)
        silent.setblocking(False)
        before = waiting_datagrams(silent)
        time.sleep(0.7)
        assert before <= 3
        assert waiting_datagrams(silent) == 0


def test_many_fast_restarts_end_with_one_simulator(client: httpx.Client, pids: dict[str, int]) -> None:
    seen = {client.post("/api/simulator/restart").json()["pid"] for _ in range(8)}
    assert len(seen) == 8
    assert [pid for pid in {*seen, pids["simulator"]} if is_alive(pid)] == [status(client, "simulator")["pid"]]
    assert client.get("/api/stats/simulator").json()["restart_count"] == 8
