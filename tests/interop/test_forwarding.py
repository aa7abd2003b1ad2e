"""Notifications of net-snmp's tools go on to snmptrapd, webhooks and syslog; what is on its way survives `kill -9`."""

from __future__ import annotations

import json
import signal
import socket
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import pytest

from tests.contract.served import Server
from tests.interop.conftest import NetSnmp, TrapLog
from tests.interop.security import AUTH_PASSWORD, PRIV_PASSWORD, user_name
from tests.interop.test_safe_informs import until
from trishul.protocol.security.protocols import AuthProtocol, PrivProtocol

LINK_DOWN, IF_INDEX = "1.3.6.1.6.3.1.1.5.3", "1.3.6.1.2.1.2.2.1.1"
TRAP_ADDRESS = ".1.3.6.1.6.3.18.1.3.0"
SECURE = user_name(AuthProtocol.SHA256, PrivProtocol.AES128)


class Hook:
    """A web server that answers as it is told, and remembers who asked with which key."""

    def __init__(self, statuses: list[int]) -> None:
        self.statuses = statuses
        """Of the next requests; afterwards 200."""
        self.keys: list[str] = []
        self.records: list[dict[str, Any]] = []
        self.is_open = threading.Event()
        """Requests hang until it is set."""
        self.is_open.set()
        self.url = ""

    @contextmanager
    def serving(self) -> Iterator[Hook]:
        hook = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                hook.records.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                hook.keys.append(self.headers["X-Trishul-Delivery"])
                hook.is_open.wait(60)
                self.send_response(hook.statuses.pop(0) if hook.statuses else 200)
                self.send_header("Location", "http://127.0.0.1:9/elsewhere")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Says nothing."""

        with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
            thread = threading.Thread(target=server.serve_forever, args=(0.05,))
            thread.start()
            self.url = f"http://127.0.0.1:{server.server_port}/hook"
            try:
                yield self
            finally:
                self.is_open.set()
                server.shutdown()
                thread.join()


class Bench:
    """A server with a receiver, and rules that forward."""

    def __init__(self, server: Server, netsnmp: NetSnmp) -> None:
        self.server = server
        self.netsnmp = netsnmp
        self.client = server.client(server.login())
        self.port = int(self.client.post("/api/traps/start").json()["port"])

    def forward(self, query: str, **destinations: dict[str, Any]) -> None:
        """Makes destinations and one rule that forwards to them."""
        for name, document in destinations.items():
            made = self.client.post("/api/traps/destinations", json={"name": name, **document})
            assert made.status_code == 201, made.text
        rule = {"name": f"to {' '.join(destinations)}", "query": query, "forward": list(destinations)}
        made = self.client.post("/api/traps/rules", json=rule)
        assert made.status_code == 201, made.text

    def trap(self, number: int, *arguments: str) -> None:
        """A linkDown of an interface of this number, unless the arguments say otherwise."""
        given = arguments or ("-v2c", "-cprivate")
        peer = f"udp:127.0.0.1:{self.port}"
        head = ["", LINK_DOWN] if "-v1" not in given else ["1.3.6.1.4.1.99997", "10.9.8.7", "6", "42", "4711"]
        self.netsnmp.lines("snmptrap", *given, peer, *head, f"{IF_INDEX}.{number}", "i", str(number))

    def entries(self, **choice: str) -> list[dict[str, Any]]:
        """Of the outbox."""
        page = self.client.get("/api/traps/outbox", params={"limit": "500", **choice}).json()
        data: list[dict[str, Any]] = page["data"]
        return data

    def restart(self) -> None:
        """`kill -9`, and started again."""
        self.server.end(signal.SIGKILL)
        self.client.close()
        self.server.start()
        self.client = self.server.client(self.server.login())


@pytest.fixture(scope="module")
def bench(netsnmp: NetSnmp, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    with Server(tmp_path_factory.mktemp("forwarding") / "data") as server:
        made = Bench(server, netsnmp)
        yield made
        made.client.close()


def test_snmptrapd_receives_every_version_with_the_source_kept(
    bench: Bench, snmptrapd: TrapLog, secure_snmptrapd: TrapLog
) -> None:
    user = {"user": SECURE, "auth_protocol": "SHA-256", "auth_password": AUTH_PASSWORD, "priv_protocol": "AES"}
    saved = bench.client.post(
        "/api/credentials", json={"name": "ops", "kind": "user", **user, "priv_password": PRIV_PASSWORD}
    )
    assert saved.status_code == 201, saved.text
    there = {"kind": "snmp", "host": snmptrapd.peer.host, "port": snmptrapd.peer.port, "timeout_s": 60}
    bench.forward(
        f"var:{IF_INDEX}=101 or var:{IF_INDEX}=102",
        first=there | {"version": "1"},
        second=there,
        third=there | {"send_as": "inform", "port": secure_snmptrapd.peer.port, "credential": "ops"},
    )
    bench.trap(101)
    bench.trap(102, "-v1", "-cprivate")
    lines = [snmptrapd.wait_for("v2|", f"{IF_INDEX}.{number} = INTEGER: {number}") for number in (101, 102)]
    assert f"{TRAP_ADDRESS} = IpAddress: 127.0.0.1" in lines[0]
    assert f"{TRAP_ADDRESS} = IpAddress: 10.9.8.7" in lines[1]
    assert ".1.3.6.1.4.1.99997.0.42" in lines[1]
    as_v1 = snmptrapd.wait_for("v1|", f"{IF_INDEX}.101").split("|")
    assert as_v1[1:5] == [".1.3.6.1.6.3.1.1.5", "2", "0", "127.0.0.1"]
    again = snmptrapd.wait_for("v1|", f"{IF_INDEX}.102").split("|")
    assert again[1:6] == [".1.3.6.1.4.1.99997", "6", ".42", "10.9.8.7", "4711"]
    secure_snmptrapd.wait_for(f"{IF_INDEX}.101 = INTEGER: 101")
    until(lambda: len(bench.entries(state="delivered")) == 6)
    assert bench.entries(destination="third")[0]["outcome"].startswith("acknowledged after ")
    assert "private" not in snmptrapd.path.read_text("latin-1")


def test_a_webhook_is_asked_until_it_takes_it_and_one_that_redirects_is_not(bench: Bench) -> None:
    with Hook([500, 500]).serving() as hook, Hook([302]).serving() as elsewhere, Hook([]).serving() as hanging:
        hanging.is_open.clear()
        bench.forward(
            f"var:{IF_INDEX}=201",
            dead={"kind": "webhook", "url": hanging.url, "allow_internal": True, "timeout_s": 60},
            hook={"kind": "webhook", "url": hook.url, "allow_internal": True},
            moved={"kind": "webhook", "url": elsewhere.url, "allow_internal": True},
            inside={"kind": "webhook", "url": hook.url},
        )
        bench.trap(201)
        (entry,) = until(lambda: bench.entries(destination="hook", state="delivered"))
        assert (entry["attempts"], entry["outcome"]) == (3, "HTTP 200")
        assert hook.keys == [entry["key"]] * 3
        record = bench.client.get("/api/traps/", params={"q": f"var:{IF_INDEX}=201"}).json()["data"][0]
        assert hook.records[0] == record
        (failed,) = until(lambda: bench.entries(destination="moved", state="failed"))
        assert (failed["attempts"], len(elsewhere.keys)) == (1, 1)
        (refused,) = until(lambda: [one for one in bench.entries(destination="inside") if one["attempts"]])
        assert "not on the public internet" in refused["outcome"]
        assert [entry["state"] for entry in bench.entries(destination="dead")] == ["waiting"]


def test_syslog_gets_a_line_that_says_who_and_what(bench: Bench) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as log:
        log.bind(("127.0.0.1", 0))
        log.settimeout(60)
        bench.forward(f"var:{IF_INDEX}=301", log={"kind": "syslog", "host": "127.0.0.1", "port": log.getsockname()[1]})
        bench.trap(301)
        line = log.recv(65_535).decode()
    (entry,) = bench.entries(destination="log")
    assert f'[trap@32473 id="{entry["key"]}" oid="{LINK_DOWN}" ' in line
    assert " 127.0.0.1 trishul - linkDown [" in line


def test_what_comes_back_is_tagged_and_not_sent_again(bench: Bench) -> None:
    for number, version in ((401, "1"), (402, "2c")):
        ourselves = {"kind": "snmp", "host": "127.0.0.1", "port": bench.port, "version": version}
        bench.forward(f"var:{IF_INDEX}={number}", **{f"circle{number}": ourselves})
        bench.trap(number)
        query = {"q": f"var:{IF_INDEX}={number} tag:returned"}
        until(lambda query=query: bench.client.get("/api/traps/", params=query).json()["data"])  # type: ignore[misc]
        assert len(bench.entries(destination=f"circle{number}")) == 1


def test_what_waits_or_is_on_its_way_when_the_server_is_killed_arrives_under_its_key(bench: Bench) -> None:
    with Hook([]).serving() as hook:
        hook.is_open.clear()
        place = {"kind": "webhook", "url": hook.url, "allow_internal": True, "timeout_s": 60}
        bench.forward("trap:linkDown", held=place, resting=place | {"enabled": False})
        for number in range(501, 511):
            bench.trap(number)
        until(lambda: len(bench.entries(destination="resting")) == 10)
        until(lambda: len(hook.keys) >= 8)  # as many as are on their way at a time
        bench.restart()
        hook.is_open.set()
        changed = bench.client.put("/api/traps/destinations/resting", json={"name": "resting", **place})
        assert changed.status_code == 200, changed.text
        for name in ("held", "resting"):
            until(lambda name=name: len(bench.entries(destination=name, state="delivered")) == 10)  # type: ignore[misc]
        keys = Counter(hook.keys)
        assert {entry["key"] for name in ("held", "resting") for entry in bench.entries(destination=name)} == set(keys)
        resting = [entry["key"] for entry in bench.entries(destination="resting")]
        assert {keys[key] for key in resting} == {1}
        told = {one["name"]: one for one in bench.client.get("/api/traps/destinations").json()["destinations"]}
        assert (told["held"]["delivered_total"], told["held"]["waiting"]) == (10, 0)


def test_everything_is_told_to_pages_and_to_prometheus(bench: Bench) -> None:
    with bench.server.socket(bench.server.login()) as page:
        assert bench.client.delete("/api/traps/outbox", params={"destination": "held"}).json() == {"entries": 10}
        assert page.frame_of("outbox") == {"type": "outbox"}
    numbers = httpx.get(f"{bench.server.url}/metrics").text
    delivered = next(line for line in numbers.splitlines() if line.startswith("trishul_outbox_delivered_total "))
    assert float(delivered.split()[1]) >= 20
