"""The same walk with pysnmp's light-weight v1arch, MIB lookup off.

usage: pysnmp_walk.py PORT ROOT MAX_REPETITIONS TIMES
"""

from __future__ import annotations

import asyncio
import json
import sys
import time

from pysnmp.hlapi.v1arch.asyncio import (
    CommunityData,
    ObjectIdentity,
    ObjectType,
    SnmpDispatcher,
    UdpTransportTarget,
    bulk_walk_cmd,
)


async def main() -> None:
    """No warm-up: one walk of this library is long enough."""
    port, root, max_repetitions, times = sys.argv[1:]
    target = await UdpTransportTarget.create(("127.0.0.1", int(port)), timeout=5)
    count, started, cpu_started = 0, time.perf_counter(), time.process_time()
    with SnmpDispatcher() as dispatcher:
        for _ in range(int(times)):
            start = ObjectType(ObjectIdentity(root))
            async for failure, status, _, varbinds in bulk_walk_cmd(
                dispatcher, CommunityData("public"), target, 0, int(max_repetitions), start,
                lookupMib=False, lexicographicMode=False,
            ):  # fmt: skip
                if failure or status:
                    raise SystemExit(f"pysnmp: {failure or status}")
                count += len(varbinds)
    took, cpu = time.perf_counter() - started, time.process_time() - cpu_started
    print(json.dumps({"oids": count, "seconds": took, "client_cpu_s": cpu}))


asyncio.run(main())
