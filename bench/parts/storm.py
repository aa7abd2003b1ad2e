"""A storm from 50 hosts while 5 browsers watch: is every trap accounted for, and does the page stay responsive?

Then one host sends twice what a host may send, among others that keep within it: it alone is limited. There is no peer
here: no receiver beside ours keeps a ledger.
"""

from __future__ import annotations

import asyncio
import contextlib
import statistics
import time
from collections.abc import Callable, Mapping
from typing import Any

from websockets.asyncio.client import connect

from bench import clients, product
from bench.measure import Aim, Contender, Contest, Outcome
from bench.processes import free_udp_port, rss_octets
from bench.runtime import Runtime

_PER_S = 20_000
_SOURCES = 50
_CLIENTS = 5
_BUDGET_PER_S = 1_000
_NOISY_HOST, _CALM_FIRST_HOST, _CALM_HOSTS = 200, 2, 9
_NOISY = f"127.0.0.{_NOISY_HOST}"
_QUIET_S = 1.0
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
        ),
        Contest(
            f"Traps kept of hosts within a budget of {_BUDGET_PER_S:,} a second while another sends twice as much",
            "% of those sent",
            (Contender("trishul serve", lambda: _too_loud(runtime, min(seconds, 10.0))),),
            (Aim(100.0),),
        ),
    ]


def _storm(runtime: Runtime, seconds: float) -> Outcome:
    workbench = product.start_workbench(runtime.new_folder("serve"))
    with workbench.server:
        port = free_udp_port()
        workbench.call("POST", "/api/traps/start", {"port": port, "community": "public"})
        before = _rss(workbench)
        page_ms, sent = asyncio.run(_watched_storm(workbench, port, seconds))
        ledger = _at_rest(workbench)
        sources = workbench.call("GET", "/api/traps/sources")
        grown = _rss(workbench) - before
    accounted = ledger["received"] + ledger["kernel_drops"] - abs(ledger["difference"])
    return Outcome(
        100 * accounted / sent,
        {
            "sent": sent,
            "stored": ledger["used"]["stored"],
            "kernel_drops": ledger["kernel_drops"],
            "dropped": ledger["dropped"],
            "difference": ledger["difference"],
            "hosts": sources["hosts"],
            "page_p50_ms": round(statistics.median(page_ms), 1),
            "page_worst_ms": round(max(page_ms), 1),
            "memory_grown_mb": round(grown / 2**20, 1),
        },
    )


async def _watched_storm(workbench: product.Workbench, port: int, seconds: float) -> tuple[list[float], int]:
    """How long the first page took each time while the storm lasted, and how many traps were sent."""
    url = f"{workbench.url.replace('http', 'ws', 1)}/api/ws?token={workbench.token}"
    async with contextlib.AsyncExitStack() as stack:
        readers = []
        for _ in range(_CLIENTS):
            socket = await stack.enter_async_context(connect(url, compression=None, max_size=None))
            await socket.send('{"watch_traps": "trap:linkDown"}')
            readers.append(asyncio.create_task(_read(socket)))
        flood = clients.start_flood(port, _PER_S, round(_PER_S * seconds), first_host=_CALM_FIRST_HOST, hosts=_SOURCES)
        page_ms = []
        while flood.poll() is None:
            started = time.monotonic()
            await asyncio.to_thread(workbench.call, "GET", "/api/traps/?limit=50")
            page_ms.append((time.monotonic() - started) * 1000)
            await asyncio.sleep(0.5)
        for reader in readers:
            reader.cancel()
        result = await asyncio.to_thread(clients.flood_result, flood, _PATIENCE_S)
    return page_ms, result.sent


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
        ledger = _at_rest(workbench)
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


def _at_rest(workbench: product.Workbench) -> Mapping[str, Any]:
    """The ledger once nothing has moved for a moment."""
    return _settled(lambda: workbench.call("GET", "/api/traps/drops")["ledger"])


def _settled(read: Callable[[], Mapping[str, Any]]) -> Mapping[str, Any]:
    last, moved_at = read(), time.monotonic()
    deadline = moved_at + _PATIENCE_S
    while time.monotonic() - moved_at < _QUIET_S and time.monotonic() < deadline:
        time.sleep(0.1)
        now = read()
        if now != last:
            last, moved_at = now, time.monotonic()
    return last


def _rss(workbench: product.Workbench) -> int:
    return sum(rss_octets(pid) for pid in workbench.server.cpu_s())
