"""How many SNMPv3 GETs a second an agent answers at each security level, SHA-256 and AES-128, one client, 32 at a time.

The client sends messages that were prepared: it needs no key, so that the agents are measured and not the client.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from bench import clients, peers, product, recordings
from bench.measure import Aim, Contender, Contest, Outcome
from bench.processes import Server, free_udp_port
from bench.runtime import Runtime
from bench.secured_requests import USERS, prepare_requests
from trishul.protocol.security.users import UserCredentials

_SYSTEM_GROUP = "1.3.6.1.2.1.1"
_WARM_UP_S = 0.5
"""What the load client sends before it counts."""
_PREPARED = 20_000
"""Distinct messages; they are sent again when all were."""


def contests(runtime: Runtime) -> list[Contest]:
    """One contest per security level; every measurement starts its agent afresh."""
    recording = runtime.folder / "secured.snmprec"
    port = free_udp_port()
    with peers.start_snmpd(port, runtime.folder / "snmpd-secured"):
        oids = recordings.record(port, _SYSTEM_GROUP, recording)
    starts = {
        "trishul agent": lambda port, place: product.start_secured_agent(port, place, recording),
        "snmpd": peers.start_snmpd,
    }
    return [
        Contest(
            f"SNMPv3 GET on the system group, {user.level.label}",
            "answers/s",
            tuple(Contender(name, _measurement(runtime, name, start, user, oids)) for name, start in starts.items()),
            (Aim(1, "snmpd"),),
        )
        for user in USERS
    ]


def _measurement(
    runtime: Runtime, name: str, start: Callable[[int, Path], Server], user: UserCredentials, oids: list[str]
) -> Callable[[], Outcome]:
    def measure() -> Outcome:
        port = free_udp_port()
        folder = runtime.new_folder(name)
        with start(port, folder / "agent") as server:
            prepare_requests(port, user, oids, _PREPARED, folder / "requests")
            cpu_before = sum(server.cpu_s().values())
            load = clients.replay(port, folder / "requests", seconds=runtime.seconds)
            cpu_s = sum(server.cpu_s().values()) - cpu_before
        if load.errors or load.bad:
            raise AssertionError(f"{name}: {load.errors} answers were Reports, {load.bad} could not be read")
        return Outcome(
            load.answers / load.seconds,
            {
                "octets/answer": round(load.bytes / max(load.answers, 1)),
                "p50_us": load.p50_us,
                "p99_us": load.p99_us,
                "lost": load.lost,
                "answers/server_cpu_s": round((load.answers + load.answers * _WARM_UP_S / load.seconds) / cpu_s),
            },
        )

    return measure
