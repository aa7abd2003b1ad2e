"""`trishul` in a fork of a process that has imported the product: the same program, without seconds of imports.

The fork gets an environment and standard streams of its own and then runs the command; only what `ps` shows differs.
What a forked server starts is forked, too (`tests.contract.forked_modules`).
"""

from __future__ import annotations

import faulthandler
import multiprocessing
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TextIO

from tests.contract.forked_modules import fork_modules
from trishul.cli.main import run

_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["tests.contract.imported", "tests.contract.forked"])


class ForkedServe:
    """A running `trishul serve`, with the part of `subprocess.Popen` that tests use."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        reader, writer = _CONTEXT.Pipe(duplex=False)
        self._process = _CONTEXT.Process(target=_serve, args=(dict(environment), writer))
        self._process.start()
        writer.close()
        self.stderr: TextIO = os.fdopen(os.dup(reader.fileno()), encoding="utf-8")
        reader.close()
        assert self._process.pid is not None
        self.pid: int = self._process.pid

    @property
    def returncode(self) -> int | None:
        """The exit code; negative for a signal; None while it runs."""
        return self._process.exitcode

    def poll(self) -> int | None:
        """As `returncode`."""
        return self.returncode

    def send_signal(self, number: int) -> None:
        """Sends it unless the process has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """Ends it at once."""
        self._process.kill()

    def wait(self, timeout: float) -> int:
        """The exit code, within so many seconds. Raises TimeoutError."""
        self._process.join(timeout)
        if self.returncode is None:
            raise TimeoutError(f"the server did not end within {timeout:g} s")
        return self.returncode


def run_forked(
    arguments: Sequence[str], environment: Mapping[str, str], timeout_s: float
) -> subprocess.CompletedProcess[bytes]:
    """Runs a command line to its end, whatever its exit code, with nothing on its standard input."""
    with tempfile.TemporaryDirectory() as folder:
        out, err = Path(folder, "out"), Path(folder, "err")
        process = _CONTEXT.Process(target=_run, args=(list(arguments), dict(environment), str(out), str(err)))
        process.start()
        process.join(timeout_s)
        if process.exitcode is None:
            process.kill()
            process.join()
            raise subprocess.TimeoutExpired(list(arguments), timeout_s, err.read_bytes())
        return subprocess.CompletedProcess(list(arguments), process.exitcode, out.read_bytes(), err.read_bytes())


def _run(arguments: list[str], environment: dict[str, str], out: str, err: str) -> None:
    for stream, path in enumerate((os.devnull, out, err)):
        opened = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        os.dup2(opened, stream)
        os.close(opened)
    os.environ.clear()
    os.environ.update(environment)
    sys.exit(run(arguments))


def _serve(environment: Mapping[str, str], errors: Connection) -> None:
    with Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), 1)
    os.dup2(errors.fileno(), 2)
    errors.close()
    fork_modules()
    faulthandler.enable()
    os.environ.clear()
    os.environ.update(environment)
    sys.exit(run(["serve"]))
