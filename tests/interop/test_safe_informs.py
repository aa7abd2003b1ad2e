"""`kill -9` of worker and server while net-snmp's snmpinform asks: what it was told to be received is in the store."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import httpx

from tests.contract.served import Server
from tests.interop.conftest import STATELESS, NetSnmp
from tests.ports import free_port

SENDERS = 3
ENOUGH = 8
HELD_TRAPS = 3
PATIENCE_S = 30.0
LINK_DOWN, IF_INDEX = "1.3.6.1.6.3.1.1.5.3", "1.3.6.1.2.1.2.2.1.1"


class Storm:
    """Processes of snmpinform, a few at a time, each with a number of its own; none asks twice.

    They are killed, so they keep no state: half of it would make every later tool deaf for SNMPv3.
    """

    def __init__(self, netsnmp: NetSnmp, port: int, *, first_number: int = 1) -> None:
        self.acknowledged: list[int] = []
        self._netsnmp = netsnmp
        self._peer = f"udp:127.0.0.1:{port}"
        self._numbers = count(first_number)
        self._is_over = False
        self._running: set[subprocess.Popen[bytes]] = set()
        self._threads = [threading.Thread(target=self._send) for _ in range(SENDERS)]
        for thread in self._threads:
            thread.start()

    def until_more(self) -> None:
        """Returns when some more were acknowledged."""
        wanted = len(self.acknowledged) + ENOUGH
        until(lambda: len(self.acknowledged) >= wanted)

    def end(self) -> None:
        """Who still waits for an answer is ended without one."""
        self._is_over = True
        for process in list(self._running):
            process.kill()
        for thread in self._threads:
            thread.join()

    def _send(self) -> None:
        while not self._is_over:
            number = next(self._numbers)
            options = [*STATELESS, "-v2c", "-cpublic", "-r0", f"-t{PATIENCE_S:g}"]
            command = ["snmpinform", *options, self._peer, "42", LINK_DOWN]
            process = subprocess.Popen(
                [*command, f"{IF_INDEX}.{number}", "i", str(number)],
                env=self._netsnmp.environment,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            self._running.add(process)
            if self._is_over:
                process.kill()
            if process.wait() == 0:
                self.acknowledged.append(number)
            self._running.discard(process)


def until(claim: Callable[[], Any]) -> Any:
    """What the claim gives once it gives something."""
    deadline = time.monotonic() + PATIENCE_S
    while not (found := claim()):
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)
    return found


def ledger_at_rest(client: httpx.Client) -> dict[str, Any]:
    """Once everything has been accounted for."""

    def at_rest() -> dict[str, Any] | None:
        ledger: dict[str, Any] = client.get("/api/traps/drops").json()["ledger"]
        return ledger if ledger["difference"] == ledger["used"]["waiting"] == 0 else None

    found: dict[str, Any] = until(at_rest)
    return found


@contextmanager
def locked(database: Path) -> Iterator[None]:
    """Nobody else writes meanwhile."""
    with closing(sqlite3.connect(database, timeout=PATIENCE_S, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield


def send_traps(netsnmp: NetSnmp, port: int) -> int:
    """A few, which nobody acknowledges; returns how many."""
    trap = ["snmptrap", "-v2c", "-cpublic", f"udp:127.0.0.1:{port}", "42", LINK_DOWN, f"{IF_INDEX}.1", "i", "0"]
    for _ in range(HELD_TRAPS):
        subprocess.run(trap, env=netsnmp.environment, check=True, timeout=PATIENCE_S)
    return HELD_TRAPS


def stored_numbers(client: httpx.Client) -> Counter[int]:
    """How often each number is in the store."""
    page = client.get("/api/traps/", params={"limit": 1000}).json()
    return Counter(int(record["varbinds"][2]["value"]) for record in page["data"])


def test_every_acknowledged_inform_is_stored_exactly_once_though_worker_and_server_are_killed(
    netsnmp: NetSnmp, tmp_path: Path
) -> None:
    port = free_port()
    server = Server(tmp_path / "data", trap_port=str(port)).start()
    with server.client(server.login()) as client:
        started = client.post("/api/traps/start").json()
        storm = Storm(netsnmp, port)
        try:
            storm.until_more()
            os.kill(started["pid"], signal.SIGKILL)
            storm.until_more()  # those that asked meanwhile were answered by the successor
        finally:
            storm.end()
        ledger = ledger_at_rest(client)  # reports lag behind, so nothing may come any more
        assert ledger["received"] == ledger["used"]["stored"] + ledger["dropped"]
        with locked(tmp_path / "data" / "trishul.db"):
            held = send_traps(netsnmp, port)
            until(lambda: client.get("/api/traps/drops").json()["ledger"]["used"]["waiting"] == held)
            second = Storm(netsnmp, port, first_number=1_000_000)
            try:
                second.until_more()  # while nothing can be stored
                server.end(signal.SIGKILL)
            finally:
                second.end()
    acknowledged = {*storm.acknowledged, *second.acknowledged}
    assert len(acknowledged) >= 3 * ENOUGH
    with server, server.client(server.login()) as client:
        ledger_at_rest(client)
        drops = {each["reason"]: each["count"] for each in client.get("/api/traps/drops").json()["data"]}
        assert drops["lost_with_worker"] == held, "traps are lost by name"
        stored = stored_numbers(client)
        assert acknowledged <= set(stored)
        assert set(stored.values()) == {1}
        assert "Traceback" not in server.log
