"""The C clients of `clients/`, compiled when they are first needed, and their answers as typed figures."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.processes import Server

_SOURCES = Path(__file__).parent / "clients"
_BUILT = Path(__file__).parent / "results" / "bin"


class NoCompiler(Exception):
    """There is no `cc`; without it nothing here can be measured."""


def executable(name: str) -> str:
    """The compiled client of that name, built anew when a source is newer."""
    target, source = _BUILT / name, _SOURCES / f"{name}.c"
    newest = max(source.stat().st_mtime, (_SOURCES / "ber.h").stat().st_mtime)
    if not target.exists() or target.stat().st_mtime < newest:
        if shutil.which("cc") is None:
            raise NoCompiler("the bench needs a C compiler: cc was not found")
        _BUILT.mkdir(parents=True, exist_ok=True)
        subprocess.run(["cc", "-O2", "-Wall", "-Wextra", "-o", str(target), str(source)], check=True, timeout=60)
    return str(target)


def start_link(front_port: int, server_port: int, round_trip_ms: float, folder: Path) -> Server:
    """A link to a server of this machine that takes time; see `clients/delay.c`."""
    command = [executable("delay"), str(front_port), str(server_port), str(round_trip_ms)]
    link = Server("link", command, folder / "log")
    try:
        link.wait_until(lambda: "ready" in link.log.read_text())
    except BaseException:
        link.stop()
        raise
    return link


@dataclass(frozen=True, slots=True)
class Load:
    """What `clients/load.c` saw."""

    seconds: float
    answers: int
    varbinds: int
    exceptions: int
    errors: int
    bad: int
    late: int
    lost: int
    bytes: int
    p50_us: int
    p99_us: int
    client_cpu_s: float


def load(
    port: int,
    operation: str,
    oids: Sequence[str],
    *,
    seconds: float,
    window: int = 32,
    max_repetitions: int = 0,
    is_echo: bool = False,
    agents: int = 0,
) -> Load:
    """Closed-loop requests ("get", "next", "bulk") with `window` of them always outstanding.

    With `agents` so many are asked, in no order, as communities r0000, r0001 …
    """
    command = [executable("load"), "-p", str(port), "-o", operation, "-w", str(window), "-s", str(seconds)]
    command += ["-r", str(max_repetitions), *(["-e"] if is_echo else []), *(["-n", str(agents)] if agents else [])]
    command += oids
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=seconds + 30)
    return Load(**json.loads(done.stdout))


def replay(port: int, prepared: Path, *, seconds: float, window: int = 32) -> Load:
    """The same with SNMPv3 messages that were prepared; see `secured_requests`."""
    command = [executable("load"), "-p", str(port), "-f", str(prepared), "-w", str(window), "-s", str(seconds)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=seconds + 30)
    return Load(**json.loads(done.stdout))


@dataclass(frozen=True, slots=True)
class Flood:
    """What `clients/flood.c` sent."""

    sent: int
    refused: int
    seconds: float
    largest_burst: int
    octets: int
    client_cpu_s: float


NUMBER_OID = "1.3.6.1.4.1.8072.9999.9999.1.0"
"""The variable binding of a flood trap that holds its number; the first trap has FIRST_NUMBER."""
SENT_AT_OID = "1.3.6.1.4.1.8072.9999.9999.2.0"
"""The variable binding with the time of sending: CLOCK_MONOTONIC in ns plus SENT_AT_BASE."""
FIRST_NUMBER = 0x01000000
SENT_AT_BASE = 1 << 62


def start_flood(
    port: int, rate_per_s: float, count: int, *, first: int = 0, first_host: int = 1, hosts: int = 1
) -> subprocess.Popen[str]:
    """Starts sending numbered traps from 127.0.0.`first_host` and the hosts above; `flood_result` waits for the end."""
    command = [executable("flood"), "-p", str(port), "-r", str(rate_per_s), "-n", str(count), "-f", str(first)]
    command += ["-a", str(first_host), "-s", str(hosts)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def start_prepared_flood(port: int, rate_per_s: float, prepared: Path) -> subprocess.Popen[str]:
    """The same with SNMPv3 traps that were prepared; see `secured_notifications`."""
    command = [executable("flood"), "-p", str(port), "-r", str(rate_per_s), "-m", str(prepared)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def flood_result(process: subprocess.Popen[str], timeout_s: float) -> Flood:
    """What a flood sent, once it has ended."""
    text, _ = process.communicate(timeout=timeout_s)
    return Flood(**json.loads(text))
