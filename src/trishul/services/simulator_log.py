"""What the simulator's clients asked lately, in groups: the entries of `GET /log` and of the `simulator_log` frames.

Owns the entry's shape, its number and the bounded memory of recent ones. Requests are counted elsewhere: a log that is
grouped and bounded is no place to count.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterable, Mapping
from itertools import count, islice

import msgspec

from trishul.workers.messages import ActivityEntry

LOG_ENTRIES = 1000


class SimulatorLogEntry(msgspec.Struct, frozen=True, kw_only=True):
    """Requests of one peer, operation and device within a quarter of a second, or datagrams dropped for a reason."""

    id: int
    at: float
    source: str
    community_device: str | None
    operation: str
    version: str
    requests: int
    varbinds: int
    first_oid: str | None
    last_oid: str | None
    errors: int
    drop: str | None = None


class RecentActivity:
    """The newest entries, numbered in the order in which they came."""

    def __init__(self) -> None:
        self._entries: deque[SimulatorLogEntry] = deque(maxlen=LOG_ENTRIES)
        self._ids = count(1)

    def newest(self, limit: int) -> list[SimulatorLogEntry]:
        """At most `limit` entries, newest first."""
        return list(islice(reversed(self._entries), max(limit, 0)))

    def note_requests(self, groups: Iterable[ActivityEntry]) -> tuple[SimulatorLogEntry, ...]:
        """Remembers groups of requests and returns their entries."""
        return self._remember(
            SimulatorLogEntry(
                id=next(self._ids),
                at=group.at,
                source=group.source,
                community_device=group.device,
                operation=group.operation,
                version=group.version,
                requests=group.requests,
                varbinds=group.varbinds,
                first_oid=group.first_oid,
                last_oid=group.last_oid,
                errors=group.errors,
            )
            for group in groups
        )

    def note_drops(self, amounts: Mapping[str, int]) -> tuple[SimulatorLogEntry, ...]:
        """Remembers datagrams that were dropped, by reason, and returns their entries."""
        at = round(time.time(), 3)
        return self._remember(
            SimulatorLogEntry(
                id=next(self._ids),
                at=at,
                source="",
                community_device=None,
                operation="",
                version="",
                requests=amount,
                varbinds=0,
                first_oid=None,
                last_oid=None,
                errors=0,
                drop=reason,
            )
            for reason, amount in amounts.items()
        )

    def _remember(self, entries: Iterable[SimulatorLogEntry]) -> tuple[SimulatorLogEntry, ...]:
        made = tuple(entries)
        self._entries.extend(made)
        return made
