"""Walks and single requests, SET among them: asked with limits, rendered page by page, counted once.

Owns the use case and its counters. A walk that ends, also by one of its own limits, is executed; one that ends in an
error is failed; one whose client went away is neither. Rows are rendered to JSON as they come, so that a long walk
costs the size of its answer and never a pause of the server. Names are those that the library has while the page is
rendered.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from functools import partial
from typing import Literal, TypeAlias

import msgspec

from trishul.datatypes.netsnmp_text import netsnmp_line
from trishul.datatypes.oid import Oid
from trishul.datatypes.varbind import VarBind
from trishul.engine.repetitions import DEFAULT_MAX_REPETITIONS
from trishul.errors import DecodeError, InvalidInput, LimitReached, NoSuchName, TrishulError
from trishul.library.names import Names
from trishul.library.netsnmp_lines import named_line
from trishul.services.counters import Counters
from trishul.services.identities import (
    NOTHING_CHOSEN,
    ChosenIdentity,
    CredentialSource,
    NoCredentials,
    choose_identity,
    target_as,
)
from trishul.services.name_source import NameSource, Numeric
from trishul.services.value_texts import show_varbinds, type_label
from trishul.services.varbind_texts import VarBindText, varbinds_from_texts
from trishul.services.wrong_fields import field_named
from trishul.snmp.manager import Manager
from trishul.snmp.target import Target

MODULE = "walker"
MAX_ROWS = 1_000_000
MAX_TIME_S = 600.0
MAX_CONCURRENT = 32
MAX_REPETITIONS = 1000
MAX_RETRIES = 20
MAX_TIMEOUT_S = 60.0

_PROGRESS_INTERVAL_S = 0.25
_LINE_INTERVAL_S = 0.05
_LINE_ROWS = 1000

Operation = Literal["walk", "get", "getnext", "getbulk", "set"]
Mode = Literal["parsed", "raw", "label"]


@dataclass(frozen=True, slots=True)
class WalkToDo:
    """What to ask, as a form gives it; `oid` may be a name."""

    target: str
    oid: str = "1.3.6.1.2.1"
    port: int = 161
    identity: ChosenIdentity = NOTHING_CHOSEN
    operation: Operation = "walk"
    transport: Literal["udp", "tcp"] = "udp"
    parse: bool = True
    use_mibs: bool = True
    timeout_s: float = 1.0
    retries: int = 2
    max_repetitions: int | None = None
    """None: a walk asks for as many rows as fit, a GETBULK for 25."""
    max_rows: int = 100_000
    max_time_s: float = 60.0
    varbinds: Sequence[VarBindText] = ()
    """What to set, for the operation `set`, which does not look at `oid`."""

    @property
    def mode(self) -> Mode:
        """Row objects, lines of `snmpwalk -On`, or lines with names as `snmpwalk` prints them by itself."""
        if self.parse:
            return "parsed"
        return "label" if self.use_mibs else "raw"


class BrokenAnswer(TrishulError):
    """The agent answered with octets that are no SNMP message, or none that answers the question."""

    code = "malformed_answer"

    def __init__(self, target: str, reason: str) -> None:
        super().__init__(f"The answer of {target} cannot be read: {reason}")
        self.target = target
        self.reason = reason


class WalkResult(msgspec.Struct, frozen=True):
    """All rows at once; `cut` says which limit ended the walk early."""

    mode: str
    count: int
    data: msgspec.Raw
    elapsed_s: float
    cut: str | None


class WalkRowsFound(msgspec.Struct, frozen=True):
    """Some rows of a walk under way."""

    rows: msgspec.Raw


class WalkProgress(msgspec.Struct, frozen=True):
    """How a walk under way does; `rate` in rows a second."""

    count: int
    rate: float
    elapsed_s: float


class WalkDone(msgspec.Struct, frozen=True):
    """The end of a walk without error."""

    count: int
    elapsed_s: float
    cut: str | None


WalkNews: TypeAlias = WalkRowsFound | WalkProgress | WalkDone


@dataclass(slots=True)
class _Course:
    """A walk under way."""

    started_at: float
    count: int = 0
    cut: str | None = None

    @property
    def elapsed_s(self) -> float:
        return round(time.monotonic() - self.started_at, 3)


class WalkService:
    """One manager for all walks; open it before use."""

    def __init__(
        self, counters: Counters, names: NameSource | None = None, credentials: CredentialSource | None = None
    ) -> None:
        self._counters = counters
        self._names = names or Numeric()
        self._credentials = credentials or NoCredentials()
        self._numeric = Names(None)
        self._running = 0
        self._encoder = msgspec.json.Encoder()

    async def open(self) -> None:
        """Makes the manager; its sockets open when they are needed."""
        self._manager = Manager()

    async def close(self) -> None:
        """Ends walks under way."""
        self._manager.close()

    def check(self, walk: WalkToDo) -> None:
        """Whether the walk can be meant, before anything is sent.

        Raises InvalidInput, UnknownCredential, CredentialLocked, CapabilityMissing.
        """
        _checked(walk, self._names.names, self._credentials)
        _values_of(walk, self._names.names)

    async def execute(self, walk: WalkToDo) -> WalkResult:
        """Asks and returns all rows.

        Raises InvalidInput, LimitReached, RequestTimedOut, TargetUnreachable, NoSuchName, ErrorResponse,
        SetRejected, SecurityRefused, NonIncreasingOid, BrokenAnswer, and what `check` raises.
        """
        course = _Course(time.monotonic())
        async with aclosing(self._pages(walk, course)) as pages:
            rows = [page async for page in pages]
        self._counters.add(MODULE, "oids_returned", course.count)
        data = msgspec.Raw(b"[" + b",".join(rows) + b"]")
        return WalkResult(walk.mode, course.count, data, course.elapsed_s, course.cut)

    async def stream(self, walk: WalkToDo) -> AsyncGenerator[WalkNews, None]:
        """The same as news while it goes on; rows that came before an error are given before it is raised."""
        course = _Course(time.monotonic())
        waiting: list[bytes] = []
        told_count, told_at, progress_at = 0, 0.0, course.started_at
        try:
            async with aclosing(self._pages(walk, course)) as pages:
                async for page in pages:
                    waiting.append(page)
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
        yield WalkDone(course.count, course.elapsed_s, course.cut)

    def _rows(self, pages: list[bytes], count: int) -> WalkRowsFound:
        self._counters.add(MODULE, "oids_returned", count)
        return WalkRowsFound(msgspec.Raw(b"[" + b",".join(pages) + b"]"))

    async def _pages(self, walk: WalkToDo, course: _Course) -> AsyncGenerator[bytes, None]:
        """Rendered pages without brackets; counts the walk when it ends by itself."""
        target, root = _checked(walk, self._names.names, self._credentials)
        if self._running >= MAX_CONCURRENT:
            raise LimitReached("walks at a time", MAX_CONCURRENT)
        self._running += 1
        try:
            async with aclosing(self._answers(walk, target, root, course)) as answers:
                async for varbinds in answers:
                    course.count += len(varbinds)
                    yield self._render(walk, varbinds)
        except TrishulError as error:
            self._counters.add(MODULE, "walks_failed")
            if isinstance(error, DecodeError):
                raise BrokenAnswer(str(target), str(error)) from error
            raise
        else:
            self._counters.add(MODULE, "walks_executed")
        finally:
            self._running -= 1

    async def _answers(
        self, walk: WalkToDo, target: Target, root: Oid, course: _Course
    ) -> AsyncGenerator[list[VarBind], None]:
        if walk.operation == "set":
            values = _values_of(walk, self._names.names)
            yield await self._manager.set(target, *((varbind.oid, varbind.value) for varbind in values))
            return
        if walk.operation != "walk":
            yield await self._ask_once(walk, target, root)
            return
        pages = self._manager.walk_pages(
            target,
            root,
            max_repetitions=walk.max_repetitions or "auto",
            max_rows=walk.max_rows,
            max_time_s=walk.max_time_s,
        )
        async with aclosing(pages):
            async for page in pages:
                yield page
                await asyncio.sleep(0)  # a page that is already here must not hold up everybody else
        course.cut = pages.cut.value if pages.cut is not None else None

    async def _ask_once(self, walk: WalkToDo, target: Target, root: Oid) -> list[VarBind]:
        if walk.operation == "get":
            varbinds = await self._manager.get(target, root)
        elif walk.operation == "getnext":
            varbinds = await self._manager.getnext(target, root)
        else:
            repetitions = walk.max_repetitions or DEFAULT_MAX_REPETITIONS
            varbinds = await self._manager.getbulk(target, root, max_repetitions=repetitions)
        found = [varbind for varbind in varbinds if not varbind.is_exception]
        if not found:
            raise NoSuchName(str(root), type_label(varbinds[0].tag) if varbinds else "empty answer")
        return found

    def _render(self, walk: WalkToDo, varbinds: list[VarBind]) -> bytes:
        names = self._names.names if walk.use_mibs else self._numeric
        if walk.mode == "parsed":
            return self._encoder.encode(show_varbinds(varbinds, names))[1:-1]
        render = partial(named_line, names=names) if walk.mode == "label" else netsnmp_line
        return self._encoder.encode([render(varbind) for varbind in varbinds])[1:-1]


def _rate(course: _Course) -> float:
    return round(course.count / max(course.elapsed_s, 0.001), 1)


def _values_of(walk: WalkToDo, names: Names) -> list[VarBind]:
    """What a SET sets. Raises InvalidInput with the field's name."""
    if walk.operation == "set" and not walk.varbinds:
        raise InvalidInput("A set needs at least one variable with its value", field="varbinds")
    return varbinds_from_texts(walk.varbinds, names)


def _checked(walk: WalkToDo, names: Names, credentials: CredentialSource) -> tuple[Target, Oid]:
    """Target and root. Raises InvalidInput with the field's name, and what a chosen identity raises."""
    for name, value, highest in (
        ("max_rows", walk.max_rows, MAX_ROWS),
        ("max_time_s", walk.max_time_s, MAX_TIME_S),
        ("max_repetitions", 1 if walk.max_repetitions is None else walk.max_repetitions, MAX_REPETITIONS),
        ("timeout_s", walk.timeout_s, MAX_TIMEOUT_S),
        ("retries", walk.retries + 1, MAX_RETRIES + 1),
    ):
        if not 0 < value <= highest:
            raise InvalidInput(f"{name} is too small, or above {highest:,.0f}", field=name)
    with field_named("oid"):
        root = names.oid_of(walk.oid)
    identity = choose_identity(walk.identity, credentials)
    target = target_as(
        identity,
        walk.target,
        walk.port,
        timeout_s=walk.timeout_s,
        retries=walk.retries,
        transport=walk.transport,
    )
    return target, root
