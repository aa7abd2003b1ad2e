"""Somebody sets the clock of the machine there and back, by days: nothing ends early or never, no duration is negative,
nothing that is kept is deleted, and notifications stay in their order.

The server and its workers are programs whose time of day is off by what a file says (`moved_clock/sitecustomize`).
"""

from __future__ import annotations

import os
import struct
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.contract.served import READY_WITHIN_S, Server
from tests.faults.conftest import LINK_DOWN, ledger_at_rest, notify, stored_numbers, until
from tests.ports import free_port

DAYS = 86_400
STEPS = (0, 40 * DAYS, -40 * DAYS, 3600, -3600, 0)
PLACE = Path(__file__).parent / "moved_clock"
SetClock = Callable[[int], None]
UP_TIME, COUNTER, WAVE = "1.3.6.1.2.1.1.3.0", "1.3.6.1.2.1.2.2.1.10.1", "1.3.6.1.4.1.99999.1.0"
PER_S = {UP_TIME: 100, COUNTER: 5_000}
MOVING_DEVICE = (
    f"{UP_TIME}|67:numeric|rate=100\n{COUNTER}|65:numeric|rate=5000\n"
    f"{WAVE}|66:numeric|function=sin,rate=1,scale=100,offset=200\n"
)


@pytest.fixture(scope="module")
def set_clock(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SetClock]:
    """Moves the clock of what was started under it, by so many seconds from the right time."""
    moved = tmp_path_factory.mktemp("clock") / "moved"

    def set_by(seconds: int) -> None:
        with moved.open("r+b") as file:
            file.write(struct.pack("q", seconds * 10**9))

    moved.write_bytes(bytes(8))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MOVED_CLOCK", str(moved))
        patch.setenv("PYTHONPATH", str(PLACE), prepend=os.pathsep)
        yield set_by


@pytest.fixture(scope="module")
def server(data_dir: Path, set_clock: SetClock) -> Iterator[Server]:
    (recordings := data_dir / "recordings").mkdir(parents=True)
    (recordings / "moving.snmprec").write_text(MOVING_DEVICE)
    with Server(data_dir, is_program=True) as server:
        yield server
        assert "Traceback" not in server.log


@pytest.fixture(scope="module")
def agent(client: httpx.Client) -> dict[str, Any]:
    """The simulated agent's address, as a walk takes it."""
    status = client.post("/api/simulator/start").json()
    return {"target": "127.0.0.1", "port": status["port"], "community": status["community"]}


class MovingDevice:
    """A device whose values move with the time; what it said, and between which moments of this process."""

    def __init__(self, client: httpx.Client, agent: dict[str, Any]) -> None:
        self._client = client
        self._order = agent | {"community": "moving", "operation": "get", "oids": [*PER_S, WAVE], "timeout_s": 30}
        self._before: tuple[float, float, dict[str, int]] | None = None

    def has_moved_as_time_has(self) -> None:
        """Asks once more: what counts has grown by what passed since, whatever the clock says."""
        asked_at = time.monotonic()
        walked = self._client.post("/api/walk/execute", json=self._order, timeout=READY_WITHIN_S).raise_for_status()
        answered_at = time.monotonic()
        values = {row["oid"]: int(row["value"]) for row in walked.json()["data"]}
        assert 100 <= values[WAVE] <= 300
        if self._before is not None:
            earliest, latest, before = self._before
            for oid, per_s in PER_S.items():
                grown_s = (values[oid] - before[oid]) / per_s
                assert asked_at - latest - 0.1 <= grown_s <= answered_at - earliest + 0.1, oid
        self._before = asked_at, answered_at, values


class Expecting:
    """Somebody who waits for a notification, beside everything else."""

    def __init__(self, client: httpx.Client, wanted: dict[str, Any]) -> None:
        self.verdict: dict[str, Any] = {}
        self._thread = threading.Thread(target=self._run, args=(client, wanted))
        self._thread.start()

    def end(self) -> dict[str, Any]:
        self._thread.join(READY_WITHIN_S)
        return self.verdict

    def _run(self, client: httpx.Client, wanted: dict[str, Any]) -> None:
        self.verdict |= client.post("/api/traps/expect", json=wanted, timeout=READY_WITHIN_S).json()


