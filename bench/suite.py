"""Runs the bench: all parts or the named ones, every contest in turns, then the table and the JSON.

Usage: python bench/run.py [--quick] [--rounds N] [--seconds S] [PART ...]
"""

from __future__ import annotations

import argparse
import fcntl
import os
import sys
import tempfile
import time
from pathlib import Path

from bench import report
from bench.clients import NoCompiler
from bench.machine import machine_facts
from bench.measure import PeerMissing, Result, run_contest
from bench.parts import PARTS
from bench.processes import NotReady
from bench.runtime import Runtime


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measures Trishul SNMP beside its peers, in turns, in one run.")
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}; all when none is named")
    parser.add_argument("--rounds", type=int, default=None, help="rounds of each contest (3; 1 with --quick)")
    parser.add_argument(
        "--seconds", type=float, default=None, help="seconds of one load measurement (4; 1 with --quick)"
    )
    parser.add_argument("--quick", action="store_true", help="short and rough: to see that everything runs")
    arguments = parser.parse_args()
    unknown = set(arguments.parts) - set(PARTS)
    if unknown:
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    return arguments


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def main() -> int:
    """Measures, prints and keeps; the exit code says whether all of ours could be measured, not how fast it is."""
    arguments = _arguments()
    rounds = arguments.rounds or (1 if arguments.quick else 3)
    seconds = arguments.seconds or (1.0 if arguments.quick else 4.0)
    report.RESULTS_FOLDER.mkdir(exist_ok=True)
    with (report.RESULTS_FOLDER / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two runs at a time would measure each other
        started = time.strftime("%Y-%m-%dT%H%M%S")
        machine = machine_facts()
        results, left_out = _run_parts(arguments.parts or list(PARTS), rounds, seconds, is_quick=arguments.quick)
    machine["load_average_1min_after"] = os.getloadavg()[0]
    print("\n".join(f"{name}: {value}" for name, value in machine.items()), end="\n\n")
    print(report.table(results))
    for part, reason in left_out.items():
        print(f"\n{part}: not measured: {reason}")
    document = {"started": started, "rounds": rounds, "machine": machine, "contests": report.as_json(results)}
    document["left_out"] = left_out
    _say(f"\nwritten to {report.write_json(started, document)}")
    return 1 if left_out or any(result.ours.missing for result in results) else 0


def _run_parts(names: list[str], rounds: int, seconds: float, *, is_quick: bool) -> tuple[list[Result], dict[str, str]]:
    """Results of all contests, and the parts that could not even start with their reasons."""
    results: list[Result] = []
    left_out: dict[str, str] = {}
    with tempfile.TemporaryDirectory(prefix="trishul-bench-") as folder:
        Path(folder).chmod(0o755)  # a peer that gives up root must reach its files
        runtime = Runtime(Path(folder), seconds, is_quick, _say)
        for name in names:
            try:
                for contest in PARTS[name](runtime):
                    _say(contest.title)
                    results.append(run_contest(contest, rounds, _say))
            except (PeerMissing, NoCompiler, NotReady) as reason:
                left_out[name] = str(reason)
    return results, left_out


if __name__ == "__main__":
    sys.exit(main())
