"""Asks many targets the same at once, again and again, and prints what it took.

usage: trishul_poll.py PORT TARGETS ROUNDS
The targets are addresses of the loopback network, all of them served by one agent.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time

from trishul.snmp import Manager, Target

_OIDS = ("1.3.6.1.2.1.1.1.0", "1.3.6.1.2.1.2.2.1.10.1", "1.3.6.1.2.1.2.2.1.16.1")
_HOSTS_A_NETWORK = 250


async def _poll(manager: Manager, target: Target) -> float:
    started = time.perf_counter()
    await manager.get(target, *_OIDS)
    return time.perf_counter() - started


async def main() -> None:
    """One round to warm up, then the measured ones."""
    port, count, rounds = map(int, sys.argv[1:])
    targets = [
        Target(f"127.0.{1 + number // _HOSTS_A_NETWORK}.{1 + number % _HOSTS_A_NETWORK}", port, timeout_s=2.0)
        for number in range(count)
    ]
    took: list[float] = []
    async with Manager() as manager:
        await asyncio.gather(*(_poll(manager, target) for target in targets))
        started = time.perf_counter()
        for _ in range(rounds):
            took += await asyncio.gather(*(_poll(manager, target) for target in targets))
        seconds = time.perf_counter() - started
        retries = manager.retries
    took.sort()
    p50, p99 = took[len(took) // 2], took[len(took) * 99 // 100]
    print(json.dumps({"seconds": seconds, "answers": len(took), "p50_s": p50, "p99_s": p99, "retries": retries}))


asyncio.run(main())