def negatives(found: object) -> list[object]:
    """The numbers below 0 anywhere in a reply."""
    if isinstance(found, dict | list):
        return [each for value in (found.values() if isinstance(found, dict) else found) for each in negatives(value)]
    return [found] if isinstance(found, int | float) and found < 0 else []


def test_nothing_ends_early_and_nothing_that_is_kept_is_deleted(
    server: Server, client: httpx.Client, agent: dict[str, Any], receiver_port: int, set_clock: SetClock
) -> None:
    assert client.post("/api/settings/app", json={"kept_walks_days": 2, "session_timeout": 3600}).is_success
    assert client.post("/api/traps/policy", json={"keep_days": 2}).is_success
    assert client.post("/api/traps/inboxes", json={"name": "soon", "tag": "soon", "expires_in_s": 3000}).is_success
    system = agent | {"oid": "1.3.6.1.2.1.1", "max_time_s": 30, "timeout_s": 10}
    for number, seconds in enumerate(STEPS, 1):
        set_clock(seconds)
        assert notify("snmptrap" if number % 2 else "snmpinform", receiver_port, number)
        until(lambda number=number: number in stored_numbers(client))
        walked = client.post("/api/walk/execute", json=system | {"keep": f"walk {number}"}).raise_for_status().json()
        assert walked["elapsed_s"] >= 0
        assert walked["cut"] is None
        assert client.post("/api/traps/policy", json={"keep_days": 2 + number % 2}).is_success, (
            "the retention looks now"
        )
        assert client.get("/api/settings/check").status_code == 200, "the session goes on"
        assert client.get("/api/traps/inboxes/soon").status_code == 200
        for path in ("/api/stats/", "/api/stats/rates", "/api/simulator/status", "/api/traps/status"):
            assert negatives(client.get(path).json()) == [], path
    page = client.get("/api/traps/", params={"limit": 10}).json()["data"]
    assert [int(each["varbinds"][2]["value"]) for each in page] == [6, 5, 4, 3, 2, 1], "in the order of their arrival"
    found = client.get("/api/traps/", params={"q": "trap:linkDown after:-10m", "limit": 10}).json()["data"]
    assert [int(each["varbinds"][2]["value"]) for each in found] == [6, 4, 2, 1], "by the times that they were given"
    assert len(client.get("/api/walk/kept").json()["walks"]) == len(STEPS)
    assert ledger_at_rest(client)["dropped"] == 0


def test_nothing_lasts_for_ever_because_the_clock_went_back(
    client: httpx.Client, agent: dict[str, Any], set_clock: SetClock
) -> None:
    set_clock(0)
    assert client.post("/api/traps/inboxes", json={"name": "brief", "tag": "brief", "expires_in_s": 1}).is_success
    target = {"name": "switch", "host": "127.0.0.1", "port": agent["port"]}
    assert client.post("/api/walk/targets", json=target).is_success
    order = {"name": "often", "target": "switch", "oids": ["1.3.6.1.2.1.1"], "schedule": {"every_s": 5}}
    job = "/api/walk/jobs/" + client.post("/api/walk/jobs", json=order).json()["id"]
    until(lambda: client.get(f"{job}/runs").json()["runs"])
    set_clock(-3 * DAYS)
    until(lambda: client.get("/api/traps/inboxes/brief").status_code == 404)
    until(lambda: len(client.get(f"{job}/runs").json()["runs"]) >= 2)
    assert negatives(client.get(f"{job}/runs").json()) == []


