"""How many notifications are kept without loss at 5, 10, 15 and 20 thousand a second offered.

Ours is the whole server: worker, store, commit; a trap counts when its row can be read from the database by somebody
else. snmptrapd only writes a line of text to a file; it stands here as it comes, and with a large receive buffer as
ours has. Traps are numbered, so what is missing is known exactly; each server is fresh. The same once more with SNMPv3
traps, authenticated and encrypted (SHA-256, AES-128), which were prepared before.
"""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from bench import clients, peers, product
from bench.measure import Aim, Contender, Contest, Outcome
from bench.processes import Server, free_udp_port
from bench.runtime import Runtime
from bench.secured_notifications import SENDER_ENGINE_ID, prepare_traps
from bench.secured_requests import AUTH_PASSWORD, PRIV_PASSWORD, USERS

_RATES = (5_000, 10_000, 15_000, 20_000)
_AIMED_RATE = 20_000
_LARGE_BUFFER_OCTETS = 4 << 20
_SECURED_RATES = (5_000, 10_000)
_SETTLED_S = 1.0
"""A count that has not moved for so long is final: nothing here waits longer than some tens of milliseconds."""
_CREDENTIAL = {
    "name": "bench",
    "kind": "user",
    "user": USERS[-1].name,
    "auth_protocol": "SHA-256",
    "auth_password": AUTH_PASSWORD,
    "priv_protocol": "AES",
    "priv_password": PRIV_PASSWORD,
    "for_receiver": True,
}
_CREATE_USER = " ".join(
    ("createUser -e", f"0x{SENDER_ENGINE_ID.hex()}", USERS[-1].name, "SHA-256", AUTH_PASSWORD, "AES", PRIV_PASSWORD)
)
_NUMBER_IN_LOG = re.compile(rf"{re.escape(clients.NUMBER_OID)} = Gauge32: (\d+)")


def contests(runtime: Runtime) -> list[Contest]:
    """One contest per offered rate; the figure is the share that was kept."""
    seconds = 2.0 if runtime.is_quick else max(8.0, runtime.seconds)
    return [*_by_community(runtime, seconds), *_by_authpriv(runtime, seconds)]


def _by_community(runtime: Runtime, seconds: float) -> list[Contest]:
    return [
        Contest(
            f"Notifications kept of {rate:,} a second offered",
            "% kept",
            (
                Contender("trishul serve (committed rows)", _ours(runtime, rate, seconds)),
                Contender("snmptrapd (logged lines)", _snmptrapd(runtime, rate, seconds, None)),
                Contender("snmptrapd, 4 MB receive buffer", _snmptrapd(runtime, rate, seconds, _LARGE_BUFFER_OCTETS)),
            ),
            (Aim(100.0),) if rate <= _AIMED_RATE else (),
        )
        for rate in _RATES
    ]


def _by_authpriv(runtime: Runtime, seconds: float) -> list[Contest]:
    return [
        Contest(
            f"SNMPv3 notifications (authPriv) kept of {rate:,} a second offered",
            "% kept",
            (
                Contender("trishul serve (committed rows)", _ours(runtime, rate, seconds, is_secured=True)),
                Contender("snmptrapd (logged lines)", _secured_snmptrapd(runtime, rate, seconds)),
            ),
        )
        for rate in _SECURED_RATES
    ]


def _ours(runtime: Runtime, rate: int, seconds: float, *, is_secured: bool = False) -> Callable[[], Outcome]:
    def measure() -> Outcome:
        folder = runtime.new_folder("serve")
        workbench = product.start_workbench(folder)
        with workbench.server as server:
            port = free_udp_port()
            if is_secured:
                workbench.call("POST", "/api/credentials", _CREDENTIAL)
            workbench.call("POST", "/api/traps/start", {"port": port, "community": "public"})
            database = database_of(workbench.data_folder)
            traps = _prepared(folder, rate, seconds) if is_secured else None
            outcome = _flood(server, port, rate, seconds, lambda: _stored(database), lambda: _distinct(database), traps)
            status = workbench.call("GET", "/api/traps/status")
        facts = {**outcome.facts, "buffer_octets": int(status["buffer_bytes"])}
        return Outcome(outcome.figure, facts)

    return measure


def _snmptrapd(runtime: Runtime, rate: int, seconds: float, buffer_octets: int | None) -> Callable[[], Outcome]:
    def measure() -> Outcome:
        port = free_udp_port()
        folder = runtime.new_folder("snmptrapd")
        server, log = peers.start_snmptrapd(port, folder, receive_buffer_octets=buffer_octets)
        with server:
            return _flood(
                server,
                port,
                rate,
                seconds,
                lambda: log.stat().st_size,
                lambda: len(set(_NUMBER_IN_LOG.findall(log.read_text()))),
            )

    return measure


def _secured_snmptrapd(runtime: Runtime, rate: int, seconds: float) -> Callable[[], Outcome]:
    def measure() -> Outcome:
        port = free_udp_port()
        folder = runtime.new_folder("snmptrapd")
        server, log = peers.start_snmptrapd(port, folder, configuration_lines=[_CREATE_USER])
        with server:
            return _flood(
                server,
                port,
                rate,
                seconds,
                lambda: log.stat().st_size,
                lambda: len(set(_NUMBER_IN_LOG.findall(log.read_text()))),
                _prepared(folder, rate, seconds),
            )

    return measure


def _prepared(folder: Path, rate: int, seconds: float) -> Path:
    """As many traps as will be sent."""
    file = folder / "traps"
    prepare_traps(USERS[-1], round(rate * seconds), file)
    return file


def _flood(
    server: Server,
    port: int,
    rate: int,
    seconds: float,
    progress: Callable[[], int],
    kept: Callable[[], int],
    prepared: Path | None = None,
) -> Outcome:
    """Sends, waits until `progress` stands still, and counts what was kept."""
    cpu_before = server.cpu_s()
    started = time.monotonic()
    if prepared is None:
        sending = clients.start_flood(port, rate, round(rate * seconds))
    else:
        sending = clients.start_prepared_flood(port, rate, prepared)
    flood = clients.flood_result(sending, seconds + 60)
    last, moved_at = progress(), time.monotonic()
    while time.monotonic() - moved_at < _SETTLED_S:
        time.sleep(0.05)
        now = progress()
        if now != last:
            last, moved_at = now, time.monotonic()
    took = max(moved_at - started, flood.seconds)
    cpu = {pid: spent - cpu_before.get(pid, 0.0) for pid, spent in server.cpu_s().items()}
    count = kept()
    return Outcome(
        100 * count / flood.sent,
        {
            "kept/s": round(count / took),
            "offered/s": round(flood.sent / flood.seconds),
            "lost": flood.sent - count,
            "drained_s": round(took - flood.seconds, 2),
            "busiest_process_cpu_%": round(100 * max(cpu.values(), default=0.0) / took),
            "all_processes_cpu_%": round(100 * sum(cpu.values()) / took),
        },
    )


def database_of(folder: Path) -> Path:
    """The workbench's SQLite file."""
    for path in sorted(folder.iterdir()):
        if path.is_file() and path.read_bytes()[:15] == b"SQLite format 3":
            return path
    raise AssertionError(f"no SQLite file in {folder}")


def _stored(database: Path) -> int:
    return _ask(database, "SELECT coalesce(max(id), 0) FROM notifications")


def _distinct(database: Path) -> int:
    return _ask(database, "SELECT count(DISTINCT varbinds) FROM notifications")


def _ask(database: Path, query: str) -> int:
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=10)) as connection:
        return int(connection.execute(query).fetchone()[0])
