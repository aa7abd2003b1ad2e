"""How long one `get` takes from the shell: `trishul get` beside snmpget, the programs started in turns.

snmpget stands here twice: as installed, where it may load MIB modules, and told to load none.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable

from bench import product, recordings
from bench.measure import Aim, Contender, Contest, Outcome, PeerMissing
from bench.processes import LOOPBACK, free_udp_port
from bench.runtime import Runtime

_SYS_DESCR = "1.3.6.1.2.1.1.1.0"
_STARTS = 10
AIM_MS = 150


def contests(runtime: Runtime) -> Iterable[Contest]:
    """One contest; the agent that answers lives as long as it runs."""
    recording = runtime.folder / "public.snmprec"
    recordings.write_switch(recording)
    port = free_udp_port()
    peer = f"{LOOPBACK}:{port}"
    with product.start_agent(port, runtime.new_folder("asked agent"), [recording]):
        yield Contest(
            "One GET from the shell, start-up included",
            "ms",
            (
                Contender("trishul get", _starts([product.command(), "get", "-v2c", "-c", "public", peer, _SYS_DESCR])),
                Contender("snmpget, no MIBs", _starts(["snmpget", "-m", "", "-v2c", "-c", "public", peer, _SYS_DESCR])),
                Contender("snmpget as installed", _starts(["snmpget", "-v2c", "-c", "public", peer, _SYS_DESCR])),
                Contender("python, doing nothing", _starts([sys.executable, "-I", "-c", ""])),
            ),
            (Aim(AIM_MS),),
            higher_is_better=False,
        )


def _starts(command: list[str]) -> Callable[[], Outcome]:
    def measure() -> Outcome:
        try:
            cpu_before = _children_cpu_ms()
            figures = [_milliseconds_of(command) for _ in range(_STARTS)]
        except FileNotFoundError:
            raise PeerMissing(f"{command[0]} is not installed") from None
        cpu_ms = (_children_cpu_ms() - cpu_before) / _STARTS
        return Outcome(statistics.median(figures), {"fastest": round(min(figures), 1), "cpu_ms": round(cpu_ms, 1)})

    return measure


def _children_cpu_ms() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (used.ru_utime + used.ru_stime) * 1000


def _milliseconds_of(command: list[str]) -> float:
    started = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)
    if done.returncode:
        raise AssertionError(f"{' '.join(command)} failed: {done.stderr[-400:]}")
    return (time.perf_counter() - started) * 1000
