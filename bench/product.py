"""Trishul SNMP as installed: the simulator command and the server, real processes, driven through their outside."""

from __future__ import annotations

import json
import os
import sys
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.measure import PeerMissing
from bench.processes import LOOPBACK, Server, answers_snmp, free_tcp_port

PASSWORD = "a password for one run"


def command() -> str:
    """The installed `trishul` command of this environment."""
    path = Path(sys.executable).parent / "trishul"
    if not path.exists():
        raise PeerMissing("trishul is not installed here: run `make run` or `pip install -e .` once")
    return str(path)


def start_agent(port: int, folder: Path, recordings: list[Path], *, host: str = LOOPBACK) -> Server:
    """`trishul simulate` with recordings, the community of each its file stem; without any it is the demo switch."""
    folder.mkdir(parents=True, exist_ok=True)
    line = [
        command(),
        "simulate",
        *(map(str, recordings) if recordings else ["--demo"]),
        "--listen",
        f"{host}:{port}",
    ]
    server = Server("trishul simulate", line, folder / "log")
    try:
        server.wait_until(lambda: answers_snmp(port), 30)
    except BaseException:
        server.stop()
        raise
    return server


def start_secured_agent(port: int, folder: Path, recording: Path) -> Server:
    """The Python API's agent with a recording as community public and for the bench's SNMPv3 users."""
    folder.mkdir(parents=True, exist_ok=True)
    line = [sys.executable, "-m", "bench.servers.secured_agent", str(port), str(recording)]
    server = Server("secured agent", line, folder / "log", environment={"PYTHONPATH": os.pathsep.join(sys.path)})
    try:
        server.wait_until(lambda: answers_snmp(port), 30)
    except BaseException:
        server.stop()
        raise
    return server


@dataclass(frozen=True, slots=True)
class Workbench:
    """A running `trishul serve` and a session in it."""

    server: Server
    url: str
    token: str
    data_folder: Path

    def call(self, method: str, path: str, body: Mapping[str, object] | None = None) -> Any:
        """One REST call; the decoded JSON reply."""
        return _call(self.url, method, path, body, self.token)


_START_PATIENCE_S = 120
_LIBRARY_PATIENCE_S = 300
"""A machine that has much else to do is slow, not broken."""


def start_workbench(folder: Path, port: int | None = None, *, log_level: str = "warning") -> Workbench:
    """`trishul serve` on a free port with a data folder of its own, its MIB library built, and a login."""
    folder.mkdir(parents=True, exist_ok=True)
    port = port or free_tcp_port()
    environment = {
        "TRISHUL_PORT": str(port),
        "TRISHUL_DATA_DIR": str(folder / "data"),
        "TRISHUL_ADMIN_PASSWORD": PASSWORD,
        "TRISHUL_LOG_LEVEL": log_level,
    }
    server = Server("trishul serve", [command(), "serve"], folder / "log", environment=environment)
    url = f"http://{LOOPBACK}:{port}"
    try:
        server.wait_until(lambda: _is_up(url), _START_PATIENCE_S)
        login = {"username": "admin", "password": PASSWORD}
        token = _call(url, "POST", "/api/settings/login", login, None)["token"]
        server.wait_until(lambda: _has_built(server, url, token), _LIBRARY_PATIENCE_S)
    except BaseException:
        server.stop()
        raise
    return Workbench(server, url, token, folder / "data")


def _is_up(url: str) -> bool:
    try:
        return bool(_call(url, "GET", "/api/health", None, None))
    except OSError:  # refused until it listens; 503 while it starts
        return False


def _has_built(server: Server, url: str, token: str) -> bool:
    """True when no MIB is compiled any more and the processes that did it are gone: they would be measured too."""
    return not _call(url, "GET", "/api/mibs/status", None, token)["building"] and len(server.cpu_s()) == 1


def _call(url: str, method: str, path: str, body: Mapping[str, object] | None, token: str | None) -> Any:
    request = urllib.request.Request(url + path, method=method)
    if token is not None:
        request.add_header("X-Auth-Token", token)
    if body is not None:
        request.data = json.dumps(body).encode()
        request.add_header("Content-Type", "application/json")
    with urllib.request.urlopen(request, timeout=20) as reply:
        return json.loads(reply.read())