def test_what_goes_on_by_time_goes_on_by_the_time_that_passes(
    server: Server, client: httpx.Client, agent: dict[str, Any], receiver_port: int, set_clock: SetClock
) -> None:
    set_clock(0)
    began = time.time()
    token = {"name": "program", "role": "viewer", "expires_at": began + DAYS}
    program = client.post("/api/settings/tokens", json=token).raise_for_status().json()["token"]
    nobody = {"kind": "webhook", "name": "nobody", "url": f"http://127.0.0.1:{free_port()}/", "allow_internal": True}
    assert client.post("/api/traps/destinations", json=nobody).is_success
    rule = {"name": "all", "query": "trap:linkDown var:ifIndex=4710", "forward": ["nobody"]}
    assert client.post("/api/traps/rules", json=rule).is_success
    assert notify("snmptrap", receiver_port, 4710)
    assert client.delete("/api/simulator/agents/moving/journal").is_success
    to = {"target": "127.0.0.1", "port": receiver_port, "oid": LINK_DOWN}
    run = client.post("/api/traps/runs", json=to | {"pace": {"per_s": 20, "count": 80}}).raise_for_status().json()["id"]
    copy = {"name": "copy", "community": "moving", "interval_s": 3, "oids": ["1.3.6.1.2.1"]}
    recorded = client.post("/api/simulator/record", json=agent | copy).raise_for_status().json()["id"]
    device = MovingDevice(client, agent)
    expecting = Expecting(client, {"match": "trap:linkDown var:ifIndex=4711", "within_s": 50})
    for number, seconds in enumerate(STEPS, 1):
        set_clock(seconds)
        device.has_moved_as_time_has()
        with server.client(program) as by_token:
            assert by_token.get("/api/traps/status").status_code == 200, "the token has not expired"
        journal = client.get("/api/simulator/agents/moving/journal", params={"last_s": 3600, "oid": WAVE}).json()
        assert journal["total"] == number
        assert all(journal["began_at"] <= each["at"] <= time.time() + seconds for each in journal["data"])
        rates = client.get("/api/stats/rates").json()
        assert rates["times"] == sorted(rates["times"])
        assert all(rates["now"] - 905 <= at <= rates["now"] for at in rates["times"]), "no chart from 1970"
        soon = {"match": "trap:linkUp", "within_s": 0.2, "absent": True}
        verdict = client.post("/api/traps/expect", json=soon).json()
        assert (verdict["holds"], 0.2 <= verdict["elapsed_s"] < 30) == (True, True)
    set_clock(-40 * DAYS)
    assert notify("snmptrap", receiver_port, 4711)
    assert expecting.end()["holds"], expecting.verdict
    until(lambda: client.get(f"/api/traps/runs/{run}").json()["state"] != "running")
    assert client.get(f"/api/traps/runs/{run}").json()["sent"] == 80
    until(lambda: client.get(f"/api/simulator/record/{recorded}").json()["state"] != "running")
    job = client.get(f"/api/simulator/record/{recorded}").json()
    assert (job["state"], job["moving"]) == ("done", 2), job
    outbox = {"destination": "nobody"}
    until(lambda: client.get("/api/traps/outbox", params=outbox).json()["data"][0]["attempts"] >= 3)
    set_clock(0)
    told = [each["at"] for each in client.get("/api/settings/audit", params={"limit": 100}).json()["data"]]
    assert told == sorted(told, reverse=True)
    assert all(began - 600 <= at <= time.time() for at in told), "an audit log is in the order of what happened"
    for path in ("/api/stats/export", "/api/traps/outbox", f"/api/simulator/record/{recorded}"):
        assert negatives(client.get(path).json()) == [], path
    lately: dict[str, str | int] = {"q": "trap:linkDown after:-10m before:-0s", "limit": 1000}
    page = client.get("/api/traps/", params=lately).json()["data"]
    whole = client.get("/api/traps/", params={"limit": 1000}).json()["data"]
    assert 0 < len(page) < len(whole), "by the times that they were given"
    assert client.get("/api/traps/export", params=lately).json() == page


def test_failed_logins_are_slowed_down_and_forgiven_all_the_same(server: Server, set_clock: SetClock) -> None:
    set_clock(0)
    wrong = {"username": "nobody", "password": "guess"}
    with server.client() as client:
        until(lambda: client.post("/api/settings/login", json=wrong).status_code == 429)
        set_clock(DAYS)
        assert client.post("/api/settings/login", json=wrong).status_code == 429, "a day later by the clock only"
        set_clock(-DAYS)
        refused = client.post("/api/settings/login", json=wrong)
        assert (refused.status_code, int(refused.headers["Retry-After"]) <= 60) == (429, True)
    set_clock(0)
