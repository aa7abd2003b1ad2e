"""Many agents in one process: how soon they answer, what a first question costs, and what their number costs later.

Every agent is a switch with 529 instances. "Ready" is the first answer to a GET of community public, which is asked
for twenty times a second; the process starts with cold caches of its own, but the files are in the system's.
"""

from __future__ import annotations

import socket
import statistics
import time
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from pathlib import Path

from bench import clients, oracles, peers, product, recordings
from bench.measure import Aim, Contender, Contest, Outcome
from bench.processes import LOOPBACK, Server, descendants, free_udp_port, rss_octets
from bench.runtime import Runtime

_FEW, _MANY = 131, 1000
_SYS_DESCR = "1.3.6.1.2.1.1.1.0"
_COLD_QUESTIONS = 25
_SNMPSIM_PATIENCE_S = 300
_MEGABYTE = 1 << 20
READY_AIM_MS, COLD_AIM_MS = 1000, 100
RATE_AIM = 0.9
"""Of what one agent alone answers."""

Start = Callable[[int, Path, Path], AbstractContextManager[Server]]


def contests(runtime: Runtime) -> Iterable[Contest]:
    """Starts with few and with many recordings, first answers, and a load on all of them."""
    for count in (_FEW,) if runtime.is_quick else (_FEW, _MANY):
        folder = runtime.folder / f"{count}-agents"
        recordings.write_switches(folder, count)
        yield Contest(
            f"From the start to the first answer, {count:,} recordings",
            "ms",
            (
                Contender("trishul simulate", _readiness(runtime, _start_ours, folder)),
                Contender(f"snmpsim {oracles.version_of('snmpsim')}", _readiness(runtime, _start_snmpsim, folder)),
            ),
            (Aim(READY_AIM_MS),),
            higher_is_better=False,
        )
    yield Contest(
        f"First answer of an agent that was never asked, {count:,} recordings",
        "ms",
        (Contender("trishul simulate", _first_answers(runtime, folder)),),
        (Aim(COLD_AIM_MS),),
        higher_is_better=False,
    )
    yield Contest(
        f"GET on {count:,} agents in no order, one client",
        "answers/s",
        (
            Contender("trishul simulate, all agents", _rate(runtime, folder, count - 1)),
            Contender("trishul simulate, one agent", _rate(runtime, folder, 0)),
        ),
        (Aim(RATE_AIM, "trishul simulate, one agent"),),
    )


def _start_ours(port: int, place: Path, folder: Path) -> Server:
    return product.start_agent(port, place, [folder])


def _start_snmpsim(port: int, place: Path, folder: Path) -> Server:
    return peers.start_snmpsim_with(port, place, folder, timeout_s=_SNMPSIM_PATIENCE_S)


def _readiness(runtime: Runtime, start: Start, folder: Path) -> Callable[[], Outcome]:
    def measure() -> Outcome:
        port, place = free_udp_port(), runtime.new_folder("many agents")
        began = time.perf_counter()
        with start(port, place, folder) as server:
            took_ms = (time.perf_counter() - began) * 1000
            return Outcome(took_ms, {"rss_mb": _megabytes(server), "cpu_s": round(sum(server.cpu_s().values()), 2)})

    return measure


def _first_answers(runtime: Runtime, folder: Path) -> Callable[[], Outcome]:
    def measure() -> Outcome:
        port = free_udp_port()
        with _start_ours(port, runtime.new_folder("cold agents"), folder):
            figures = [_milliseconds_of_get(port, f"r{number:04d}") for number in range(1, 1 + _COLD_QUESTIONS)]
        return Outcome(statistics.median(figures), {"slowest": round(max(figures), 1)})

    return measure


def _rate(runtime: Runtime, folder: Path, agents: int) -> Callable[[], Outcome]:
    def measure() -> Outcome:
        port = free_udp_port()
        with _start_ours(port, runtime.new_folder("asked agents"), folder) as server:
            before = _megabytes(server)
            for number in range(agents):
                _milliseconds_of_get(port, f"r{number:04d}")
            load = clients.load(port, "get", [_SYS_DESCR], seconds=runtime.seconds, agents=agents)
            grown = _megabytes(server) - before
        if load.errors or load.bad:
            raise AssertionError(f"{load.errors} answers carried an error, {load.bad} could not be read")
        facts = {"p50_us": load.p50_us, "p99_us": load.p99_us, "lost": load.lost}
        if agents:
            facts["kb_per_agent"] = round(grown * 1024 / agents)
        return Outcome(load.answers / load.seconds, facts)

    return measure


def _megabytes(server: Server) -> float:
    """Resident memory of the process and those below it."""
    return round(sum(map(rss_octets, descendants(server.process.pid))) / _MEGABYTE, 1)


def _milliseconds_of_get(port: int, community: str) -> float:
    """One GET of sysDescr.0, asked once. Raises TimeoutError."""
    name = community.encode()
    pdu = bytes.fromhex("a019020101020100020100300e300c06082b060102010101000500")
    body = bytes.fromhex("020101") + bytes((4, len(name))) + name + pdu
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        client.settimeout(10)
        client.connect((LOOPBACK, port))
        began = time.perf_counter()
        client.send(bytes((0x30, len(body))) + body)
        client.recv(65535)
        return (time.perf_counter() - began) * 1000
