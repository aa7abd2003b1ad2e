"""How long it takes one process to ask 2,000 targets at once, three objects each.

The targets are 2,000 addresses of the loopback network behind one agent of ours, which answers from the address that
was asked: to the manager they are as many devices. Both processes share the time, so the figure is that of the pair.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from bench import product
from bench.measure import Contender, Contest, Outcome
from bench.processes import free_udp_port
from bench.runtime import Runtime

_TARGETS = 2_000
_POLL = Path(__file__).resolve().parent.parent / "walkers" / "trishul_poll.py"


def contests(runtime: Runtime) -> Iterable[Contest]:
    """One contest; the agent lives as long as it is consumed."""
    port = free_udp_port()
    rounds = 2 if runtime.is_quick else 5
    with product.start_agent(port, runtime.new_folder("polled agent"), [], host="0.0.0.0"):
        yield Contest(
            f"Poll of {_TARGETS:,} targets at once",
            "answers/s",
            (Contender("trishul Manager", _measurement(port, rounds)),),
        )


def _measurement(port: int, rounds: int) -> Callable[[], Outcome]:
    def measure() -> Outcome:
        command = [sys.executable, str(_POLL), str(port), str(_TARGETS), str(rounds)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
        if done.returncode:
            raise AssertionError(f"the poll failed: {done.stderr[-800:]}")
        seen = json.loads(done.stdout)
        return Outcome(
            seen["answers"] / seen["seconds"],
            {
                "ms/round": round(seen["seconds"] / rounds * 1000),
                "p50_ms": round(seen["p50_s"] * 1000),
                "p99_ms": round(seen["p99_s"] * 1000),
                "retries": seen["retries"],
            },
        )

    return measure
