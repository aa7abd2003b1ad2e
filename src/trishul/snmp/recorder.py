"""Recorder: everything a device answers, read twice, so that a recording of it moves as the device did.

Owns the course of a recording: walks of several subtrees that step over places where a device breaks, questions for
well-known scalars that walks of some devices skip, the wait and the second reading. What two readings teach, and the
lines that come of it, are `simulation.recordings.learning`; files are the caller's.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from trishul.datatypes.contents import MAX_ARC
from trishul.datatypes.oid import Oid
from trishul.datatypes.varbind import VarBind
from trishul.errors import (
    DecodeError,
    ErrorResponse,
    InvalidInput,
    LimitReached,
    NonIncreasingOid,
    NoSuchName,
    RequestTimedOut,
    TrishulError,
)
from trishul.simulation.recordings.learning import LearnedRecording, Sample, learn
from trishul.snmp.manager import Manager
from trishul.snmp.target import Target

DEFAULT_ROOTS = (Oid("1.3"), Oid("1.0"), Oid("1.2"))
"""All that devices have: the Internet's tree, then LLDP below 1.0 and link aggregation below 1.2."""
DEFAULT_SCALARS = (
    *(Oid(f"1.3.6.1.2.1.1.{number}.0") for number in range(1, 9)),
    Oid("1.3.6.1.2.1.2.1.0"),  # ifNumber
    Oid("1.3.6.1.2.1.17.1.1.0"),  # dot1dBaseBridgeAddress
    Oid("1.3.6.1.2.1.25.1.1.0"),  # hrSystemUptime
    *(Oid(f"1.3.6.1.6.3.10.2.1.{number}.0") for number in range(1, 5)),  # snmpEngine
)
"""Asked for one by one where a walk did not bring them."""
MAX_STEPS = 16
"""Broken places of one subtree that are stepped over; behind them it is given up."""
MAX_ROWS = 2_000_000
"""About 300 octets of memory each."""

_TICK_S = 0.5
_BROKEN = (RequestTimedOut, ErrorResponse, NonIncreasingOid, DecodeError, LimitReached)
"""What one place of a device may do while others answer."""


class RecordingPhase(StrEnum):
    """What a recorder is at."""

    FIRST_READING = "first_reading"
    WAITING = "waiting"
    SECOND_READING = "second_reading"


class RecordingProgress(NamedTuple):
    """How a recording does: rows of the present reading, and the subtree that is being read."""

    phase: RecordingPhase
    rows: int
    subtree: str


@dataclass(frozen=True, slots=True)
class RecordingPlan:
    """What to read of a device, and how long. Raises InvalidInput."""

    roots: Sequence[Oid] = DEFAULT_ROOTS
    scalars: Sequence[Oid] = DEFAULT_SCALARS
    """Instances to ask for by GET where the walks did not bring them."""
    interval_s: float = 10.0
    """From the beginning of the first reading to that of the second at the least; 0 for one reading only."""
    max_rows: int = 1_000_000
    max_time_s: float = 3600.0
    """Of each reading."""

    def __post_init__(self) -> None:
        if not self.roots:
            raise InvalidInput("A recording needs at least one subtree", field="oids")
        if not 0 <= self.interval_s <= 3600:
            raise InvalidInput("The interval lies between 0 and 3600 seconds", field="interval_s")
        if not 1 <= self.max_rows <= MAX_ROWS:
            raise InvalidInput(f"The most rows are 1 to {MAX_ROWS:,}", field="max_rows")
        if not 0 < self.max_time_s <= 86_400:
            raise InvalidInput("The longest time lies between 0 and 86,400 seconds", field="max_time_s")


class _Place:
    """Where the reading of a subtree is, and where it goes on after a broken place."""

    def __init__(self, root: Oid) -> None:
        self.root = root
        self.start: Oid | None = None
        self.last = root
        self._branch_arcs = 0

    def step_over(self, *, has_moved: bool) -> bool:
        """Goes behind the branch of the last row, behind its parent when nothing came there; False at the root."""
        self._branch_arcs = len(self.last) - 1 if has_moved or not self._branch_arcs else self._branch_arcs - 1
        if self._branch_arcs <= len(self.root):
            return False
        self.start = Oid((*self.last[: self._branch_arcs], MAX_ARC))
        return True


