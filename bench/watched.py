"""A program run to its end with an eye on its time and on the memory of all its processes together.

Memory is PSS (proportional set size): what several processes share is counted once, so that a pool of workers is not
charged for the same page again and again.
"""

from __future__ import annotations

import os
import re
import resource
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.measure import PeerMissing
from bench.processes import descendants

_INTERVAL_S = 0.05
_PSS = re.compile(r"^Pss:\s+(\d+) kB", re.MULTILINE)


class TookTooLong(Exception):
    """The program was ended because its time was over."""


@dataclass(frozen=True, slots=True)
class Run:
    """How a program went."""

    seconds: float
    cpu_s: float
    """Of all its processes that had ended before it: no waiting, so it hardly depends on who else is busy."""
    peak_pss_octets: int
    returncode: int
    output: str
    complaints: str


def run_watched(
    command: Sequence[str],
    *,
    typed: str = "",
    environment: Mapping[str, str] | None = None,
    timeout_s: float = 120,
    may_fail: bool = False,
) -> Run:
    """Runs it. Raises PeerMissing when there is no such program, TookTooLong, and AssertionError when it failed."""
    with (
        tempfile.TemporaryFile("w+") as entered,
        tempfile.TemporaryFile() as output,
        tempfile.TemporaryFile() as errors,
    ):
        entered.write(typed)
        entered.seek(0)
        started, cpu_before = time.perf_counter(), _children_cpu_s()
        try:
            process = subprocess.Popen(
                command,
                stdin=entered,
                stdout=output,
                stderr=errors,
                env={**os.environ, **(environment or {})},
                start_new_session=True,
            )
        except FileNotFoundError:
            raise PeerMissing(f"{command[0]} is not installed") from None
        watch = _Watch(process.pid)
        try:
            process.wait(timeout_s)
        except subprocess.TimeoutExpired:
            raise TookTooLong(f"stopped after {timeout_s:g} s") from None
        finally:
            seconds = time.perf_counter() - started
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
            peak = watch.end()
        texts = [_text_of(output), _text_of(errors)]
    if process.returncode < 0 or (process.returncode and not may_fail):
        raise AssertionError(f"{Path(command[0]).name} ended with {process.returncode}: {texts[1][-400:]}")
    return Run(seconds, _children_cpu_s() - cpu_before, peak, process.returncode, *texts)


def _children_cpu_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _text_of(file: tempfile._TemporaryFileWrapper[bytes]) -> str:
    file.seek(0)
    return file.read().decode("utf-8", "replace")


class _Watch:
    """A thread that looks at a process tree until it is told to end."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._peak = 0
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._look)
        self._thread.start()

    def end(self) -> int:
        """The highest sum seen, in octets."""
        self._is_over.set()
        self._thread.join()
        return self._peak

    def _look(self) -> None:
        while not self._is_over.wait(_INTERVAL_S):
            self._peak = max(self._peak, sum(pss_octets(pid) for pid in descendants(self._pid)))


def pss_octets(pid: int) -> int:
    """Proportional memory of one process; 0 when it has just ended."""
    try:
        found = _PSS.search(Path(f"/proc/{pid}/smaps_rollup").read_text())
    except OSError:
        return 0
    return int(found[1]) * 1024 if found else 0
