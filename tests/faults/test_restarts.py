"""The server is stopped and started again in the middle of everything: a walk, a job, a recording, an upload, informs,
an open page. What was said to be saved is there, what was broken off says so, and all goes on."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.contract.mib_texts import files, mib
from tests.contract.served import READY_WITHIN_S, Server
from tests.faults.conftest import ledger_at_rest, notify, stored_numbers, until
from tests.ports import free_port

ROOT = "1.3.6.1.2.1.1"
SLOW_DEVICE = "".join(f"{ROOT}.9.1.3.{row}|4|row {row}\n" for row in range(1, 9)) + (
    f"{ROOT}.9.1.3.9|4:delay|value=late,wait=600000\n"
)
"""Eight rows at once, the ninth after ten minutes."""


class Informing:
    """One inform after the other, until told otherwise."""

    def __init__(self, port: int) -> None:
        self.acknowledged: list[int] = []
        self._port = port
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def end(self) -> None:
        self._is_over.set()
        self._thread.join()

    def _run(self) -> None:
        for number in count(1):
            if self._is_over.is_set():
                return
            if notify("snmpinform", self._port, number, timeout_s=2):
                self.acknowledged.append(number)


class Streaming:
    """A walk whose rows come as lines; what came, and how it ended."""

    def __init__(self, client: httpx.Client, order: dict[str, Any]) -> None:
        self.lines: list[dict[str, Any]] = []
        self._client = client
        self._order = order
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    @property
    def rows(self) -> int:
        return sum(len(line.get("rows", ())) for line in self.lines)

    def end(self) -> None:
        self._thread.join(READY_WITHIN_S)
        assert not self._thread.is_alive()

    def _run(self) -> None:
        try:
            with self._client.stream("POST", "/api/walk/stream", json=self._order, timeout=READY_WITHIN_S) as walk:
                self.lines += map(json.loads, walk.iter_lines())
        except httpx.HTTPError:
            pass  # a server that ends may also end the connection


@pytest.fixture(scope="module")
def server(data_dir: Path) -> Iterator[Server]:
    """Its receiver is told the port, so that a new start listens where the peers send."""
    with Server(data_dir, trap_port=str(free_port()), snmp_port=str(free_port())) as server:
        (recordings := data_dir / "recordings").mkdir(exist_ok=True)
        (recordings / "slow.snmprec").write_text(SLOW_DEVICE)
        yield server
        assert "Traceback" not in server.log


def test_what_was_said_to_be_saved_outlives_a_restart_and_what_was_broken_off_says_so(
    server: Server, client: httpx.Client
) -> None:
    saved = {"auto_start_simulator": True, "auto_start_trap_receiver": True, "kept_walks_days": 12}
    assert client.post("/api/settings/app", json=saved).is_success
    agent_port = client.post("/api/simulator/start").json()["port"]
    receiver_port = client.post("/api/traps/start").json()["port"]
    slow = {"target": "127.0.0.1", "port": agent_port, "community": "slow", "oid": ROOT, "max_repetitions": 1}
    walk = Streaming(client, slow | {"timeout_s": 60, "retries": 0, "keep": "broken off"})
    credential = {"name": "slow", "kind": "community", "community": "slow"}
    assert client.post("/api/credentials", json=credential).is_success
    target = {"name": "slow", "host": "127.0.0.1", "port": agent_port, "credential": "slow", "timeout_s": 60}
    assert client.post("/api/walk/targets", json=target).is_success
    order = {"name": "nightly", "target": "slow", "oids": [ROOT], "schedule": {"cron": "@yearly"}}
    job = "/api/walk/jobs/" + client.post("/api/walk/jobs", json=order).json()["id"]
    assert client.post(f"{job}/run").is_success
    recording = {"name": "copy", "target": "127.0.0.1", "port": agent_port, "community": "slow", "oids": [ROOT]}
    assert client.post("/api/simulator/record", json=recording | {"timeout_s": 60}).status_code == 202
    assert client.post("/api/mibs/upload", files=files(("ACME-MIB.my", mib("ACME-MIB")))).is_success
    informing = Informing(receiver_port)
    try:
        until(lambda: walk.rows >= 1 and len(informing.acknowledged) >= 3)
        until(lambda: client.get(job).json()["state"] == "running")
        with server.socket(client.headers["X-Auth-Token"]) as page:
            page.frame_of("full_state")
            server.end()
            assert page.close_code() == 1001, "it goes away, and comes again"
        walk.end()
        server.start(port=server.port)
        with server.socket(client.headers["X-Auth-Token"]) as page:
            assert page.frame_of("full_state")["mibs"]["total"] > 0, "the session goes on by itself"
        before = len(informing.acknowledged)
        until(lambda: len(informing.acknowledged) >= before + 3)
    finally:
        informing.end()
    settings = client.get("/api/settings/app").json()
    assert saved.items() <= settings.get("settings", settings).items()
    assert client.get("/api/mibs/objects", params={"module": "ACME-MIB"}).json()
    (run,) = client.get(f"{job}/runs").json()["runs"]
    assert (run["state"], run["reason"]) == ("interrupted", "The server ended while it ran")
    (kept,) = client.get("/api/walk/kept").json()["walks"]
    assert (kept["name"], kept["state"]) == ("broken off", "cancelled")
    assert kept["rows"] >= walk.rows
    assert "a reply was broken off, because the server stops" in server.log
    assert not (server.data_dir / "recordings" / "copy.snmprec").exists(), "nothing that is half a device"
    ledger_at_rest(client)
    stored = stored_numbers(client)
    assert set(informing.acknowledged) <= set(stored)
    assert len(stored) == len(set(stored))
