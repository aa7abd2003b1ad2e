"""`trishul` in a fork of a process that has imported the product: the same program, without seconds of imports.

The fork gets an environment and standard streams of its own and then runs the command; only what `ps` shows differs.
What a forked server starts is forked, too (`tests.contract.forked_modules`).
"""

from __future__ import annotations

import faulthandler
import multiprocessing
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NoReturn, TextIO

from tests.contract.forked_modules import fork_modules
from trishul.cli.main import run

_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["tests.contract.imported", "tests.contract.forked"])


class Forked:
    """A running fork, with the part of `subprocess.Popen` that tests use."""

    def __init__(self, work: Callable[..., NoReturn], *details: object) -> None:
        self._process = _CONTEXT.Process(target=work, args=details)
        self._process.start()
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

    def terminate(self) -> None:
        """Asks it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """Ends it at once."""
        self._process.kill()

    def wait(self, timeout: float) -> int:
        """The exit code, within so many seconds. Raises subprocess.TimeoutExpired."""
        self._process.join(timeout)
        if self.returncode is None:
            raise subprocess.TimeoutExpired(f"fork {self.pid}", timeout)
        return self.returncode


class ForkedServe(Forked):
    """A running `trishul serve`, with what it says on stderr."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        reader, writer = _CONTEXT.Pipe(duplex=False)
        super().__init__(_serve, dict(environment), writer)
        writer.close()
        self.stderr: TextIO = os.fdopen(os.dup(reader.fileno()), encoding="utf-8")
        reader.close()


class ForkedCommand(Forked):
    """A running command line that writes into two files and has nothing on its standard input."""

    def __init__(self, arguments: Sequence[str], environment: Mapping[str, str], out: Path, err: Path) -> None:
        super().__init__(_run, list(arguments), dict(environment), str(out), str(err))


def run_forked(
    arguments: Sequence[str], environment: Mapping[str, str], timeout_s: float
) -> subprocess.CompletedProcess[bytes]:
    """Runs a command line to its end, whatever its exit code, with nothing on its standard input."""
    with tempfile.TemporaryDirectory() as folder:
        out, err = Path(folder, "out"), Path(folder, "err")
        process = ForkedCommand(arguments, environment, out, err)
        try:
            code = process.wait(timeout_s)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(timeout_s)
            raise subprocess.TimeoutExpired(list(arguments), timeout_s, err.read_bytes()) from None
        return subprocess.CompletedProcess(list(arguments), code, out.read_bytes(), err.read_bytes())


def _run(arguments: list[str], environment: dict[str, str], out: str, err: str) -> NoReturn:
    for stream, path in enumerate((os.devnull, out, err)):
        opened = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        os.dup2(opened, stream)
        os.close(opened)
    os.environ.clear()
    os.environ.update(environment)
    sys.exit(run(arguments))


def _serve(environment: Mapping[str, str], errors: Connection) -> NoReturn:
    with Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), 1)
    os.dup2(errors.fileno(), 2)
    errors.close()
    fork_modules()
    faulthandler.enable()
    os.environ.clear()
    os.environ.update(environment)
    sys.exit(run(["serve"]))
