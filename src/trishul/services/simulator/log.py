"""What the simulator's clients asked lately, in groups: the entries of `GET /log` and of the `simulator_log` frames.

Owns the entry's shape, its number and the bounded memory of recent ones, each with the last exchange of its group.
Requests are counted elsewhere: a log that is grouped and bounded is no place to count. What is remembered is numeric;
names are added to what is shown.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from itertools import count

import msgspec
import structlog

from trishul.datatypes.oid import Oid
from trishul.errors import InvalidInput
from trishul.library.library import LibraryUnavailable
from trishul.library.names import Names
from trishul.workers.agent_messages import ActivityEntry, SeenExchange

LOG_ENTRIES = 1000

_log = structlog.get_logger(__name__)


class SimulatorLogEntry(msgspec.Struct, frozen=True, kw_only=True):
    """Requests of one peer, operation and device within a quarter of a second, or datagrams dropped for a reason."""

    id: int
    at: float
    source: str
    agent_id: str | None
    community_device: str | None
    """Name of the agent."""
    operation: str
    version: str
    requests: int
    varbinds: int
    first_oid: str | None
    last_oid: str | None
    errors: int
    drop: str | None = None
    first_name: str | None = None
    """What the library calls `first_oid`; None where it knows no name."""
    last_name: str | None = None


def with_names(entry: SimulatorLogEntry, names: Names) -> SimulatorLogEntry:
    """The same entry with what the library calls its OIDs now."""
    first = _name_of(entry.first_oid, names)
    last = first if entry.last_oid == entry.first_oid else _name_of(entry.last_oid, names)
    if first is None and last is None:
        return entry
    return msgspec.structs.replace(entry, first_name=first, last_name=last)


def named_if_possible(entries: tuple[SimulatorLogEntry, ...], names: Names) -> tuple[SimulatorLogEntry, ...]:
    """The entries with names, or as they are while the library cannot be read, which is logged."""
    try:
        return tuple(with_names(entry, names) for entry in entries)
    except LibraryUnavailable as error:
        _log.warning("the simulator's log shows numbers", reason=str(error))
        return entries


def _name_of(oid: str | None, names: Names) -> str | None:
    if oid is None:
        return None
    try:
        contents = Oid(oid).contents
    except InvalidInput:
        return None  # octets that were no OID are shown in hexadecimal
    shown = names.shown(contents)
    return shown.text if shown.module else None


class RecentActivity:
    """The newest entries, numbered in the order in which they came."""

    def __init__(self) -> None:
        self._entries: deque[tuple[SimulatorLogEntry, SeenExchange | None]] = deque(maxlen=LOG_ENTRIES)
        self._ids = count(1)

    def newest(self) -> Iterator[SimulatorLogEntry]:
        """All entries, newest first."""
        return (entry for entry, _ in reversed(self._entries))

    def find(self, entry_id: int) -> tuple[SimulatorLogEntry, SeenExchange | None] | None:
        """An entry and the last exchange of its group; None where it is forgotten. Drops have no exchange."""
        return next((found for found in reversed(self._entries) if found[0].id == entry_id), None)

    def clear(self) -> int:
        """Forgets all entries; returns how many there were. Numbers go on."""
        count = len(self._entries)
        self._entries.clear()
        return count

    def note_requests(self, groups: Iterable[ActivityEntry]) -> tuple[SimulatorLogEntry, ...]:
        """Remembers groups of requests and returns their entries."""
        return self._remember(
            (
                SimulatorLogEntry(
                    id=next(self._ids),
                    at=group.at,
                    source=group.source,
                    agent_id=group.agent_id,
                    community_device=group.device,
                    operation=group.operation,
                    version=group.version,
                    requests=group.requests,
                    varbinds=group.varbinds,
                    first_oid=group.first_oid,
                    last_oid=group.last_oid,
                    errors=group.errors,
                ),
                group.last,
            )
            for group in groups
        )

    def note_drops(self, amounts: Mapping[str, int]) -> tuple[SimulatorLogEntry, ...]:
        """Remembers datagrams that were dropped, by reason, and returns their entries."""
        at = round(time.time(), 3)
        return self._remember(
            (
                SimulatorLogEntry(
                    id=next(self._ids),
                    at=at,
                    source="",
                    agent_id=None,
                    community_device=None,
                    operation="",
                    version="",
                    requests=amount,
                    varbinds=0,
                    first_oid=None,
                    last_oid=None,
                    errors=0,
                    drop=reason,
                ),
                None,
            )
            for reason, amount in amounts.items()
        )

    def _remember(
        self, entries: Iterable[tuple[SimulatorLogEntry, SeenExchange | None]]
    ) -> tuple[SimulatorLogEntry, ...]:
        made = tuple(entries)
        self._entries.extend(made)
        return tuple(entry for entry, _ in made)
