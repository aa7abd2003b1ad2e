"""Walks one subtree again and again with trishul's Manager and prints what it took.

usage: trishul_walk.py PORT ROOT MAX_REPETITIONS TIMES pages|values
  pages    bindings stay encoded, page by page
  values   every OID and value is decoded
"""

from __future__ import annotations

import asyncio
import json
import sys
import time

from trishul.snmp import Manager, Target


async def _pages(manager: Manager, target: Target, root: str, max_repetitions: int) -> int:
    return sum([len(page) async for page in manager.walk_pages(target, root, max_repetitions=max_repetitions)])


async def _values(manager: Manager, target: Target, root: str, max_repetitions: int) -> int:
    count = 0
    async for varbind in manager.walk(target, root, max_repetitions=max_repetitions):
        _ = varbind.oid, varbind.value.native
        count += 1
    return count


async def main() -> None:
    """One walk to warm up, then the measured ones."""
    port, root, max_repetitions, times, form = sys.argv[1:]
    walk = _pages if form == "pages" else _values
    target = Target("127.0.0.1", int(port), community="public", version="2c", timeout_s=2.0, retries=2)
    async with Manager() as manager:
        await walk(manager, target, root, int(max_repetitions))
        started, cpu_started, count = time.perf_counter(), time.process_time(), 0
        for _ in range(int(times)):
            count += await walk(manager, target, root, int(max_repetitions))
        took, cpu = time.perf_counter() - started, time.process_time() - cpu_started
    print(json.dumps({"oids": count, "seconds": took, "client_cpu_s": cpu}))


asyncio.run(main())
