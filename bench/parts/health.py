"""Does the server answer at once while it does everything else? Its sign of life under the whole load together.

There is no peer: what is asked is that liveness, which supervisors kill by, never waits for work.
"""

from __future__ import annotations

import multiprocessing
import os
import statistics
import time
from concurrent.futures import ProcessPoolExecutor

import httpx

from bench import clients, mixed_load, product
from bench.measure import Aim, Contender, Contest, Outcome
from bench.processes import free_udp_port
from bench.recordings import WALK_ROOT, write_switch
from bench.runtime import Runtime

AIM_P99_MS = 50
_TRAPS_PER_S = 10_000
_MODULES = 500
_COLUMNS_OF_A_MODULE = 40
_ROWS = 4_546
"""With 22 columns that is a walk of 100,000 instances."""
_ASKED_EVERY_S = 0.01
_PATIENCE_S = 60.0


def contests(runtime: Runtime) -> list[Contest]:
    """The whole load, and the same server with nothing to do, to see what the machine itself costs."""
    seconds = 5.0 if runtime.is_quick else 60.0
    return [
        Contest(
            f"Answer of /api/health while {_MODULES} MIBs are uploaded, {_TRAPS_PER_S:,} traps a second arrive and "
            "100,000 rows are walked, 99th percentile",
            "ms",
            (
                Contender("trishul serve", lambda: _under_load(runtime, seconds)),
                Contender("trishul serve, idle", lambda: _idle(runtime)),
            ),
            (Aim(AIM_P99_MS),),
            higher_is_better=False,
            is_run_once=True,
        )
    ]


def _under_load(runtime: Runtime, seconds: float) -> Outcome:
    folder = runtime.new_folder("serve")
    recording = folder / "public.snmprec"
    write_switch(recording, _ROWS)
    agent_port, trap_port = free_udp_port(), free_udp_port()
    workbench = product.start_workbench(folder)
    with workbench.server, product.start_agent(agent_port, folder / "agent", [recording]):
        workbench.call("POST", "/api/traps/start", {"port": trap_port, "community": "public"})
        load = mixed_load.MixedLoad(workbench)
        load.add("walks", 0.0, mixed_load.walk_of(agent_port, WALK_ROOT))
        load.add("uploads", 0.0, mixed_load.upload_of(mixed_load.modules(_MODULES, _COLUMNS_OF_A_MODULE)))
        flood = clients.start_flood(trap_port, _TRAPS_PER_S, round(_TRAPS_PER_S * seconds))
        with load:
            took_ms = _ask(workbench.url, seconds)
            sent = clients.flood_result(flood, seconds + _PATIENCE_S).sent
    for failure, count in load.failures.items():
        runtime.say(f"    {count} times {failure}")
    return Outcome(
        _p99(took_ms),
        _facts(took_ms) | {"traps_sent": sent, "walks": load.done["walks"], "uploads": load.done["uploads"]},
    )


def _idle(runtime: Runtime) -> Outcome:
    workbench = product.start_workbench(runtime.new_folder("idle"))
    with workbench.server:
        took_ms = _ask(workbench.url, 3.0)
    return Outcome(_p99(took_ms), _facts(took_ms))


def _ask(url: str, seconds: float) -> list[float]:
    """In a process and session of its own, as a supervisor asks: one that makes load would measure its own delays.

    Linux shares the processors between sessions; within ours it would wait for its turn behind the flood and the walks.
    """
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn"), initializer=os.setsid) as asker:
        return asker.submit(ask_again_and_again, url, seconds).result()


def ask_again_and_again(url: str, seconds: float) -> list[float]:
    """How long each answer took, in ms; asked over one connection, again a moment after the last answer."""
    took_ms = []
    ends_at = time.monotonic() + seconds
    with httpx.Client(base_url=url, timeout=_PATIENCE_S) as client:
        while (began := time.monotonic()) < ends_at:
            client.get("/api/health").raise_for_status()
            took_ms.append((time.monotonic() - began) * 1000)
            time.sleep(_ASKED_EVERY_S)
    return took_ms


def _p99(took_ms: list[float]) -> float:
    return statistics.quantiles(took_ms, n=100)[98]


def _facts(took_ms: list[float]) -> dict[str, float | int | str]:
    return {
        "answers": len(took_ms),
        "p50_ms": round(statistics.median(took_ms), 1),
        "worst_ms": round(max(took_ms), 1),
    }
