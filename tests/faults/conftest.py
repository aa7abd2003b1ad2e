"""What every fault needs: one server for each file, a session there, and the tools of net-snmp without any state."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import httpx
import pytest

from tests.conftest import find_tool
from tests.contract.served import READY_WITHIN_S, Server

LINK_DOWN, IF_INDEX = "1.3.6.1.6.3.1.1.5.3", "1.3.6.1.2.1.2.2.1.1"
Found = TypeVar("Found")


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the server of the file keeps its data."""
    return tmp_path_factory.mktemp("faults") / "data"


@pytest.fixture(scope="module")
def server(data_dir: Path) -> Iterator[Server]:
    with Server(data_dir) as server:
        yield server
        assert "Traceback" not in server.log


@pytest.fixture(scope="module")
def client(server: Server) -> Iterator[httpx.Client]:
    """A session on a server whose MIB library is there."""
    with server.client(server.login()) as client:
        until(lambda: client.get("/api/mibs/status").json()["loaded"])
        yield client


@pytest.fixture(scope="module")
def receiver_port(client: httpx.Client) -> int:
    return int(client.post("/api/traps/start").json()["port"])


def until(claim: Callable[[], Found | None]) -> Found:
    """What the claim gives once it gives something."""
    deadline = time.monotonic() + READY_WITHIN_S
    while not (found := claim()):
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)
    return found


def notify(kind: str, port: int, number: int, *, tries: int = 1, timeout_s: float = READY_WITHIN_S) -> bool:
    """Sends a linkDown with a number by `snmptrap` or `snmpinform`; whether it went out, or was acknowledged."""
    options = [
        "--noPersistentLoad=yes",
        "--noPersistentSave=yes",
        "-v2c",
        "-cpublic",
        f"-r{tries - 1}",
        f"-t{timeout_s:g}",
    ]
    event = [f"udp:127.0.0.1:{port}", "42", LINK_DOWN, f"{IF_INDEX}.{number}", "i", str(number)]
    sent = subprocess.run([find_tool(kind), *options, *event], capture_output=True, check=False)
    return sent.returncode == 0


def stored_numbers(client: httpx.Client) -> list[int]:
    """The numbers of all that is stored, in order."""
    page = client.get("/api/traps/", params={"limit": 1000}).json()
    return sorted(int(record["varbinds"][2]["value"]) for record in page["data"])


def ledger_of(client: httpx.Client) -> dict[str, Any]:
    ledger: dict[str, Any] = client.get("/api/traps/drops").json()["ledger"]
    return ledger


def drops_of(client: httpx.Client) -> dict[str, int]:
    """How many were dropped for each reason, where any were."""
    reasons = client.get("/api/traps/drops").json()["data"]
    return {each["reason"]: each["count"] for each in reasons if each["count"]}


def ledger_at_rest(client: httpx.Client) -> dict[str, Any]:
    """The ledger once everything that arrived is accounted for and nothing waits."""

    def at_rest() -> dict[str, Any] | None:
        ledger = ledger_of(client)
        return ledger if ledger["difference"] == ledger["used"]["waiting"] == 0 else None

    return until(at_rest)