class Recorder:
    """Records one device once. `record` may be broken off at any time: what was read until then stays.

    ```python
    from trishul.snmp import Manager, Target
    from trishul.snmp.recorder import Recorder, RecordingPlan

    async with Manager() as manager:
        recorder = Recorder(manager, Target("127.0.0.1", port), RecordingPlan(interval_s=0.2))
        async for progress in recorder.record():
            print(progress.phase, progress.rows)
        learned = recorder.learned()
        print(len(learned.lines), "lines,", learned.moving, "moving,", recorder.troubles)
    ```
    """

    def __init__(self, manager: Manager, target: Target, plan: RecordingPlan | None = None) -> None:
        self._manager = manager
        self._target = target
        self._plan = plan or RecordingPlan()
        self._first: dict[bytes, Sample] = {}
        self._second: dict[bytes, Sample] = {}
        """Only what is other than in the first reading, since that is all that teaches something."""
        self._skipped_scalars = list(self._plan.scalars)
        """Those that walks do not bring."""
        self._rows = 0
        """Of the present reading."""
        self._phase = RecordingPhase.FIRST_READING
        self._give_up_at = 0.0
        self.troubles: list[str] = []
        """Why something may be missing: places that did not answer, limits that were met."""

    @property
    def has_rows(self) -> bool:
        """True once something was read."""
        return bool(self._first)

    def learned(self) -> LearnedRecording:
        """What was read, as lines of a recording."""
        return learn(self._first, self._second)

    async def record(self) -> AsyncGenerator[RecordingProgress, None]:
        """Reads the device and tells after each answer how far it is.

        Raises RequestTimedOut, TargetUnreachable, SecurityRefused and their like where the device said nothing at all.
        """
        started_at = _now()
        async with aclosing(self._read_all()) as course:
            async for progress in course:
                yield progress
        if not self._first:
            raise NoSuchName(str(self._plan.roots[0]), "nothing in any subtree")
        if not self._plan.interval_s or _now() >= self._give_up_at:
            return
        self._phase = RecordingPhase.WAITING
        while (left_s := started_at + self._plan.interval_s - _now()) > 0:
            yield self._progress("")
            await asyncio.sleep(min(left_s, _TICK_S))
        self._phase, self._rows = RecordingPhase.SECOND_READING, 0
        async with aclosing(self._read_all()) as course:
            async for progress in course:
                yield progress

    async def _read_all(self) -> AsyncGenerator[RecordingProgress, None]:
        """One reading; what breaks it off is noted where something was read before, and raised otherwise."""
        self._give_up_at = _now() + self._plan.max_time_s
        try:
            for root in self._plan.roots:
                async with aclosing(self._read_subtree(root)) as course:
                    async for progress in course:
                        yield progress
            await self._ask_for_scalars()
        except TrishulError as error:
            if not self._first:
                raise
            self._note(str(error))
        yield self._progress("")

    async def _read_subtree(self, root: Oid) -> AsyncGenerator[RecordingProgress, None]:
        """One subtree; behind a place where the device breaks it goes on at the next branch."""
        place = _Place(root)
        for _ in range(MAX_STEPS):
            rows_before = self._rows
            try:
                async with aclosing(self._read_from(place)) as course:
                    async for progress in course:
                        yield progress
            except NoSuchName:
                return
            except _BROKEN as error:
                if not self._first:
                    raise
                self._note(f"{root}, after {place.last}: {error}")
            else:
                return
            if not place.step_over(has_moved=self._rows > rows_before):
                return
        self._note(f"{root}: given up after {MAX_STEPS} broken places")

    async def _read_from(self, place: _Place) -> AsyncGenerator[RecordingProgress, None]:
        """The subtree behind a place, which moves on with the rows."""
        left_s, left_rows = self._give_up_at - _now(), self._plan.max_rows - self._rows
        if left_s <= 0 or left_rows <= 0:
            self._note(f"{place.root}: stopped by the limit of {'time' if left_s <= 0 else 'rows'}")
            return
        pages = self._manager.walk_pages(
            self._target,
            place.root,
            after=place.start,
            max_rows=left_rows,
            max_time_s=left_s,
            tolerates_non_increasing=True,
        )
        async with aclosing(pages):
            async for page in pages:
                at_s = _now()
                self._keep(page, at_s)
                place.last = page[-1].oid
                yield self._progress(str(place.root))
                await asyncio.sleep(0)  # pages that are here already must not hold up everybody else
        if pages.cut is not None:
            self._note(f"{place.root}: stopped by the limit of {pages.cut}")

    async def _ask_for_scalars(self) -> None:
        if self._phase is RecordingPhase.FIRST_READING:
            self._skipped_scalars = [oid for oid in self._plan.scalars if oid.contents not in self._first]
        for oid in self._skipped_scalars:
            try:
                varbinds = await self._manager.get(self._target, oid)
            except (RequestTimedOut, DecodeError) as error:
                self._note(f"{oid}: {error}")
                return
            except TrishulError:
                continue  # it is not there: SNMPv1 and some others say so by an error
            self._keep([one for one in varbinds if one.name == oid.contents and not one.is_exception], _now())

    def _keep(self, varbinds: Sequence[VarBind], at_s: float) -> None:
        self._rows += len(varbinds)
        if self._phase is RecordingPhase.FIRST_READING:
            self._first.update((name, Sample(tag, contents, at_s)) for name, tag, contents in varbinds)
            return
        for name, tag, contents in varbinds:
            before = self._first.get(name)
            if before is None or before.contents != contents or before.tag != tag:
                self._second[name] = Sample(tag, contents, at_s)

    def _note(self, trouble: str) -> None:
        if trouble not in self.troubles:
            self.troubles.append(trouble)

    def _progress(self, subtree: str) -> RecordingProgress:
        return RecordingProgress(self._phase, self._rows, subtree)


def _now() -> float:
    return asyncio.get_running_loop().time()
