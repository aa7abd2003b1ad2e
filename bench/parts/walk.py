"""How fast a walk of 11,000 instances goes, for every walker on the same agent (ours), at 25 and at 50 repetitions,
and over a link with a round trip of 20 ms. "As many as fit" is what ours does when it is told nothing.

The walkers in Python start once and time their walks inside; snmpbulkwalk is a program, so its start-up (measured
with one snmpget) is taken off, which is generous to it. It formats every line and throws the text away; "values" of
ours decodes every OID and value, "pages" leaves them encoded until somebody looks, "named rows" are the JSON that the
workbench sends, with names and rendered values of the standard MIBs.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from bench import clients, oracles, product, recordings
from bench.measure import Aim, Contender, Contest, Outcome, PeerMissing
from bench.processes import LOOPBACK, answers_snmp, free_udp_port
from bench.runtime import Runtime
from trishul.library.building import build_library
from trishul.library.sources import LibraryPlaces

_WALKERS = Path(__file__).resolve().parent.parent / "walkers"
_ROUND_TRIP_MS = 20
_TOOL = ["-m", "", "-v2c", "-c", "public", "-On"]


def contests(runtime: Runtime) -> Iterable[Contest]:
    """Two contests; the agent lives as long as they are consumed."""
    recording = runtime.folder / "public.snmprec"
    expected = recordings.write_switch(recording)
    places = LibraryPlaces(runtime.new_folder("walked names"))
    build_library(places, on_progress=lambda _progress: None)
    port = free_udp_port()
    times = 3 if runtime.is_quick else 10
    with product.start_agent(port, runtime.new_folder("walked agent"), [recording]):
        for repetitions in (25, 50):
            yield Contest(
                f"Walk of {expected:,} instances, {repetitions} repetitions",
                "OIDs/s",
                (
                    Contender("trishul, as many as fit", _ours(port, "auto", times, "pages", expected)),
                    Contender("trishul walk_pages", _ours(port, repetitions, times, "pages", expected)),
                    Contender("trishul walk, decoded", _ours(port, repetitions, times, "values", expected)),
                    Contender(
                        "trishul walk, named rows",
                        _ours(port, repetitions, times, "names", expected, str(places.index)),
                    ),
                    Contender("snmpbulkwalk", _snmpbulkwalk(port, repetitions, times, expected)),
                    Contender(
                        "gufo-snmp " + oracles.version_of("gufo-snmp"),
                        _peer("gufo", port, repetitions, times, expected),
                    ),
                    Contender(
                        "pysnmp " + oracles.version_of("pysnmp"), _peer("pysnmp", port, repetitions, 1, expected)
                    ),
                ),
                (Aim(1, "snmpbulkwalk"),),
            )
        far = free_udp_port()
        with clients.start_link(far, port, _ROUND_TRIP_MS, runtime.new_folder("link")):
            yield _far_walk(far, expected)


def _far_walk(port: int, expected: int) -> Contest:
    return Contest(
        f"Walk of {expected:,} instances over a link with {_ROUND_TRIP_MS} ms round trip, 25 repetitions",
        "OIDs/s",
        (
            Contender("trishul, as many as fit", _ours(port, "auto", 1, "pages", expected)),
            Contender("trishul walk_pages", _ours(port, 25, 1, "pages", expected)),
            Contender("snmpbulkwalk", _snmpbulkwalk(port, 25, 1, expected)),
            Contender("snmpbulkwalk, 50 repetitions", _snmpbulkwalk(port, 50, 1, expected)),
        ),
        (Aim(6, "snmpbulkwalk"),),
    )


def _ours(port: int, repetitions: int | str, times: int, form: str, expected: int, *more: str) -> Callable[[], Outcome]:
    return lambda: _run_walker(
        [sys.executable, str(_WALKERS / "trishul_walk.py")], port, repetitions, times, expected, form, *more
    )


def _peer(name: str, port: int, repetitions: int, times: int, expected: int) -> Callable[[], Outcome]:
    def measure() -> Outcome:
        python = oracles.python()
        if python is None:
            raise PeerMissing(f"{name} is not installed: run `python bench/oracles.py`")
        return _run_walker([str(python), str(_WALKERS / f"{name}_walk.py")], port, repetitions, times, expected)

    return measure


def _run_walker(start: list[str], port: int, repetitions: int | str, times: int, expected: int, *more: str) -> Outcome:
    command = [*start, str(port), recordings.WALK_ROOT, str(repetitions), str(times), *more]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    if done.returncode:
        raise AssertionError(f"{' '.join(command)} failed: {done.stderr[-800:]}")
    seen = json.loads(done.stdout)
    return _outcome(seen["oids"], seen["seconds"], times, expected, {"client_cpu_s": round(seen["client_cpu_s"], 3)})


def _outcome(oids: int, seconds: float, times: int, expected: int, facts: dict[str, float | int | str]) -> Outcome:
    if oids != expected * times:
        raise AssertionError(f"a walk brought {oids / times:,.0f} instances instead of {expected:,}")
    return Outcome(oids / seconds, {"ms/walk": round(seconds / times * 1000, 1), **facts})


def _snmpbulkwalk(port: int, repetitions: int, times: int, expected: int) -> Callable[[], Outcome]:
    peer = f"{LOOPBACK}:{port}"
    walk = ["snmpbulkwalk", *_TOOL, f"-Cr{repetitions}", peer, recordings.WALK_ROOT]
    get = ["snmpget", *_TOOL, peer, "1.3.6.1.2.1.1.1.0"]

    def measure() -> Outcome:
        if not answers_snmp(port):
            raise AssertionError("the agent under the walk is gone")
        try:
            text = subprocess.run(walk, capture_output=True, text=True, check=True, timeout=60).stdout
        except FileNotFoundError:
            raise PeerMissing("net-snmp's tools are not installed") from None
        lines = sum("No more variables" not in line for line in text.splitlines())
        start_up_s = statistics.median(_seconds_of(get) for _ in range(5))
        seconds = sum(max(_seconds_of(walk) - start_up_s, 1e-6) for _ in range(times))
        return _outcome(lines * times, seconds, times, expected, {"start_up_ms": round(start_up_s * 1000, 1)})

    return measure


def _seconds_of(command: list[str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True, timeout=60)
    return time.perf_counter() - started
