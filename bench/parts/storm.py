"""A storm from 50 hosts while 5 browsers watch: is every trap accounted for, and does the page stay responsive?

Then one host sends twice what a host may send, among others that keep within it: it alone is limited. There is no peer
here: no receiver beside ours keeps a ledger.
"""

from __future__ import annotations

import asyncio
import contextlib
import statistics
import time
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from websockets.asyncio.client import connect

from bench import clients, product
from bench.measure import Aim, Contender, Contest, Outcome
from bench.processes import free_udp_port
from bench.runtime import Runtime
from bench.storm_log import StormLog

_PER_S = 20_000
_SOURCES = 50
_CLIENTS = 5
_BUDGET_PER_S = 1_000
_NOISY_HOST, _CALM_FIRST_HOST, _CALM_HOSTS = 200, 2, 9
_NOISY = f"127.0.0.{_NOISY_HOST}"
_QUIET_S = 1.0
_CLOSED_S = 0.2
"""Nobody waits longer for the farewell of a server that has many frames to send first."""
_PATIENCE_S = 60.0


def contests(runtime: Runtime) -> list[Contest]:
    """The whole storm, and the one host that is too loud."""
    seconds = 3.0 if runtime.is_quick else 60.0
    return [
        Contest(
            f"Traps of a storm that the ledger accounts for, {_PER_S:,} a second from {_SOURCES} hosts",
            "% of those sent",
            (Contender("trishul serve", lambda: _storm(runtime, seconds)),),
            (Aim(100.0),),
            is_run_once=True,
        ),
        Contest(
            f"Traps kept of hosts within a budget of {_BUDGET_PER_S:,} a second while another sends twice as much",
            "% of those sent",
            (Contender("trishul serve", lambda: _too_loud(runtime, min(seconds, 10.0))),),
            (Aim(100.0),),
            is_run_once=True,
        ),
    ]


def _storm(runtime: Runtime, seconds: float) -> Outcome:
    workbench = product.start_workbench(runtime.new_folder("serve"))
    with workbench.server:
        port = free_udp_port()
        workbench.call("POST", "/api/traps/start", {"port": port, "community": "public"})
        log = StormLog(workbench, runtime.say)
        sent = asyncio.run(_watched_storm(log, port, seconds))
        ended_at = time.monotonic()
        ledger, rested_at = _at_rest(workbench)
        log.note_memory()
        sources = workbench.call("GET", "/api/traps/sources")
        buffer_bytes = workbench.call("GET", "/api/traps/status")["buffer_bytes"]
    accounted = ledger["received"] + ledger["kernel_drops"] - abs(ledger["difference"])
    stored_per_s = [
        (after.stored - before.stored) / (after.at_s - before.at_s) for before, after in pairwise(log.accounts)
    ]
    return Outcome(
        100 * accounted / sent,
        {
            "sent": sent,
            "stored": ledger["used"]["stored"],
            "kernel_drops": ledger["kernel_drops"],
            "dropped": ledger["dropped"],
            "difference": ledger["difference"],
            "hosts": sources["hosts"],
            "stored_per_s_median": round(statistics.median(stored_per_s)),
            "stored_per_s_least": round(min(stored_per_s)),
            "at_rest_after_s": round(max(0.0, rested_at - ended_at), 1),
            "page_p50_ms": round(statistics.median(log.page_ms), 1),
            "page_worst_ms": round(max(log.page_ms), 1),
            "receive_buffer_mb": round(buffer_bytes / 2**20, 1),
            **{f"{role}_grown_mb": round(octets / 2**20, 1) for role, octets in log.grown_octets.items()},
        },
    )


async def _watched_storm(log: StormLog, port: int, seconds: float) -> int:
    """How many traps were sent."""
    workbench = log.workbench
    url = f"{workbench.url.replace('http', 'ws', 1)}/api/ws?token={workbench.token}"
    async with contextlib.AsyncExitStack() as stack:
        watching = []
        for _ in range(_CLIENTS):
            socket = await stack.enter_async_context(
                connect(url, compression=None, max_size=None, close_timeout=_CLOSED_S)
            )
            await socket.send('{"watch_traps": "trap:linkDown"}')
            watching.append(asyncio.create_task(_read(socket)))
        watching.append(asyncio.create_task(log.watch()))
        flood = clients.start_flood(port, _PER_S, round(_PER_S * seconds), first_host=_CALM_FIRST_HOST, hosts=_SOURCES)
        result = await asyncio.to_thread(clients.flood_result, flood, seconds + _PATIENCE_S)
        for task in watching:
            task.cancel()
        await asyncio.wait(watching)
    return result.sent


async def _read(socket: Any) -> None:
    async for _ in socket:
        pass


def _too_loud(runtime: Runtime, seconds: float) -> Outcome:
    workbench = product.start_workbench(runtime.new_folder("serve"))
    with workbench.server:
        port = free_udp_port()
        workbench.call("POST", "/api/traps/policy", {"rate_per_source": _BUDGET_PER_S})
        workbench.call("POST", "/api/traps/start", {"port": port, "community": "public"})
        each = _BUDGET_PER_S // 2
        floods = [
            clients.start_flood(port, rate, round(rate * seconds), first_host=host, hosts=hosts)
            for rate, host, hosts in (
                (2 * _BUDGET_PER_S, _NOISY_HOST, 1),
                (each * _CALM_HOSTS, _CALM_FIRST_HOST, _CALM_HOSTS),
            )
        ]
        noisy, calm = (clients.flood_result(flood, seconds + _PATIENCE_S) for flood in floods)
        ledger, _ = _at_rest(workbench)
        hosts = {each["host"]: each for each in workbench.call("GET", "/api/traps/sources")["data"]}
    loud = hosts.pop(_NOISY)
    kept = sum(host["received"] - host["limited"] for host in hosts.values())
    return Outcome(
        100 * kept / calm.sent,
        {
            "calm_sent": calm.sent,
            "loud_sent": noisy.sent,
            "loud_limited": loud["limited"],
            "stored": ledger["used"]["stored"],
            "kernel_drops": ledger["kernel_drops"],
            "difference": ledger["difference"],
        },
    )


def _at_rest(workbench: product.Workbench) -> tuple[Mapping[str, Any], float]:
    """The ledger once nothing has moved for a moment, and when it moved last."""
    last, moved_at = workbench.call("GET", "/api/traps/drops")["ledger"], time.monotonic()
    deadline = moved_at + _PATIENCE_S
    while time.monotonic() - moved_at < _QUIET_S and time.monotonic() < deadline:
        time.sleep(0.1)
        now = workbench.call("GET", "/api/traps/drops")["ledger"]
        if now != last:
            last, moved_at = now, time.monotonic()
    return last, moved_at
