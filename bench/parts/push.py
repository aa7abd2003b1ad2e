"""How long a trap takes from the wire to the frame of an idle WebSocket client, and what a client sees in a storm.

Every trap carries the time of its sending (CLOCK_MONOTONIC, one clock for all processes of the machine), so the delay
is read from the frame itself. There is no peer here: no receiver beside ours pushes to browsers.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from websockets.asyncio.client import ClientConnection, connect

from bench import clients, product
from bench.measure import Aim, Contender, Contest, Outcome
from bench.processes import free_udp_port
from bench.runtime import Runtime

_CALM_PER_S = 200
_STORM_PER_S = 10_000
_QUIET_S = 1.5
AIM_P99_MS = 100


@dataclass(slots=True)
class _Seen:
    """What one client read from the socket."""

    delays_ms: list[float] = field(default_factory=list)
    skipped: int = 0
    missed: int = 0
    pong_ms: list[float] = field(default_factory=list)
    pinged_at: deque[float] = field(default_factory=deque)


def contests(runtime: Runtime) -> list[Contest]:
    """Calm traffic is judged by its 99th percentile, a storm by the answer to a ping meanwhile."""
    seconds = 3.0 if runtime.is_quick else 10.0
    return [
        Contest(
            f"Trap on the wire to frame in an idle client at {_CALM_PER_S} a second, 99th percentile",
            "ms",
            (Contender("trishul serve", _measurement(runtime, _CALM_PER_S, seconds, _calm)),),
            (Aim(AIM_P99_MS),),
            higher_is_better=False,
        ),
        Contest(
            f"Answer to a ping on the socket while {_STORM_PER_S:,} traps a second arrive, 99th percentile",
            "ms",
            (Contender("trishul serve", _measurement(runtime, _STORM_PER_S, seconds, _storm)),),
            higher_is_better=False,
        ),
    ]


def _calm(seen: _Seen, sent: int) -> Outcome:
    return Outcome(
        _percentile(seen.delays_ms, 99), {"p50_ms": round(_percentile(seen.delays_ms, 50), 2), **_facts(seen, sent)}
    )


def _storm(seen: _Seen, sent: int) -> Outcome:
    delay = round(_percentile(seen.delays_ms, 99), 1) if seen.delays_ms else "none"
    return Outcome(_percentile(seen.pong_ms, 99), {"frame_p99_ms": delay, **_facts(seen, sent)})


def _facts(seen: _Seen, sent: int) -> dict[str, float | int | str]:
    frames = len(seen.delays_ms)
    return {"sent": sent, "frames": frames, "skipped": seen.skipped, "unaccounted": sent - frames - seen.skipped}


def _percentile(values: list[float], percent: int) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)] if ordered else float("inf")


def _measurement(
    runtime: Runtime, rate: int, seconds: float, judge: Callable[[_Seen, int], Outcome]
) -> Callable[[], Outcome]:
    def measure() -> Outcome:
        workbench = product.start_workbench(runtime.new_folder("serve"))
        with workbench.server:
            port = free_udp_port()
            workbench.call("POST", "/api/traps/start", {"port": port, "community": "public"})
            seen, sent = asyncio.run(_watch(workbench, port, rate, seconds))
        return judge(seen, sent)

    return measure


async def _watch(workbench: product.Workbench, port: int, rate: int, seconds: float) -> tuple[_Seen, int]:
    seen = _Seen()
    url = f"{workbench.url.replace('http', 'ws', 1)}/api/ws?token={workbench.token}"
    async with connect(url, compression=None, max_size=None) as socket:
        flood = clients.start_flood(port, rate, round(rate * seconds))
        pinging = asyncio.create_task(_ping(socket, seen, seconds))
        await _read(socket, seen, quiet_from=time.monotonic() + seconds)
        await pinging
        result = await asyncio.to_thread(clients.flood_result, flood, 60)
    return seen, result.sent


async def _ping(socket: ClientConnection, seen: _Seen, seconds: float) -> None:
    """Sends the contract's `ping` ten times a second; answers come in order."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        seen.pinged_at.append(time.monotonic())
        await socket.send("ping")
        await asyncio.sleep(0.1)


async def _read(socket: ClientConnection, seen: _Seen, *, quiet_from: float) -> None:
    """Reads frames until none that concerns traps has come for a while after the flood."""
    last = time.monotonic()
    while time.monotonic() < max(quiet_from, last) + _QUIET_S:
        try:
            text = await asyncio.wait_for(socket.recv(), 0.2)
        except TimeoutError:
            continue
        if text == "pong":
            seen.pong_ms.append((time.monotonic() - seen.pinged_at.popleft()) * 1000)
            continue
        frame = json.loads(text)
        if frame["type"] == "trap":
            last = time.monotonic()
            seen.skipped += int(frame.get("skipped") or 0)
            sent_at_ns = _sent_at_ns(frame["trap"])
            if sent_at_ns is not None:
                seen.delays_ms.append((time.monotonic_ns() - sent_at_ns) / 1e6)
        elif frame["type"] == "missed":
            seen.missed += int(frame["missed"])


def _sent_at_ns(record: Mapping[str, Any]) -> int | None:
    for varbind in record["varbinds"]:
        if varbind["oid"].lstrip(".") == clients.SENT_AT_OID:
            return int(varbind["value"]) - clients.SENT_AT_BASE
    return None
