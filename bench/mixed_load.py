"""Everything at once on one workbench: notifications, walks, uploads, requests, and clients that watch.

Each kind of load is a thread that goes on until it is told to stop, and counts what it did; one that fails says so and
tries again, since what is looked at is the server. Owns the load only: who uses it decides what is measured.
"""

from __future__ import annotations

import io
import threading
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from types import TracebackType
from typing import Self

import httpx
from websockets.sync.client import connect

from bench import clients, product
from bench.processes import LOOPBACK

_PATIENCE_S = 120.0
"""A machine that has much else to do is slow, not broken."""
_PAUSE_AFTER_FAILURE_S = 0.2


class MixedLoad:
    """Begins with its context, which waits at its end until all threads have stopped."""

    def __init__(self, workbench: product.Workbench) -> None:
        self.workbench = workbench
        self.done: Counter[str] = Counter()
        """How often each kind of work was done."""
        self.failures: Counter[str] = Counter()
        self._stop = threading.Event()
        self._threads: list[threading.Thread] = []

    def add(self, name: str, every_s: float, work: Callable[[httpx.Client], None]) -> None:
        """Does some work again and again, with a client of its own."""
        self._threads.append(threading.Thread(target=self._repeat, args=(name, every_s, work), daemon=True))

    def add_watcher(self, renewed_every_s: float) -> None:
        """A browser's socket that reads what comes, and comes anew now and then."""
        self.add("sockets", 0.0, lambda _: self._watch(renewed_every_s))

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(_PATIENCE_S)

    def _repeat(self, name: str, every_s: float, work: Callable[[httpx.Client], None]) -> None:
        headers = {"X-Auth-Token": self.workbench.token}
        with httpx.Client(base_url=self.workbench.url, headers=headers, timeout=_PATIENCE_S) as client:
            while not self._stop.is_set():
                try:
                    work(client)
                    self.done[name] += 1
                except Exception as error:  # noqa: BLE001 -- whatever it is, it is counted and told at the end
                    self.failures[f"{name}: {type(error).__name__} {str(error)[:80]}"] += 1
                    self._stop.wait(_PAUSE_AFTER_FAILURE_S)
                self._stop.wait(every_s)

    def _watch(self, seconds: float) -> None:
        url = f"{self.workbench.url.replace('http', 'ws', 1)}/api/ws?token={self.workbench.token}"
        ends_at = time.monotonic() + seconds
        with connect(url, compression=None, max_size=None, open_timeout=_PATIENCE_S, close_timeout=1) as socket:
            while time.monotonic() < ends_at and not self._stop.is_set():
                try:
                    socket.recv(0.5)
                except TimeoutError:
                    continue


def walk_of(port: int, oid: str) -> Callable[[httpx.Client], None]:
    """A whole walk by the stream, every row read."""
    body = {"target": LOOPBACK, "port": port, "oid": oid, "max_rows": 1_000_000, "max_time_s": 600}

    def walk(client: httpx.Client) -> None:
        with client.stream("POST", "/api/walk/stream", json=body) as reply:
            reply.raise_for_status()
            last = b""
            for line in reply.iter_lines():
                last = line.encode() or last
        if not last.startswith(b'{"done"'):
            raise AssertionError(f"the walk ended with {last[:120]!r}")

    return walk


def upload_of(archive: bytes) -> Callable[[httpx.Client], None]:
    """The same modules again and again; from the second time on they replace themselves."""

    def upload(client: httpx.Client) -> None:
        files = {"files": ("modules.zip", archive, "application/zip")}
        client.post("/api/mibs/upload", files=files, params={"replace": "true"}).raise_for_status()

    return upload


def requests_to(port: int, seconds: float) -> Callable[[httpx.Client], None]:
    """GETs as fast as they are answered, for a moment."""
    return lambda _: _ask(port, seconds)


def _ask(port: int, seconds: float) -> None:
    ends_at = time.monotonic() + _PATIENCE_S
    while not clients.load(port, "get", ["1.3.6.1.2.1.1.3.0"], seconds=seconds, window=4).answers:
        if time.monotonic() > ends_at:
            raise AssertionError("the simulator answered nothing")


def modules(count: int, objects: int, generation: int = 0) -> bytes:
    """An archive of made-up modules, each with a table of so many columns and one notification."""
    octets = io.BytesIO()
    with zipfile.ZipFile(octets, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(count):
            archive.writestr(f"BENCH-{number}-MIB.mib", _module(number, objects, generation))
    return octets.getvalue()


def _module(number: int, objects: int, generation: int) -> str:
    columns = "\n".join(
        f"b{number}c{each} OBJECT-TYPE SYNTAX Integer32 MAX-ACCESS read-only STATUS current\n"
        f'  DESCRIPTION "Column {each}, text {generation}." ::= {{ b{number}Entry {each} }}'
        for each in range(2, objects + 2)
    )
    members = ", ".join(f"b{number}c{each} Integer32" for each in range(2, objects + 2))
    return f"""BENCH-{number}-MIB DEFINITIONS ::= BEGIN
IMPORTS MODULE-IDENTITY, OBJECT-TYPE, NOTIFICATION-TYPE, Integer32, enterprises FROM SNMPv2-SMI;
b{number} MODULE-IDENTITY LAST-UPDATED "202601010000Z" ORGANIZATION "Bench" CONTACT-INFO "None"
  DESCRIPTION "Made up." ::= {{ enterprises 4242 {number + 1} }}
b{number}Table OBJECT-TYPE SYNTAX SEQUENCE OF B{number}Entry MAX-ACCESS not-accessible STATUS current
  DESCRIPTION "A table." ::= {{ b{number} 1 }}
b{number}Entry OBJECT-TYPE SYNTAX B{number}Entry MAX-ACCESS not-accessible STATUS current
  DESCRIPTION "A row." INDEX {{ b{number}c1 }} ::= {{ b{number}Table 1 }}
B{number}Entry ::= SEQUENCE {{ b{number}c1 Integer32, {members} }}
b{number}c1 OBJECT-TYPE SYNTAX Integer32 (1..65535) MAX-ACCESS not-accessible STATUS current
  DESCRIPTION "The index." ::= {{ b{number}Entry 1 }}
{columns}
b{number}Event NOTIFICATION-TYPE OBJECTS {{ b{number}c2 }} STATUS current
  DESCRIPTION "Happened." ::= {{ b{number} 0 1 }}
END
"""
