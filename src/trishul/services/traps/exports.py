"""Stored notifications as a file: JSON and CSV as the list shows them, newest first, and a capture, oldest first.

Owns the forms and the way through any number of rows in bounded memory: rows are read, written and forgotten some
hundred at a time; of a capture, whose order is the other one, only the numbers of rows are held. A capture has the
datagrams as they are stored: with their community masked, SNMPv3 as it came.
"""

from __future__ import annotations

import csv
import io
from array import array
from collections.abc import AsyncGenerator, Sequence
from ipaddress import ip_address
from typing import Literal

import msgspec

from trishul.protocol.capture.internet import Endpoint
from trishul.protocol.capture.writing import pcap_header, pcap_record
from trishul.services.spreadsheet_text import safe_cell
from trishul.services.traps.notification_text import host_of
from trishul.services.traps.records import TrapRecord
from trishul.services.traps.stored_notifications import StoredNotifications
from trishul.store.notifications import StoredNotification

TrapExportFormat = Literal["json", "csv", "pcap"]
MAX_CAPTURED = 2_000_000
"""Numbers of rows that one export of a capture holds: 16 MB."""
_ROWS_AT_ONCE = 500
_COLUMNS = (
    "id", "time", "source", "local", "version", "pdu_type", "trap_name", "trap_oid", "severity", "tags", "user",
    "agent_address", "enterprise", "uptime", "varbinds",
)  # fmt: skip


async def export_traps(stored: StoredNotifications, query: str, form: TrapExportFormat) -> AsyncGenerator[bytes, None]:
    """The file piece by piece. Raises InvalidQuery before the first one."""
    stored.matcher(query)
    if form == "pcap":
        pieces = _capture(stored, query)
    else:
        pieces = _json(stored, query) if form == "json" else _csv(stored, query)
    async for piece in pieces:
        yield piece


async def _json(stored: StoredNotifications, query: str) -> AsyncGenerator[bytes, None]:
    yield b"["
    between = b"\n"
    async for rows in stored.rows(query):
        yield between + b",\n".join([msgspec.json.encode(stored.record(row)) for row in rows])
        between = b",\n"
    yield b"\n]\n"


async def _csv(stored: StoredNotifications, query: str) -> AsyncGenerator[bytes, None]:
    yield _lines([_COLUMNS])
    async for rows in stored.rows(query):
        yield _lines([_cells(stored.record(row)) for row in rows])


async def _capture(stored: StoredNotifications, query: str) -> AsyncGenerator[bytes, None]:
    ids = array("q")
    async for rows in stored.rows(query):
        ids.extend([row.id for row in rows])
        if len(ids) >= MAX_CAPTURED:
            break
    yield pcap_header()
    ids.reverse()
    for start in range(0, len(ids), _ROWS_AT_ONCE):
        found = await stored.rows_of(ids[start : start + _ROWS_AT_ONCE].tolist())
        yield b"".join([_packet(row) for row in found])


def _packet(row: StoredNotification) -> bytes:
    return pcap_record(row.received_at_ns, _endpoint(row.peer_address), _endpoint(row.local_address), row.raw)


def _endpoint(address: str) -> Endpoint:
    """Of `192.0.2.1:162` or `[fe80::1%eth0]:162`; what is no address stands as 0.0.0.0."""
    host, port = host_of(address).partition("%")[0], address.rpartition(":")[2]
    try:
        return Endpoint(str(ip_address(host)), int(port) & 0xFFFF)
    except ValueError:
        return Endpoint("0.0.0.0", 0)  # noqa: S104 -- a row that another program wrote


def _cells(record: TrapRecord) -> Sequence[str]:
    varbinds = "; ".join([f"{each.name}={each.display}" for each in record.varbinds])
    cells = (
        record.id, record.time_str, record.source, record.local, record.version, record.pdu_type, record.trap_name,
        record.trap_oid, record.severity, ", ".join(record.tags), record.security.user if record.security else "",
        record.agent_address or "", record.enterprise or "", "" if record.uptime is None else record.uptime, varbinds,
    )  # fmt: skip
    return [safe_cell(str(cell)) for cell in cells]


def _lines(rows: Sequence[Sequence[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()
