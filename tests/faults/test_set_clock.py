"""Somebody sets the clock of the machine there and back, by days: nothing ends early or never, no duration is negative,
nothing that is kept is deleted, and notifications stay in their order.

The server and its workers are programs whose time of day is off by what a file says (`moved_clock/sitecustomize`).
"""

from __future__ import annotations

import os
import struct
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.contract.served import Server
from tests.faults.conftest import ledger_at_rest, notify, stored_numbers, until

DAYS = 86_400
STEPS = (0, 40 * DAYS, -40 * DAYS, 3600, -3600, 0)
PLACE = Path(__file__).parent / "moved_clock"
SetClock = Callable[[int], None]


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
    with Server(data_dir, is_program=True) as server:
        yield server
        assert "Traceback" not in server.log


@pytest.fixture(scope="module")
def agent(client: httpx.Client) -> dict[str, Any]:
    """The simulated agent's address, as a walk takes it."""
    status = client.post("/api/simulator/start").json()
    return {"target": "127.0.0.1", "port": status["port"], "community": status["community"]}


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
