"""Walks and single requests, SET among them: asked with limits, rendered page by page, counted once.

Owns the use case and its counters. A walk that ends, also by one of its own limits, is executed; one that ends in an
error is failed; one whose client went away is neither. Rows are rendered to JSON as they come, so that a long walk
costs the size of its answer and never a pause of the server. Names are those that the library has while the page is
rendered.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from functools import partial
from typing import TypeAlias

import msgspec
import structlog

from trishul.datatypes.netsnmp_text import netsnmp_line
from trishul.datatypes.oid import Oid
from trishul.datatypes.varbind import VarBind
from trishul.engine.repetitions import DEFAULT_MAX_REPETITIONS
from trishul.engine.walk import WalkCut
from trishul.errors import DecodeError, LimitReached, NoSuchName, RequestTimedOut, TrishulError
from trishul.library.names import Names
from trishul.library.netsnmp_lines import named_line
from trishul.services.background import run_in_background
from trishul.services.counters import Counters
from trishul.services.credentials.identities import CredentialSource, NoCredentials
from trishul.services.mibs.name_source import NameSource, Numeric, asked_in_thread
from trishul.services.value_texts import show_varbinds, type_label
from trishul.services.walks.chunks import WalkPacker
from trishul.services.walks.kept_walks import KeptWalk, KeptWalks, WalkDraft, WalkState
from trishul.services.walks.metric_rows import MetricRow, metric_rows
from trishul.services.walks.requests import WalkToDo, checked, values_of
from trishul.services.walks.silent_agents import reason_of_silence
from trishul.services.walks.tables import TableView, tables_of
from trishul.snmp.manager import Manager
from trishul.snmp.target import Target
from trishul.store.database import StoreUnavailable

MODULE = "walker"
MAX_CONCURRENT = 32

_PROGRESS_INTERVAL_S = 0.25
_LINE_INTERVAL_S = 0.05
_LINE_ROWS = 1000
_ROWS_AT_ONCE = 100
"""Rows that are rendered before others may use the event loop: a page of thousands would hold up everybody else."""

_log = structlog.get_logger(__name__)


class BrokenAnswer(TrishulError):
    """The agent answered with octets that are no SNMP message, or none that answers the question."""

    code = "malformed_answer"

    def __init__(self, target: str, reason: str) -> None:
        super().__init__(f"The answer of {target} cannot be read: {reason}")
        self.target = target
        self.reason = reason


class WalkResult(msgspec.Struct, frozen=True, omit_defaults=True):
    """All rows at once; `cut` says which limit ended the walk early, `kept` which kept walk holds it."""

    mode: str
    count: int
    data: msgspec.Raw
    elapsed_s: float
    cut: str | None
    kept: int | None = None
    tables: Sequence[TableView] | None = None
    metrics: Sequence[MetricRow] | None = None


class WalkRowsFound(msgspec.Struct, frozen=True):
    """Some rows of a walk under way."""

    rows: msgspec.Raw


class WalkProgress(msgspec.Struct, frozen=True):
    """How a walk under way does; `rate` in rows a second."""

    count: int
    rate: float
    elapsed_s: float


class WalkDone(msgspec.Struct, frozen=True, omit_defaults=True):
    """The end of a walk without error; `kept` is the number of the kept walk that holds it."""

    count: int
    elapsed_s: float
    cut: str | None
    kept: int | None = None


WalkNews: TypeAlias = WalkRowsFound | WalkProgress | WalkDone


@dataclass(slots=True)
class _Course:
    """A walk under way."""

    walk: WalkToDo
    began_at: float
    started_at: float = field(default_factory=time.monotonic)
    target: str = ""
    roots: Sequence[Oid] = ()
    count: int = 0
    cut: str | None = None
    packer: WalkPacker | None = None
    """What is read is kept here, if it is to be kept."""
    kept: KeptWalk | None = None

    @property
    def elapsed_s(self) -> float:
        return round(time.monotonic() - self.started_at, 3)

    @property
    def kept_id(self) -> int | None:
        """Number of the kept walk."""
        return None if self.kept is None else self.kept.id

    def draft(self, state: WalkState, reason: str) -> WalkDraft:
        """The walk as it is kept."""
        return WalkDraft(
            self.walk.keep or "",
            self.target,
            " ".join(map(str, self.roots)),
            self.began_at,
            self.elapsed_s,
            state,
            reason,
            tuple(self.walk.tags),
            self.walk.job,
        )


@dataclass(frozen=True, slots=True)
class WalkRead:
    """A walk that nobody looked at: its rows, what cut or broke it, and what was kept."""

    count: int
    cut: str | None
    kept: KeptWalk | None
    error: TrishulError | None


class WalkService:
    """One manager for all walks; open it before use."""

    def __init__(
        self,
        counters: Counters,
        names: NameSource | None = None,
        credentials: CredentialSource | None = None,
        kept: KeptWalks | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """`clock`: the one by which kept walks grow old."""
        self._counters = counters
        self._names = names or Numeric()
        self._credentials = credentials or NoCredentials()
        self._kept = kept
        self._clock = clock
        self._numeric = Names(None)
        self._running = 0
        self._keeping: set[asyncio.Task[None]] = set()
        """Cancelled walks that are being stored."""
        self._encoder = msgspec.json.Encoder()

    async def open(self) -> None:
        """Makes the manager; its sockets open when they are needed."""
        self._manager = Manager()

    async def close(self) -> None:
        """Ends walks under way; what is being stored is stored."""
        self._manager.close()
        if self._keeping:
            await asyncio.wait(self._keeping)

    def check(self, walk: WalkToDo) -> None:
        """Whether the walk can be meant, before anything is sent.

        Raises InvalidInput, UnknownCredential, CredentialLocked, CapabilityMissing.
        """
        checked(walk, self._names.names, self._credentials)
        values_of(walk, self._names.names)

    async def execute(self, walk: WalkToDo) -> WalkResult:
        """Asks and returns all rows.

        Raises InvalidInput, LimitReached, RequestTimedOut, CommunityRefused, TargetUnreachable, NoSuchName,
        ErrorResponse, SetRejected, SecurityRefused, NonIncreasingOid, BrokenAnswer, and what `check` raises.
        """
        course = _Course(walk, self._clock())
        rows: list[bytes] = []
        varbinds: list[VarBind] = []
        async with aclosing(self._pages(course)) as pages:
            async for page in pages:
                if walk.view == "rows":
                    rows.append(self._render(walk, page))
                else:
                    varbinds += page
        self._counters.add(MODULE, "oids_returned", course.count)
        tables = metrics = None
        if walk.view == "table":
            tables = await asked_in_thread(self._names, lambda library: list(tables_of(varbinds, library)))
        elif walk.view == "metrics":
            metrics = await asked_in_thread(self._names, lambda library: metric_rows(varbinds, library))
        data = msgspec.Raw(b"[" + b",".join(rows) + b"]")
        return WalkResult(walk.mode, course.count, data, course.elapsed_s, course.cut, course.kept_id, tables, metrics)

    async def read(self, walk: WalkToDo) -> WalkRead:
        """Asks and keeps, without showing; what the target does wrong is in the outcome. Raises what `check` raises."""
        self.check(walk)
        course = _Course(walk, self._clock())
        failure: TrishulError | None = None
        try:
            async with aclosing(self._pages(course)) as pages:
                async for page in pages:
                    self._counters.add(MODULE, "oids_returned", len(page))
        except TrishulError as error:
            failure = error
        return WalkRead(course.count, course.cut, course.kept, failure)

    async def stream(self, walk: WalkToDo) -> AsyncGenerator[WalkNews, None]:
        """The same as news while it goes on; rows that came before an error are given before it is raised."""
        course = _Course(walk, self._clock())
        waiting: list[bytes] = []
        told_count, told_at, progress_at = 0, 0.0, course.started_at
        try:
            async with aclosing(self._pages(course)) as pages:
                async for page in pages:
                    waiting.append(self._render(walk, page))
                    now = time.monotonic()
                    if now - told_at < _LINE_INTERVAL_S and course.count - told_count < _LINE_ROWS:
                        continue
                    yield self._rows(waiting, course.count - told_count)
                    waiting, told_count, told_at = [], course.count, now
                    if now - progress_at >= _PROGRESS_INTERVAL_S:
                        progress_at = now
                        yield WalkProgress(course.count, _rate(course), course.elapsed_s)
        except TrishulError:
            if waiting:
                yield self._rows(waiting, course.count - told_count)
            raise
        if waiting:
            yield self._rows(waiting, course.count - told_count)
        yield WalkDone(course.count, course.elapsed_s, course.cut, course.kept_id)

    def _rows(self, pages: list[bytes], count: int) -> WalkRowsFound:
        self._counters.add(MODULE, "oids_returned", count)
        return WalkRowsFound(msgspec.Raw(b"[" + b",".join(pages) + b"]"))

    async def _pages(self, course: _Course) -> AsyncGenerator[list[VarBind], None]:
        """Pages of rows; counts the walk when it ends by itself, and keeps what was read if that is wanted."""
        target, roots = checked(course.walk, self._names.names, self._credentials)
        if self._running >= MAX_CONCURRENT:
            raise LimitReached("walks at a time", MAX_CONCURRENT)
        course.target, course.roots = str(target), roots
        course.packer = WalkPacker() if course.walk.keep is not None else None
        self._running += 1
        try:
            async with aclosing(self._answers(course, target, roots)) as answers:
                async for varbinds in answers:
                    course.count += len(varbinds)
                    if course.packer is not None:
                        course.packer.add(varbinds)
                    yield varbinds
        except TrishulError as error:
            self._counters.add(MODULE, "walks_failed")
            told = await self._told(course, target, error)
            await self._keep(course, "failed", str(told))
            raise told from (None if told is error else error)
        except (asyncio.CancelledError, GeneratorExit):
            if course.packer is not None and course.count and course.walk.job is None:  # nothing may be awaited here
                keeping = run_in_background(self._keep_cancelled(course), "keeping of a cancelled walk")
                self._keeping.add(keeping)
                keeping.add_done_callback(self._keeping.discard)
            raise
        else:
            self._counters.add(MODULE, "walks_executed")
            await self._keep(course, "cut" if course.cut else "done", course.cut or "")
        finally:
            self._running -= 1

    async def _told(self, course: _Course, target: Target, error: TrishulError) -> TrishulError:
        """The error in the words of a walk."""
        if isinstance(error, DecodeError):
            return BrokenAnswer(str(target), str(error))
        if isinstance(error, RequestTimedOut) and not course.count:
            return await reason_of_silence(self._manager, target, error)
        return error

    async def _keep(self, course: _Course, state: WalkState, reason: str) -> None:
        """Stores what was read, if it is to be kept; of a failed walk only where there is something."""
        if self._kept is None or course.packer is None or (state == "failed" and not course.count):
            return
        course.kept = await self._kept.keep(course.draft(state, reason), course.packer)

    async def _keep_cancelled(self, course: _Course) -> None:
        """Nobody waits for it any more: where it fails, the log says so."""
        try:
            await self._keep(course, "cancelled", "")
        except StoreUnavailable as error:
            _log.warning("a cancelled walk was not kept", rows=course.count, reason=error.reason)

    async def _answers(
        self, course: _Course, target: Target, roots: Sequence[Oid]
    ) -> AsyncGenerator[list[VarBind], None]:
        walk = course.walk
        if walk.operation == "set":
            values = values_of(walk, self._names.names)
            yield await self._manager.set(target, *((varbind.oid, varbind.value) for varbind in values))
            return
        if walk.operation != "walk":
            yield await self._ask_once(walk, target, roots)
            return
        for root in roots:
            pages = self._manager.walk_pages(
                target,
                root,
                max_repetitions=walk.max_repetitions or "auto",
                max_rows=walk.max_rows - course.count,
                max_time_s=max(walk.max_time_s - course.elapsed_s, 0.001),
            )
            async with aclosing(pages):
                async for page in pages:
                    for start in range(0, len(page), _ROWS_AT_ONCE):
                        yield page[start : start + _ROWS_AT_ONCE]
                        await asyncio.sleep(0)
            course.cut = pages.cut.value if pages.cut is not None else None
            if course.cut is None and root is not roots[-1] and course.count >= walk.max_rows:
                course.cut = WalkCut.ROWS.value
            if course.cut is not None:
                return

    async def _ask_once(self, walk: WalkToDo, target: Target, roots: Sequence[Oid]) -> list[VarBind]:
        if walk.operation == "get":
            varbinds = await self._manager.get(target, *roots)
        elif walk.operation == "getnext":
            varbinds = await self._manager.getnext(target, *roots)
        else:
            repetitions = walk.max_repetitions or DEFAULT_MAX_REPETITIONS
            varbinds = await self._manager.getbulk(target, *roots, max_repetitions=repetitions)
        found = [varbind for varbind in varbinds if not varbind.is_exception]
        if not found:
            raise NoSuchName(" ".join(map(str, roots)), type_label(varbinds[0].tag) if varbinds else "empty answer")
        return found

    def _render(self, walk: WalkToDo, varbinds: list[VarBind]) -> bytes:
        names = self._names.names if walk.use_mibs else self._numeric
        if walk.mode == "parsed":
            return self._encoder.encode(show_varbinds(varbinds, names))[1:-1]
        render = partial(named_line, names=names) if walk.mode == "label" else netsnmp_line
        return self._encoder.encode([render(varbind) for varbind in varbinds])[1:-1]


def _rate(course: _Course) -> float:
    return round(course.count / max(course.elapsed_s, 0.001), 1)
