"""A database that another program has locked, and a data directory that takes nothing: each area says so in words or
does what it says, what arrives is kept, and all goes on when it is over."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from tests.contract.mib_texts import files, mib
from tests.contract.served import DATABASE, PASSWORD, READY_WITHIN_S, Server, start_program
from tests.faults.conftest import LINK_DOWN, notify, stored_numbers, until
from tests.faults.read_only import read_only

Orders = Mapping[str, Callable[[], httpx.Response]]
SYSTEM = "1.3.6.1.2.1.1"
NEEDS_NO_DATABASE = {"a login", "a MIB", "a recording", "a recorded device", "a backup", "a reading"}
NEEDS_FILES = {"a recording", "an imported walk", "a MIB", "a backup"}
READ_ONLY = ("Read-only file system", "Permission denied")


@pytest.fixture(scope="module")
def device(client: httpx.Client) -> dict[str, Any]:
    """The simulated agent, also as a saved target."""
    status = client.post("/api/simulator/start").json()
    assert client.post("/api/walk/targets", json={"name": "switch", "host": "127.0.0.1"}).is_success
    return {"target": "127.0.0.1", "port": status["port"], "community": status["community"]}


def orders_of(client: httpx.Client, device: dict[str, Any], name: str) -> Orders:
    """One order of each area that saves something, all about this name."""

    def post(path: str, **body: Any) -> Callable[[], httpx.Response]:
        return lambda: client.post(f"/api/{path}", json=body, timeout=READY_WITHIN_S)

    def upload(path: str, file: str, text: bytes) -> Callable[[], httpx.Response]:
        return lambda: client.post(f"/api/{path}", files=files((file, text)), timeout=READY_WITHIN_S)

    module = f"{name.upper()}-MIB"
    job = {"target": "switch", "oids": [SYSTEM], "schedule": {"cron": "@yearly"}}
    return {
        "a setting": post("settings/app", kept_walks_days=12),
        "a login": post("settings/login", username="admin", password=PASSWORD),
        "a user": post("settings/users", username=name, password="long enough words", role="viewer"),
        "a token": post("settings/tokens", name=name, role="viewer"),
        "a credential": post("credentials", name=name, kind="community", community="secret-c0mmunity"),
        "an agent": post("simulator/agents", name=name, addresses={"community": f"{name} made"}),
        "overrides": post("simulator/data", **{f"{SYSTEM}.5.0": name}),
        "a recording": upload("simulator/recordings", f"{name}.snmprec", b"1.3.6.1.2.1.1.5.0|4|small\n"),
        "a recorded device": post("simulator/record", name=f"of {name}", interval_s=0, oids=[SYSTEM], **device),
        "a kept walk": post("walk/execute", keep=name, oid=SYSTEM, **device),
        "an imported walk": upload("walk/kept/import", f"{name}.txt", b".1.3.6.1.2.1.1.5.0 = STRING: small\n"),
        "a target": post("walk/targets", name=name, host="127.0.0.1"),
        "a job": post("walk/jobs", name=name, **job),
        "a MIB": upload("mibs/upload", f"{module}.my", mib(module)),
        "a rule": post("traps/rules", name=name, add_tags=["x"]),
        "an inbox": post("traps/inboxes", name=name, tag=name),
        "a search": post("traps/searches", name=name, query="ver:1"),
        "a template": post("traps/templates", name=name, trap={"target": "127.0.0.1", "oid": LINK_DOWN}),
        "a destination": post("traps/destinations", kind="syslog", name=name, host="127.0.0.1", enabled=False),
        "a mark": post("traps/mark", ids=[1], pinned=True),
        "an emptied outbox": lambda: client.delete("/api/traps/outbox", timeout=READY_WITHIN_S),
        "a policy": post("traps/policy", keep_days=5),
        "statistics from 0": lambda: client.delete("/api/stats/", timeout=READY_WITHIN_S),
        "a backup": lambda: client.get("/api/settings/backup", timeout=READY_WITHIN_S),
        "a reading": lambda: client.get("/api/traps/", timeout=READY_WITHIN_S),
    }


@contextlib.contextmanager
def locked(server: Server) -> Iterator[None]:
    """Another program has the database for itself."""
    with contextlib.closing(sqlite3.connect(server.data_dir / DATABASE, isolation_level=None)) as holder:
        holder.execute("BEGIN EXCLUSIVE")
        yield
        holder.execute("ROLLBACK")


def recorded(client: httpx.Client, name: str) -> dict[str, Any]:
    """The job of a recorded device, once it has ended."""

    def ended() -> dict[str, Any] | None:
        jobs = client.get("/api/simulator/record").json()["jobs"]
        return next((job for job in jobs if job["name"] == name and job["state"] != "running"), None)

    return until(ended)


def test_whoever_needs_a_locked_database_hears_of_it_at_the_same_time_and_nobody_else(
    server: Server, client: httpx.Client, device: dict[str, Any], receiver_port: int
) -> None:
    assert notify("snmptrap", receiver_port, 1)
    until(lambda: stored_numbers(client) == [1])
    orders = orders_of(client, device, "locked")
    with locked(server), ThreadPoolExecutor(len(orders)) as people:
        assert notify("snmpinform", receiver_port, 2)
        replies = dict(zip(orders, people.map(lambda order: order(), orders.values()), strict=True))
        assert client.get("/api/health").json()["status"] == "ok"
    for what, reply in replies.items():
        if what in NEEDS_NO_DATABASE:
            assert reply.is_success, (what, reply.text)
        else:
            assert (reply.status_code, reply.json()["code"]) == (503, "store_unavailable"), (what, reply.text)
            assert "locked" in reply.json()["detail"], what
    assert until(lambda: stored_numbers(client) == [1, 2] or None), "what was acknowledged meanwhile is there"
    assert recorded(client, "of locked")["state"] == "done"
    assert "LOCKED-MIB" in client.get("/api/mibs/list").text
    for what, order in orders.items():
        if what not in NEEDS_NO_DATABASE:
            assert order().is_success, f"{what} can be saved now, and was not saved in half"
    assert "Traceback" not in server.log


def test_a_directory_that_takes_nothing_is_said_and_what_was_saved_all_the_same_outlives_a_restart(
    server: Server, client: httpx.Client, device: dict[str, Any], receiver_port: int
) -> None:
    with read_only(server.data_dir):
        replies = {what: order() for what, order in orders_of(client, device, "readonly").items()}
        assert notify("snmptrap", receiver_port, 3)
        until(lambda: 3 in stored_numbers(client))
        failed = recorded(client, "of readonly")
        assert (failed["state"], failed["code"]) == ("failed", "bad_recording"), failed
        assert any(words in failed["error"] for words in READ_ONLY), failed
        server.end()
        beside = start_program({"TRISHUL_DATA_DIR": str(server.data_dir), "TRISHUL_PORT": "0", "PATH": "/usr/bin"})
        said = beside.communicate(timeout=READY_WITHIN_S)[1]
        assert (beside.returncode, any(words in said for words in READ_ONLY)) == (1, True), said
        assert "Traceback" not in said
    for what, reply in replies.items():
        if what in NEEDS_FILES:
            assert reply.status_code in (409, 503, 507), (what, reply.text)
            assert any(words in reply.json()["detail"] for words in READ_ONLY), (what, reply.text)
            assert str(server.data_dir) not in reply.text
        else:
            assert reply.is_success, (what, reply.text)
    server.start()
    with server.client(server.login()) as again:
        assert 3 in stored_numbers(again)
        for path in ("settings/users", "settings/tokens", "simulator/agents", "walk/kept", "walk/targets", "walk/jobs"):
            assert "readonly" in again.get(f"/api/{path}").text, path
        for path in ("rules", "inboxes", "searches", "templates", "destinations"):
            assert "readonly" in again.get(f"/api/traps/{path}").text, path
        orders = orders_of(again, device, "readonly")
        for what in NEEDS_FILES:
            assert orders[what]().is_success, what
    assert "Traceback" not in server.log
    assert "secret-c0mmunity" not in server.log
