"""How many requests a second an agent answers: GET, GETNEXT, GETBULK(25), one client with 32 requests outstanding.

All agents serve the system group that snmpd serves here (recorded from it first), so the answers have the same size
and the peers read no tables of the operating system. The echo is no peer: it is the roof of this machine.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from bench import clients, oracles, peers, product, recordings
from bench.measure import Aim, Contender, Contest, Outcome
from bench.processes import Server, free_udp_port
from bench.runtime import Runtime

_SYSTEM_GROUP = "1.3.6.1.2.1.1"
_BULK_START = "1.3.6.1.2.1.1.9.1.2"
"""sysORTable of snmpd: 30 instances of three types, kept in memory, so that 25 bindings come from one table."""
_MOVING = [f"1.3.6.1.2.1.2.2.1.{column}.1" for column in (10, 16)]
"""ifInOctets and ifOutOctets of the demo switch: values that are computed from the time."""
_MAX_REPETITIONS = 25
_OPERATIONS = {"get": "GET", "next": "GETNEXT", "bulk": f"GETBULK({_MAX_REPETITIONS})"}


@dataclass(frozen=True, slots=True)
class _Agent:
    """Somebody to ask: how it is started, and whether it only echoes."""

    name: str
    start: Callable[[int, Path], AbstractContextManager[Server]]
    is_echo: bool = False
    is_demo: bool = False
    """Serves counters that move instead of the recorded group, so it is asked for those."""


def contests(runtime: Runtime) -> list[Contest]:
    """Three contests, one per operation; every measurement starts its agent afresh."""
    recording = runtime.folder / "public.snmprec"
    port = free_udp_port()
    with peers.start_snmpd(port, runtime.folder / "snmpd-recorded"):
        oids = recordings.record(port, _SYSTEM_GROUP, recording)
    agents = (
        _Agent("trishul simulate", lambda port, place: product.start_agent(port, place, [recording])),
        _Agent("trishul simulate --demo", lambda port, place: product.start_agent(port, place, []), is_demo=True),
        _Agent("snmpd", peers.start_snmpd),
        _Agent(
            "snmpsim " + oracles.version_of("snmpsim"), lambda port, place: peers.start_snmpsim(port, place, recording)
        ),
        _Agent("echo (roof)", peers.start_echo, is_echo=True),
    )
    asked = {"get": oids, "next": oids, "bulk": [_BULK_START]}
    aims = {
        "get": (Aim(1.7, "snmpd"), Aim(0.6, "echo (roof)")),
        "next": (),
        "bulk": (Aim(2.5, "snmpd"),),
    }
    return [
        Contest(
            f"{title} on the system group, one client",
            "varbinds/s" if operation == "bulk" else "answers/s",
            tuple(
                Contender(a.name, _measurement(runtime, a, operation, _MOVING if a.is_demo else asked[operation]))
                for a in agents
                if operation == "get" or not a.is_echo
            ),
            aims[operation],
        )
        for operation, title in _OPERATIONS.items()
    ]


def _measurement(runtime: Runtime, agent: _Agent, operation: str, oids: list[str]) -> Callable[[], Outcome]:
    def measure() -> Outcome:
        port = free_udp_port()
        with agent.start(port, runtime.new_folder(agent.name)) as server:
            load = clients.load(
                port, operation, oids, seconds=runtime.seconds, max_repetitions=_MAX_REPETITIONS, is_echo=agent.is_echo
            )
            server_cpu_s = sum(server.cpu_s().values())
        if load.errors or load.bad:
            raise AssertionError(f"{agent.name}: {load.errors} answers carried an error, {load.bad} could not be read")
        counted = load.varbinds if operation == "bulk" else load.answers
        return Outcome(
            counted / load.seconds,
            {
                "answers/s": round(load.answers / load.seconds),
                "octets/answer": round(load.bytes / max(load.answers, 1)),
                "varbinds/answer": round(load.varbinds / max(load.answers, 1), 1),
                "p50_us": load.p50_us,
                "p99_us": load.p99_us,
                "lost": load.lost,
                "server_cpu_s": round(server_cpu_s, 2),
            },
        )

    return measure
