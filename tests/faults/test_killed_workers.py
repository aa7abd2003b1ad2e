"""Both workers are killed again and again while net-snmp asks, informs and sends traps and a page is open: what was
acknowledged is stored once, what is lost has a name, restarts slow down with words, and afterwards all is well."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from collections import Counter
from collections.abc import Callable
from itertools import count

import httpx

from tests.conftest import find_tool
from tests.contract.served import READY_WITHIN_S, Server, Socket
from tests.faults.conftest import drops_of, ledger_at_rest, notify, stored_numbers, until

KILLS = 4
"""The pauses before a restart double: with these it is killed for ten seconds."""
EACH_S = 1.0
AREAS = ("traps", "simulator")
SYS_NAME = "1.3.6.1.2.1.1.5.0"


class Peers:
    """A thread for each kind of request, one after the other, until told otherwise."""

    def __init__(self, receiver_port: int, agent_port: int) -> None:
        self.acknowledged: list[int] = []
        self.answered = self.traps = 0
        self._receiver_port, self._agent_port = receiver_port, agent_port
        self._numbers = count(1)
        self._is_over = threading.Event()
        self._threads = [
            threading.Thread(target=self._repeat, args=(each,)) for each in (self._inform, self._trap, self._get)
        ]
        for thread in self._threads:
            thread.start()

    def end(self) -> None:
        """Returns when the last request has its answer."""
        self._is_over.set()
        for thread in self._threads:
            thread.join()

    def _repeat(self, request: Callable[[], None]) -> None:
        while not self._is_over.wait(0.05):
            request()

    def _inform(self) -> None:
        number = next(self._numbers)
        if notify("snmpinform", self._receiver_port, number, timeout_s=5):
            self.acknowledged.append(number)

    def _trap(self) -> None:
        self.traps += notify("snmptrap", self._receiver_port, next(self._numbers))

    def _get(self) -> None:
        get = [find_tool("snmpget"), "-v2c", "-cpublic", "-r30", "-t1", f"127.0.0.1:{self._agent_port}", SYS_NAME]
        subprocess.run(get, check=True, capture_output=True, timeout=READY_WITHIN_S)
        self.answered += 1


class StatusOnPage:
    """What a page is told of both workers."""

    def __init__(self, page: Socket) -> None:
        self.errors: set[str] = set()
        self.is_well = False
        self._page = page

    def follow(self, seconds: float) -> None:
        """Reads for so long."""
        for frame in self._page.frames_for(seconds):
            if frame["type"] == "status":
                areas = [frame[area] for area in AREAS]
                self.errors |= {area["error"] for area in areas}
                self.is_well = all((area["state"], area["error"]) == ("running", None) for area in areas)

    def becomes_well(self) -> bool:
        self.follow(0.1)
        return self.is_well


def kill_again_and_again(client: httpx.Client, shown: StatusOnPage) -> set[str]:
    """Each worker once a second, whenever there is one; returns what replies said meanwhile."""
    told: set[str] = set()
    kills = dict.fromkeys(AREAS, 0)
    while min(kills.values()) < KILLS:
        for area in kills:
            status = client.get(f"/api/{area}/status").json()
            if status["pid"] is not None and status["running"] and kills[area] < KILLS:
                os.kill(status["pid"], signal.SIGKILL)
                kills[area] += 1
            elif status["error"]:
                told.add(status["error"])
        shown.follow(EACH_S)
    return told


def test_workers_that_are_killed_each_second_lose_nothing_that_was_acknowledged(
    server: Server, client: httpx.Client, receiver_port: int
) -> None:
    agent_port = client.post("/api/simulator/start").json()["port"]
    peers = Peers(receiver_port, agent_port)
    try:
        with server.socket(client.headers["X-Auth-Token"]) as page:
            shown = StatusOnPage(page)
            told = kill_again_and_again(client, shown)
            until(shown.becomes_well)
        assert client.get("/api/health").json()["status"] == "ok"
        for area in AREAS:
            status = until(lambda area=area: (now := client.get(f"/api/{area}/status").json())["running"] and now)
            assert (status["state"], status["error"]) == ("running", None)
        answered, acknowledged = peers.answered, len(peers.acknowledged)
        until(lambda: peers.answered > answered and len(peers.acknowledged) > acknowledged)
    finally:
        peers.end()
    slower = {"ended by SIGKILL; it is started again in 2 s", "ended by SIGKILL; it is started again in 4 s"}
    assert told & slower
    assert slower <= shown.errors
    ledger = ledger_at_rest(client)
    stored = Counter(stored_numbers(client))
    assert set(peers.acknowledged) <= set(stored)
    assert set(stored.values()) == {1}
    assert ledger["received"] == sum(stored.values()) + ledger["dropped"]
    assert set(drops_of(client)) <= {"lost_with_worker"}
    assert client.get("/api/stats/traps").json()["receiver_start_count"] == 1, "a restart after a crash is no start"
