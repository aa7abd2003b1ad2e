"""Stored notifications as files."""

from __future__ import annotations

import csv
import io
import json

import pytest

from tests.unit.notification_rows import LINK_UP, a_row, store
from trishul.errors import InvalidQuery
from trishul.protocol.capture.messages import CaptureReader, read_frames
from trishul.services.mibs.name_source import Numeric
from trishul.services.traps import exports as trap_exports
from trishul.services.traps import stored_notifications
from trishul.services.traps.exports import TrapExportFormat, export_traps
from trishul.services.traps.stored_notifications import StoredNotifications
from trishul.store.database import Database

TRAP = bytes.fromhex("302602010104062a2a2a2a2a2aa719020101020100020100300e300c06082b060102010105000400")


@pytest.fixture
async def stored(database: Database, monkeypatch: pytest.MonkeyPatch) -> StoredNotifications:
    """Three that fit `ver:2c`, read two at a time, and one that does not."""
    monkeypatch.setattr(stored_notifications, "_ROWS_AT_ONCE", 2)
    monkeypatch.setattr(trap_exports, "_ROWS_AT_ONCE", 2)
    rows = [
        a_row(raw=TRAP),
        a_row(trap_oid=LINK_UP, user_name="x"),
        a_row(peer_address="nobody", raw=TRAP),
        a_row(version=3),
    ]
    async with database.write() as connection:
        await store(connection, rows)
    return StoredNotifications(database, Numeric(), lambda: None, lambda: 4)


async def exported(stored: StoredNotifications, form: TrapExportFormat, query: str = "ver:2c") -> bytes:
    return b"".join([piece async for piece in export_traps(stored, query, form)])


async def test_json_and_csv_have_the_list_newest_first(stored: StoredNotifications) -> None:
    assert [record["id"] for record in json.loads(await exported(stored, "json"))] == [3, 2, 1]
    assert json.loads(await exported(stored, "json", "ver:1")) == []
    rows = list(csv.DictReader(io.StringIO((await exported(stored, "csv")).decode())))
    assert [(row["id"], row["trap_name"]) for row in rows] == [
        ("3", "1.3.6.1.6.3.1.1.5.3"),
        ("2", LINK_UP),
        ("1", "1.3.6.1.6.3.1.1.5.3"),
    ]
    assert rows[0]["varbinds"] == "1.3.6.1.2.1.2.2.1.1.3=3; 1.3.6.1.2.1.2.2.1.2.3=Gi0/1"


async def test_a_capture_has_the_datagrams_oldest_first(stored: StoredNotifications) -> None:
    messages = list(CaptureReader(read_frames(await exported(stored, "pcap"))))
    assert [message.octets for message in messages] == [TRAP, TRAP]
    assert [message.source.host for message in messages] == ["192.0.2.1", "0.0.0.0"]


async def test_a_wrong_query_is_refused_before_the_file_begins(stored: StoredNotifications) -> None:
    with pytest.raises(InvalidQuery):
        await anext(export_traps(stored, "ver:4", "json"))
