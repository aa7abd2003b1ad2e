"""The request log as people look at it: filtered, exported, cleared, and the octets of an entry with their meaning.

Owns what a look shows; entries are remembered by `simulator_log`. Octets of SNMPv3 are decrypted for the look, with the
keys of users that the simulator answers; communities were masked by the worker.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import Literal

import msgspec

from trishul.datatypes.oid import Oid
from trishul.errors import InvalidInput, TrishulError
from trishul.library.names import Names
from trishul.protocol.anatomy import BerNode
from trishul.protocol.pdu import PduKind
from trishul.protocol.reading import read_datagram
from trishul.protocol.security.inspection import KeyRing, Privacy
from trishul.services.simulator.log import RecentActivity, SimulatorLogEntry, with_names
from trishul.services.simulator.request_filters import Network, is_from, read_kind, read_network, read_object
from trishul.services.spreadsheet_text import safe_cell
from trishul.workers.messages import SnmpUser
from trishul.workers.users import credentials_of

LogFormat = Literal["json", "csv"]
LOG_MEDIA_TYPES: dict[LogFormat, str] = {"json": "application/json", "csv": "text/csv; charset=utf-8"}
_WALKING = frozenset((PduKind.GET_NEXT.label, PduKind.GET_BULK.label))


class NoSuchLogEntry(TrishulError):
    """The entry is forgotten: the log remembers the newest only."""

    code = "not_found"

    def __init__(self) -> None:
        super().__init__("The log has no such entry any more, or it has no octets")


class LogFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which entries are meant; what is left out does not matter."""

    agent: str | None = None
    """ID or name."""
    source: str | None = None
    """Address or network of the manager."""
    pdu: str | None = None
    oid: str | None = None
    """By number or name: what the group has asked for lies at or below it, or its walk came through there."""


class SeenDatagram(msgspec.Struct, frozen=True, kw_only=True):
    """A datagram with what each octet means."""

    raw_hex: str
    size: int
    """Octets of the whole datagram; the hexadecimal view may hold fewer."""
    is_decrypted: bool
    """True where the encrypted octets are shown as what they say."""
    tree: BerNode


class LogDetail(msgspec.Struct, frozen=True, kw_only=True):
    """An entry with the last request of its group and the answer to it."""

    entry: SimulatorLogEntry
    request: SeenDatagram
    answer: SeenDatagram | None
    """None where a fault on purpose has spoiled it."""


class RequestLog:
    """Looks at what the simulator's clients asked lately."""

    def __init__(
        self, activity: RecentActivity, names: Callable[[], Names], users: Callable[[], Iterable[SnmpUser]]
    ) -> None:
        """`users`: those that the simulator answers."""
        self._activity = activity
        self._names = names
        self._users = users

    def newest(self, limit: int = 100, wanted: LogFilter | None = None, after: int = 0) -> list[SimulatorLogEntry]:
        """Entries with a number above `after`, with the names of now, newest first. Raises InvalidInput."""
        names = self._names()
        fits = _fitting(wanted or LogFilter(), names)
        found: list[SimulatorLogEntry] = []
        for entry in self._activity.newest():
            if len(found) >= limit or entry.id <= after:
                break
            if fits(entry):
                found.append(with_names(entry, names))
        return found

    def detail(self, entry_id: int) -> LogDetail:
        """One entry with its octets. Raises NoSuchLogEntry."""
        entry, last = self._activity.find(entry_id) or (None, None)
        if entry is None or last is None:
            raise NoSuchLogEntry
        keys = self._keys()
        return LogDetail(
            entry=with_names(entry, self._names()),
            request=_seen(last.request, last.request_size, keys),
            answer=_seen(last.answer, last.answer_size, keys) if last.answer else None,
        )

    def clear(self) -> int:
        """Forgets all entries; returns how many there were. Counters stay."""
        return self._activity.clear()

    def _keys(self) -> KeyRing:
        keys = KeyRing()
        for user in self._users():
            with suppress(TrishulError):  # who cannot be answered has sent nothing that could be opened
                keys.add(credentials_of(user), user.engine_id)
        return keys


def exported_log(entries: Sequence[SimulatorLogEntry], form: LogFormat) -> bytes:
    """Entries as a file: a JSON array with one a line, or CSV (RFC 4180) with a header."""
    if form == "json":
        lines = b",\n".join(msgspec.json.encode(entry) for entry in entries)
        return b"[\n%b\n]\n" % lines if lines else b"[]\n"
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(SimulatorLogEntry.__struct_fields__)
    for entry in entries:
        writer.writerow(["" if cell is None else safe_cell(str(cell)) for cell in msgspec.structs.astuple(entry)])
    return text.getvalue().encode()


def _seen(octets: bytes, size: int, keys: KeyRing) -> SeenDatagram:
    reading = read_datagram(octets, keys)
    inspection = reading.inspection
    return SeenDatagram(
        raw_hex=reading.octets.hex(),
        size=size,
        is_decrypted=inspection is not None and inspection.privacy is Privacy.DECRYPTED,
        tree=reading.tree,
    )


def _fitting(wanted: LogFilter, names: Names) -> Callable[[SimulatorLogEntry], bool]:
    """The filter as a function. Raises InvalidInput that names the field."""
    kind = None if wanted.pdu is None else read_kind(wanted.pdu)
    network: Network | None = None if wanted.source is None else read_network(wanted.source)
    subtree = None if wanted.oid is None else read_object(wanted.oid, names)
    agent = None if wanted.agent is None else wanted.agent.strip().casefold()

    def fits(entry: SimulatorLogEntry) -> bool:
        return (
            (kind is None or entry.operation == kind)
            and (agent is None or agent in (entry.agent_id, (entry.community_device or "").casefold()))
            and (network is None or is_from(entry.source, network))
            and (subtree is None or _touches(entry, subtree))
        )

    return fits


def _touches(entry: SimulatorLogEntry, subtree: Oid) -> bool:
    """Whether a group asked for something there. Of a walk that began before and ended behind, it is assumed."""
    try:
        first, last = Oid(entry.first_oid or ""), Oid(entry.last_oid or "")
    except InvalidInput:
        return False  # a drop, or octets that were no OID
    is_at_end = first.starts_with(subtree) or last.starts_with(subtree)
    return is_at_end or (entry.operation in _WALKING and first < subtree < last)
