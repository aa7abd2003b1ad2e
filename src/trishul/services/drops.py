"""Drops of a service: totals over all its workers, the last one of each reason, the kept datagrams, and the ledger.

Owns what outlives a worker: its counts, which each report adds to once, and what it kept when it ended. The datagrams
of the running worker stay there until somebody asks. Does not own why something is dropped (`engine.drops`);
communities were masked by the worker.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Mapping
from itertools import count
from socket import socket

import msgspec

from trishul.engine.drops import MAX_KEPT, REASONS, DropReason, Role
from trishul.errors import TrishulError
from trishul.protocol.anatomy import BerNode, dissect
from trishul.services.simulator.running_totals import RunningTotals
from trishul.workers.drop_facts import KeptDrop, LastDrop
from trishul.workers.message import Message
from trishul.workers.messages import (
    DroppedRead,
    ForgetDropped,
    ReadDropped,
    ReceiverStatistics,
    SimulatorStatistics,
)
from trishul.workers.process import WorkerProcess

_PATIENCE_S = 2.0
_REMEMBERED_SOCKETS = 8
_NO_PROCESS = 0


class UnknownDropReason(TrishulError):
    """A name that is none of the reasons for which this service can drop something."""

    code = "not_found"

    def __init__(self, name: str) -> None:
        super().__init__(f"There is no drop reason {name!r} here")
        self.name = name


class DropSummary(msgspec.Struct, frozen=True, kw_only=True):
    """One reason: what it means, how often it occurred, and the last time it did."""

    reason: str
    label: str
    explanation: str
    advice: str
    count: int
    last_source: str | None
    last_at: float | None
    last_detail: str | None
    kept: int
    """Datagrams that can be looked at."""


class Ledger(msgspec.Struct, frozen=True, kw_only=True):
    """What became of everything that arrived, since the server started: received = used + dropped + difference."""

    received: int
    """Messages that the workers took from their sockets."""
    kernel_drops: int
    """What came as well and never reached a worker."""
    used: dict[str, int]
    """Messages that were not dropped, by what became of them."""
    dropped: int
    """Without those that were opened later."""
    reopened: int
    """SNMPv3 traps that were dropped and are used since their user was saved; reasons count them all the same."""
    difference: int
    """Zero at rest; reports lag up to a second behind, and so does what is known of a worker that was killed."""


class DropsOverview(msgspec.Struct, frozen=True):
    """All reasons of a service, those that never occurred as well, and the ledger."""

    data: list[DropSummary]
    ledger: Ledger


class KeptDatagram(msgspec.Struct, frozen=True, kw_only=True):
    """A dropped datagram with what each octet means; the octets of its community are asterisks."""

    source: str
    at: float
    detail: str
    raw_hex: str
    size: int
    """Octets of the whole datagram; the hexadecimal view may hold fewer."""
    fault_at: int | None
    """The byte at which the reading stopped."""
    tree: BerNode


class KeptDatagrams(msgspec.Struct, frozen=True):
    """The kept datagrams of a reason, newest first."""

    reason: str
    data: list[KeptDatagram]


class DropBook:
    """The drops of one service; feed it every report of its workers."""

    def __init__(self, role: Role, send: Callable[[Message], bool]) -> None:
        """`send` gives a command to the running worker and says whether there is one."""
        self.kernel_drops = 0
        self._reasons = DropReason.of(role)
        self._send = send
        self._counts = RunningTotals()
        self._lost: dict[str, int] = {}
        self._flow = RunningTotals()
        self._lasts: dict[str, LastDrop] = {}
        self._ended: dict[str, deque[KeptDrop]] = {}
        self._sockets: dict[socket, int] = {}
        self._kernel_at: float | None = None
        self._tokens = count(1)
        self._asked: dict[int, asyncio.Future[list[KeptDrop]]] = {}

    @property
    def totals(self) -> dict[str, int]:
        """How often each reason occurred, without those that never did and without the kernel's."""
        return {**self._counts.totals, **self._lost}

    def note(
        self, process: WorkerProcess, report: SimulatorStatistics | ReceiverStatistics, at: float
    ) -> tuple[dict[str, int], bool]:
        """Takes a report that came at a wall time; gives what is new by reason, and whether the kernel dropped more."""
        flow = {"received": report.datagrams, "questions": report.questions}
        if isinstance(report, ReceiverStatistics):
            flow |= {"folded": report.folded, "reopened": report.reopened}
        self._flow.note(process.pid, flow)
        for last in report.last_drops:
            self._lasts[last.reason] = last
        return self._counts.note(process.pid, report.drops), self._note_kernel(process, report.kernel_drops, at)

    @property
    def folded(self) -> int:
        """Traps that have no row of their own because they equal others."""
        return self._flow.totals.get("folded", 0)

    def note_earlier(self, messages: int) -> None:
        """Messages that arrived at an earlier server and are used by this one."""
        self._flow.note(_NO_PROCESS, {"received": self._flow.last(_NO_PROCESS).get("received", 0) + messages})

    def note_lost_earlier(self, messages: int, at: float) -> None:
        """Messages that arrived at an earlier server, which was killed before they were stored."""
        if messages:
            self.note_earlier(messages)
            self._note_lost(messages, at, f"{messages:,} with an earlier server")

    def close_account(self, pid: int, used: int, at: float) -> int:
        """A worker has ended, of whose messages so many were used; returns how many are lost with it.

        Those are the messages that it had told of and that were neither dropped nor handed over. What it handed over
        without having told of it is received as well.
        """
        told = self._flow.last(pid)
        questions = told.get("questions", 0) + told.get("folded", 0)
        dropped = sum(count for reason, count in self._counts.last(pid).items() if REASONS[reason].is_received)
        known = used + questions + dropped - told.get("reopened", 0)
        lost = told.get("received", 0) - known
        if lost < 0:
            self._flow.note(pid, {**told, "received": known})
        elif lost:
            self._note_lost(lost, at, f"{lost:,} with process {pid}")
        return max(lost, 0)

    def take(self, event: DroppedRead) -> None:
        """What a worker answered, or left behind when it ended."""
        asked = self._asked.get(event.token)
        if asked is not None and not asked.done():
            asked.set_result(event.drops)
        elif not event.token:
            for drop in reversed(event.drops):
                self._ended.setdefault(drop.reason, deque(maxlen=MAX_KEPT)).append(drop)
                self._forget_live(drop.reason)

    def summaries(self, more: Mapping[str, int] | None = None) -> list[DropSummary]:
        """Every reason of the service in the order of the list; `more` counts are added, which no worker knows of."""
        counts = {**self.totals, DropReason.KERNEL: self.kernel_drops}
        for reason, amount in (more or {}).items():
            counts[reason] = counts.get(reason, 0) + amount
        return [self._summary(reason, counts.get(reason, 0)) for reason in self._reasons]

    def ledger(self, used: Mapping[str, int], more_drops: int = 0) -> Ledger:
        """The ledger, given what was used by the service's own count."""
        flow = self._flow.totals
        everything = {**used, "questions": flow.get("questions", 0)}
        counts = self.totals
        dropped = more_drops + sum(counts.get(reason, 0) for reason in self._reasons if reason.is_received)
        received, reopened = flow.get("received", 0), flow.get("reopened", 0)
        dropped -= reopened
        return Ledger(
            received=received,
            kernel_drops=self.kernel_drops,
            used=everything,
            dropped=dropped,
            reopened=reopened,
            difference=received - dropped - sum(everything.values()),
        )

    async def kept(self, name: str) -> KeptDatagrams:
        """The kept datagrams of a reason, newest first. Raises UnknownDropReason."""
        reason = self._reason(name)
        live = await self._ask(lambda token: ReadDropped(token, reason))
        drops = sorted([*live, *self._ended.get(reason, ())], key=lambda drop: drop.at, reverse=True)
        return KeptDatagrams(reason, [_shown(drop) for drop in drops[:MAX_KEPT]])

    async def forget(self, name: str | None = None) -> None:
        """Keeps no datagram of a reason any more, or of any; counts stay. Raises UnknownDropReason."""
        reason = "" if name is None else self._reason(name)
        for each in self._reasons if name is None else [reason]:
            self._ended.pop(each, None)
            self._forget_live(each)
        await self._ask(lambda token: ForgetDropped(token, reason))

    def _note_lost(self, messages: int, at: float, detail: str) -> None:
        reason = DropReason.LOST_WITH_WORKER
        self._lost[reason] = self._lost.get(reason, 0) + messages
        self._lasts[reason] = LastDrop(reason, "", at, detail, 0)

    def _note_kernel(self, process: WorkerProcess, kernel_drops: int, at: float) -> bool:
        """The kernel counts for a socket, which a replaced worker hands on to the next."""
        sock = process.launch.sockets[0]
        news = kernel_drops - self._sockets.get(sock, 0)
        if news <= 0:
            return False
        self._sockets[sock] = kernel_drops
        if len(self._sockets) > _REMEMBERED_SOCKETS:
            del self._sockets[next(iter(self._sockets))]
        self.kernel_drops += news
        self._kernel_at = at
        return True

    def _forget_live(self, reason: str) -> None:
        last = self._lasts.get(reason)
        if last is not None:
            self._lasts[reason] = msgspec.structs.replace(last, kept=0)

    def _reason(self, name: str) -> DropReason:
        for reason in self._reasons:
            if reason == name:
                return reason
        raise UnknownDropReason(name)

    def _summary(self, reason: DropReason, amount: int) -> DropSummary:
        last = self._lasts.get(reason)
        at = self._kernel_at if reason is DropReason.KERNEL else last.at if last is not None else None
        kept = (last.kept if last is not None else 0) + len(self._ended.get(reason, ()))
        return DropSummary(
            reason=reason,
            label=reason.label,
            explanation=reason.explanation,
            advice=reason.advice,
            count=amount,
            last_source=(last.source or None) if last is not None else None,
            last_at=at,
            last_detail=last.detail if last is not None else None,
            kept=min(kept, MAX_KEPT),
        )

    async def _ask(self, command: Callable[[int], Message]) -> list[KeptDrop]:
        """What the running worker answers; nothing where there is none or it takes too long."""
        token = next(self._tokens)
        asked = self._asked[token] = asyncio.get_running_loop().create_future()
        try:
            if self._send(command(token)):
                await asyncio.wait({asked}, timeout=_PATIENCE_S)
            return asked.result() if asked.done() else []
        finally:
            del self._asked[token]


def _shown(drop: KeptDrop) -> KeptDatagram:
    return KeptDatagram(
        source=drop.source,
        at=drop.at,
        detail=drop.detail,
        raw_hex=drop.octets.hex(),
        size=drop.size,
        fault_at=drop.fault_at,
        tree=dissect(drop.octets),
    )
