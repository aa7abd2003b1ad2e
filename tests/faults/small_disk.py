"""A disk that can be filled to its last octet and emptied again, for a server whose data directory lies there.

Root gets a real one, a small tmpfs. Everybody else gets a limit on the size of files, under which the same writes fail,
with another reason.
"""

from __future__ import annotations

import resource
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.contract.served import Server

SIZE = "112m"
"""The MIB index, a copy of it while it is built anew, and what SQLite wants beside them."""


class SmallDisk:
    """One disk at `folder`; `is_real` is False where only the sizes of files can be limited."""

    def __init__(self, folder: Path, *, is_real: bool) -> None:
        self.folder = folder
        self.is_real = is_real
        self.words = ("disk is full", "No space left") if is_real else ("disk I/O error", "File too large")
        """What SQLite says of it, and what the system does."""

    @contextmanager
    def full(self, server: Server) -> Iterator[None]:
        """No octet more is taken meanwhile."""
        with self._filled() if self.is_real else _no_writes(server):
            yield

    @contextmanager
    def _filled(self) -> Iterator[None]:
        filler = self.folder / "filler"
        with filler.open("wb", buffering=0) as file:
            for size in (1 << 20, 1 << 12, 1):
                with suppress(OSError):
                    while True:
                        file.write(bytes(size))
        try:
            yield
        finally:
            filler.unlink()


@contextmanager
def small_disk(folder: Path) -> Iterator[SmallDisk]:
    """Makes one in an empty folder."""
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(folder)]
    is_real = subprocess.run(mount, capture_output=True, check=False).returncode == 0
    try:
        yield SmallDisk(folder, is_real=is_real)
    finally:
        if is_real:
            subprocess.run(["umount", "-l", str(folder)], check=True)


@contextmanager
def _no_writes(server: Server) -> Iterator[None]:
    assert server.process is not None
    pids = [server.process.pid, *map(int, _children(server.process.pid))]
    before = {pid: resource.prlimit(pid, resource.RLIMIT_FSIZE) for pid in pids}
    try:
        for pid, (_, most) in before.items():
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, most))
        yield
    finally:
        for pid, limits in before.items():
            resource.prlimit(pid, resource.RLIMIT_FSIZE, limits)


def _children(pid: int) -> list[str]:
    threads = Path(f"/proc/{pid}/task").glob("*/children")
    return [child for children in threads for child in children.read_text().split()]
