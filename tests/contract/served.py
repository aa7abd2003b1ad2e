"""A really started `trishul serve` and the two clients that the contract speaks of: httpx and a plain WebSocket.

Everything listens on 127.0.0.1 with port 0, so that tests run beside each other and beside anything else.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Self

import httpx
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from tests.contract.forked import ForkedServe
from tests.standard_library import give_library
from tests.unit.migrated_database import give_database

PASSWORD = "correct horse battery"
DATABASE = "trishul.db"
PATIENCE_S = 20.0
READY_WITHIN_S = 60.0
"""A program imports for seconds of the processor's time, which others may have at that moment."""
READY_LINE = re.compile(r"ready: (https?://\S+)")


def start_program(environment: Mapping[str, str]) -> subprocess.Popen[str]:
    """`trishul serve` as a user starts it."""
    return subprocess.Popen(
        [sys.executable, "-m", "trishul.cli.main", "serve"],
        env=environment,
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
    )


class Server:
    """One server process on its own data directory; may be killed and started again. As a context it is ended.

    With `is_program` it is a program of its own, as a user starts it; otherwise a fork that has imported it already and
    finds an empty database instead of making one.
    """

    def __init__(self, data_dir: Path, *, is_program: bool = False, **settings: str) -> None:
        self.data_dir = data_dir
        self.settings = settings
        self.url = ""
        self.lines: list[str] = []
        self.process: subprocess.Popen[str] | ForkedServe | None = None
        self._is_program = is_program
        self._ready = threading.Event()

    def start(self, *, port: int = 0) -> Self:
        """Start and wait for the ready line."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith("TRISHUL_")}
        environment |= {
            "TRISHUL_DATA_DIR": str(self.data_dir),
            "TRISHUL_PORT": str(port),
            "TRISHUL_SNMP_PORT": "0",
            "TRISHUL_TRAP_PORT": "0",
            "TRISHUL_ADMIN_PASSWORD": PASSWORD,
        }
        environment |= {f"TRISHUL_{name.upper()}": value for name, value in self.settings.items()}
        environment = {name: value for name, value in environment.items() if value}
        give_library(self.data_dir)
        if not self._is_program and not (self.data_dir / DATABASE).exists():
            give_database(self.data_dir / DATABASE)
        self._ready.clear()
        self.process = start_program(environment) if self._is_program else ForkedServe(environment)
        threading.Thread(target=self._read_lines, args=(self.process,), daemon=True).start()
        if not self._ready.wait(READY_WITHIN_S):
            self.process.kill()
            raise AssertionError("the server did not become ready:\n" + self.log)
        return self

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        if self.process is not None and self.process.poll() is None:
            self.end()

    def _read_lines(self, process: subprocess.Popen[str] | ForkedServe) -> None:
        assert process.stderr is not None
        for line in process.stderr:
            self.lines.append(line)
            if found := READY_LINE.search(line):
                self.url = found[1]
                self._ready.set()

    @property
    def log(self) -> str:
        """Everything that was written to stderr so far."""
        return "".join(self.lines)

    @property
    def port(self) -> int:
        """The bound HTTP port."""
        return int(self.url.rpartition(":")[2])

    def end(self, number: int = signal.SIGTERM) -> float:
        """Send a signal, wait for the end, and return how long that took."""
        assert self.process is not None
        started_at = time.monotonic()
        self.process.send_signal(number)
        try:
            self.process.wait(PATIENCE_S)
        except subprocess.TimeoutExpired as hanging:
            self.process.send_signal(signal.SIGABRT)  # a fork says where each of its threads is
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(PATIENCE_S)
            self.process.kill()
            raise AssertionError(f"the server did not end within {PATIENCE_S:g} s:\n{self.log}") from hanging
        return time.monotonic() - started_at

    def client(self, token: str | None = None) -> httpx.Client:
        """A client with or without a session."""
        headers = {"X-Auth-Token": token} if token else {}
        return httpx.Client(base_url=self.url, headers=headers, timeout=PATIENCE_S, verify=False)

    def login(self, username: str = "admin", password: str = PASSWORD) -> str:
        """The token of a new session."""
        with self.client() as client:
            reply = client.post("/api/settings/login", json={"username": username, "password": password})
        assert reply.status_code == 200, reply.text
        return str(reply.json()["token"])

    @contextmanager
    def socket(self, token: str, **options: Any) -> Iterator[Socket]:
        """An open WebSocket."""
        url = f"ws{self.url.removeprefix('http')}/api/ws?token={token}"
        with connect(url, open_timeout=PATIENCE_S, close_timeout=1, compression=None, **options) as connection:
            yield Socket(connection)


class Socket:
    """A plain WebSocket client that reads frames as JSON."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection

    def frame(self, timeout_s: float = PATIENCE_S) -> dict[str, Any]:
        """The next frame."""
        frame = json.loads(self.connection.recv(timeout_s))
        assert isinstance(frame, dict)
        return frame

    def frame_of(self, kind: str, timeout_s: float = PATIENCE_S) -> dict[str, Any]:
        """The next frame of one type; others before it are passed over."""
        deadline = time.monotonic() + timeout_s
        while True:
            frame = self.frame(max(0.0, deadline - time.monotonic()))
            if frame["type"] == kind:
                return frame

    def frames_for(self, seconds: float) -> list[dict[str, Any]]:
        """Everything that comes within this time."""
        deadline = time.monotonic() + seconds
        frames = []
        while (left_s := deadline - time.monotonic()) > 0:
            try:
                frames.append(self.frame(left_s))
            except TimeoutError:
                break
        return frames

    def close_code(self, timeout_s: float = PATIENCE_S) -> int:
        """Wait until the connection ends and return its code; 1006 is a break without a close frame."""
        deadline = time.monotonic() + timeout_s
        with suppress(ConnectionClosed):
            while True:
                self.connection.recv(max(0.0, deadline - time.monotonic()))
        return int(self.connection.close_code or 1006)
