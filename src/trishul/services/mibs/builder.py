"""The library's builder as a child process, so that the event loop never parses a MIB.

A build that hangs, grows or dies takes nobody along. Owns the child's life and the lines that it writes; what it does
is `trishul.library.builder`. One request is one child: JSON on its standard input, one JSON object a line on its
standard output: progress, then outcome or error.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import structlog
from msgspec import Struct

from trishul.child_environment import child_environment
from trishul.library.sources import LibraryPlaces, list_sources
from trishul.library.state import read_state
from trishul.services.mibs.records import PlacedFinding, RevisionDifferences
from trishul.services.mibs.refusals import LibraryBuildFailed

COMMAND = (sys.executable, "-P", "-m", "trishul.library.builder")
SILENCE_LIMIT_S = 120.0
"""The slowest text known takes 2 s; a child that says nothing for so long hangs."""
_LONGEST_LINE_BYTES = 64 << 20
_STDERR_TAIL_BYTES = 4 << 10
_GRACE_S = 1.0

_log = structlog.get_logger(__name__)
Outcome = TypeVar("Outcome", bound=Struct)


class BuildProgress(Struct, frozen=True):
    """How far a job is; `module` is what is worked at."""

    phase: str
    done: int
    total: int
    module: str


class BuildReport(Struct, frozen=True):
    """What a build did; a `generation` as before means that there was nothing to do."""

    generation: int
    sources: int = 0
    resolved: int = 0
    failed: list[str] = []
    problem: str | None = None


class CheckedModule(Struct, frozen=True):
    """A module in a checked text."""

    name: str
    imports: list[str] = []
    missing: list[str] = []
    objects: int = 0
    traps: int = 0


class CheckedText(Struct, frozen=True):
    """A checked text; `findings` are some of the worst, by place."""

    name: str
    modules: list[CheckedModule] = []
    errors: int = 0
    warnings: int = 0
    styles: int = 0
    findings: list[PlacedFinding] = []


class CheckReport(Struct, frozen=True):
    """All texts of a check."""

    files: list[CheckedText]


class _Failure(Struct, frozen=True):
    code: str = "error"
    message: str = "it gave no reason"


class _Line(Struct, frozen=True):
    progress: BuildProgress | None = None
    outcome: msgspec.Raw = msgspec.Raw()
    error: _Failure | None = None


OnProgress = Callable[[BuildProgress], None]
_lines = msgspec.json.Decoder(_Line)


class LibraryBuilder:
    """Starts a child for each job; `close` ends those that run."""

    def __init__(
        self, data_dir: Path, command: Sequence[str] = COMMAND, *, silence_limit_s: float = SILENCE_LIMIT_S
    ) -> None:
        self._data_dir = data_dir
        self._command = tuple(command)
        self._silence_limit_s = silence_limit_s
        self._running: set[Process] = set()

    @property
    def pids(self) -> list[int]:
        """Process ids of the children that work now."""
        return [process.pid for process in self._running]

    async def build(self, on_progress: OnProgress) -> BuildReport:
        """Brings the index up to date with the texts there are. Raises LibraryBuildFailed."""
        return await self._run({"job": "build"}, BuildReport, on_progress)

    async def find_current(self) -> BuildReport | None:
        """What a build would report where no text has changed since the last one; no child is needed to see that."""
        return await asyncio.to_thread(_find_current, LibraryPlaces(self._data_dir))

    async def check(self, files: Sequence[tuple[str, Path]], on_progress: OnProgress) -> CheckReport:
        """Compiles texts, named and placed, against the library and writes nothing. Raises LibraryBuildFailed."""
        named = [{"name": name, "path": str(place)} for name, place in files]
        return await self._run({"job": "check", "files": named}, CheckReport, on_progress)

    async def compare(self, filename: str, old: Path, new: Path) -> RevisionDifferences:
        """What changed between two texts of a file, by meaning. Raises LibraryBuildFailed."""
        named = [{"name": filename, "path": str(place)} for place in (old, new)]
        return await self._run({"job": "compare", "files": named}, RevisionDifferences, lambda _: None)

    async def close(self) -> None:
        """Ends every child; the index stays as it was."""
        await asyncio.gather(*(self._end(process) for process in list(self._running)))

    async def _run(self, request: dict[str, Any], kind: type[Outcome], on_progress: OnProgress) -> Outcome:
        try:
            # A group to end it with its helpers, and no session: Linux gives each session a share of the processors
            # (autogroup), within which its niceness would count for nothing against us.
            process = await asyncio.create_subprocess_exec(
                *self._command,
                stdin=PIPE,
                stdout=PIPE,
                stderr=PIPE,
                limit=_LONGEST_LINE_BYTES,
                process_group=0,
                env=child_environment(),
            )
        except OSError as error:
            raise LibraryBuildFailed(error.strerror or str(error)) from error
        self._running.add(process)
        stderr = asyncio.ensure_future(_tail(process))
        try:
            await _give(process, {**request, "data_dir": str(self._data_dir)})
            return await self._read_outcome(process, stderr, kind, on_progress)
        finally:
            await asyncio.shield(self._end(process))
            await stderr
            self._running.discard(process)

    async def _read_outcome(
        self, process: Process, stderr: asyncio.Future[bytes], kind: type[Outcome], on_progress: OnProgress
    ) -> Outcome:
        assert process.stdout is not None  # it was asked for
        while True:
            try:
                async with asyncio.timeout(self._silence_limit_s):
                    octets = await process.stdout.readline()
            except TimeoutError:
                raise LibraryBuildFailed(f"the builder said nothing for {self._silence_limit_s:g} s") from None
            except ValueError:
                raise LibraryBuildFailed("the builder said more than can be read") from None
            if not octets:
                status = await process.wait()
                trace = (await stderr).decode("utf-8", "replace").strip()
                _log.error("the builder of the MIB library ended without a result", status=status, stderr=trace)
                raise LibraryBuildFailed(_ending(status))
            try:
                line = _lines.decode(octets)
                if line.error is not None:
                    raise LibraryBuildFailed(line.error.message)
                if bytes(line.outcome):
                    return msgspec.json.decode(line.outcome, type=kind)
            except msgspec.MsgspecError as error:
                raise LibraryBuildFailed(f"the builder said something unknown ({error})") from error
            if line.progress is not None:
                on_progress(line.progress)

    async def _end(self, process: Process) -> None:
        """Waits for a child that has said all, ends one that has not; its helpers go with it."""
        for number in (None, signal.SIGTERM, signal.SIGKILL):
            if number is not None:
                _signal_group(process, number)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_GRACE_S if number is not None else 0.05):
                    await process.wait()
                    break
        else:
            await process.wait()
        _signal_group(process, signal.SIGKILL)


def _find_current(places: LibraryPlaces) -> BuildReport | None:
    try:
        listed, problem = list_sources(places)
        state = read_state(places.index)
    except OSError:  # a build says what is wrong
        return None
    if state is None or not state.is_of(listed):
        return None
    return BuildReport(state.generation, len(state.sources), failed=list(state.failed), problem=problem)


def _signal_group(process: Process, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):  # all of them are gone already
        os.killpg(process.pid, number)


def _ending(status: int) -> str:
    if status < 0:
        return f"the builder was ended by signal {-status}"
    return f"the builder ended with status {status}; the log has more"


async def _give(process: Process, request: dict[str, Any]) -> None:
    assert process.stdin is not None  # it was asked for
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # it ended early: what it said tells why
        process.stdin.write(msgspec.json.encode(request) + b"\n")
        await process.stdin.drain()  # and left open: its end would say that nobody wants the answer any more


async def _tail(process: Process) -> bytes:
    assert process.stderr is not None  # it was asked for
    kept = b""
    while chunk := await process.stderr.read(_STDERR_TAIL_BYTES):
        kept = (kept + chunk)[-_STDERR_TAIL_BYTES:]
    return kept
