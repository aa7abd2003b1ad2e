"""Walks one subtree again and again with trishul's Manager and prints what it took.

usage: trishul_walk.py PORT ROOT MAX_REPETITIONS|auto TIMES pages|values|names [INDEX]
  pages    bindings stay encoded, page by page
  values   every OID and value is decoded
  names    every binding becomes a row of JSON with the names of the MIB index
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeAlias

from trishul.engine.repetitions import MaxRepetitions
from trishul.snmp import Manager, Target

Walk: TypeAlias = Callable[[Manager, Target, str, MaxRepetitions], Awaitable[int]]


async def _pages(manager: Manager, target: Target, root: str, max_repetitions: MaxRepetitions) -> int:
    return sum([len(page) async for page in manager.walk_pages(target, root, max_repetitions=max_repetitions)])


async def _values(manager: Manager, target: Target, root: str, max_repetitions: MaxRepetitions) -> int:
    count = 0
    async for varbind in manager.walk(target, root, max_repetitions=max_repetitions):
        _ = varbind.oid, varbind.value.native
        count += 1
    return count


def _named(index: str) -> Walk:
    import msgspec

    from trishul.library.library import Library
    from trishul.library.names import Names
    from trishul.services.value_texts import show_varbinds

    names = Names(Library.open(Path(index)))

    async def walk(manager: Manager, target: Target, root: str, max_repetitions: MaxRepetitions) -> int:
        count = 0
        async for page in manager.walk_pages(target, root, max_repetitions=max_repetitions):
            msgspec.json.encode(show_varbinds(page, names))
            count += len(page)
        return count

    return walk


async def main() -> None:
    """One walk to warm up, then the measured ones."""
    port, root, repetitions, times, form, *index = sys.argv[1:]
    max_repetitions: MaxRepetitions = "auto" if repetitions == "auto" else int(repetitions)
    walk = _named(*index) if index else {"pages": _pages, "values": _values}[form]
    target = Target("127.0.0.1", int(port), community="public", version="2c", timeout_s=2.0, retries=2)
    async with Manager() as manager:
        await walk(manager, target, root, max_repetitions)
        started, cpu_started, count = time.perf_counter(), time.process_time(), 0
        for _ in range(int(times)):
            count += await walk(manager, target, root, max_repetitions)
        took, cpu = time.perf_counter() - started, time.process_time() - cpu_started
    print(json.dumps({"oids": count, "seconds": took, "client_cpu_s": cpu}))


asyncio.run(main())
