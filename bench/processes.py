"""Servers under measurement: started, watched, always stopped; free ports; what the kernel says they cost."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

LOOPBACK = "127.0.0.1"
_CLOCK_TICKS_PER_S = os.sysconf("SC_CLK_TCK")


class NotReady(Exception):
    """A server did not come up; the text holds the end of its log."""


class Server:
    """A child process with a log file. It ends with its context, by SIGTERM first."""

    def __init__(
        self, name: str, command: Sequence[str], log: Path, *, environment: Mapping[str, str] | None = None
    ) -> None:
        """Starts it at once; `environment` is added to ours."""
        self.name = name
        self.log = log
        with log.open("wb") as output:
            self.process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env={**os.environ, **(environment or {})},
                start_new_session=True,
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """Ends it, by force after five seconds."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(5)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()

    def wait_until(self, is_ready: Callable[[], bool], timeout_s: float = 15) -> None:
        """Returns when `is_ready` says so. Raises NotReady when the process ends or the time is over."""
        deadline = time.monotonic() + timeout_s
        while not is_ready():
            if self.process.poll() is not None or time.monotonic() > deadline:
                tail = self.log.read_text(errors="replace")[-600:]
                state = "ended" if self.process.poll() is not None else f"was not ready after {timeout_s:g} s"
                raise NotReady(f"{self.name} {state}: {tail}")
            time.sleep(0.05)

    def cpu_s(self) -> dict[int, float]:
        """Processor seconds of this process and its descendants so far, by process id."""
        return {pid: _cpu_s_of(pid) for pid in descendants(self.process.pid)}


def descendants(pid: int) -> list[int]:
    """A process and everything below it."""
    found = [pid]
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = task.read_text().split()
        except OSError:  # the thread ended between listing and reading
            continue
        for child in children:
            found += descendants(int(child))
    return found


def _cpu_s_of(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:  # it ended meanwhile
        return 0.0
    return (int(fields[11]) + int(fields[12])) / _CLOCK_TICKS_PER_S


def rss_octets(pid: int) -> int:
    """Resident memory of one process."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def role_of(pid: int) -> str:
    """What a process of ours does: the name of its worker, or `server`."""
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:  # it ended meanwhile
        return "ended"
    worker = next((word for word in words if word.startswith(b"trishul.workers.")), b"server")
    return worker.rpartition(b".")[2].decode()


def free_udp_port() -> int:
    """A UDP port of the loopback address that nobody uses right now."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def free_tcp_port() -> int:
    """A TCP port of the loopback address that nobody uses right now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


_GET_SYS_DESCR = bytes.fromhex("302602010104067075626c6963a019020101020100020100300e300c06082b060102010101000500")


def answers_snmp(port: int) -> bool:
    """Whether somebody answers a GET of sysDescr.0 with community public on that port."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.settimeout(0.2)
        try:
            probe.connect((LOOPBACK, port))
            probe.send(_GET_SYS_DESCR)
            return bool(probe.recv(65535))
        except OSError:  # no answer in time, or the port is not bound yet
            return False
