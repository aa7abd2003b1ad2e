"""The same walk with gufo-snmp's blocking session, its fastest form.

usage: gufo_walk.py PORT ROOT MAX_REPETITIONS TIMES
"""

from __future__ import annotations

import json
import sys
import time

from gufo.snmp import SnmpVersion
from gufo.snmp.sync import SnmpSession


def main() -> None:
    """One walk to warm up, then the measured ones."""
    port, root, max_repetitions, times = sys.argv[1:]
    with SnmpSession(
        "127.0.0.1", int(port), community="public", version=SnmpVersion.v2c, max_repetitions=int(max_repetitions)
    ) as session:
        sum(1 for _ in session.getbulk(root))
        started, cpu_started = time.perf_counter(), time.process_time()
        count = sum(sum(1 for _ in session.getbulk(root)) for _ in range(int(times)))
        took, cpu = time.perf_counter() - started, time.process_time() - cpu_started
    print(json.dumps({"oids": count, "seconds": took, "client_cpu_s": cpu}))


main()
