"""Saved destinations, an outbox and who is told of it, for tests."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.unit.notification_rows import stored_row
from trishul.services.bus import Bus
from trishul.services.credentials.credentials import Credentials
from trishul.services.document_shelf import Saved
from trishul.services.forwarding.destinations import TrapDestinations
from trishul.services.forwarding.outbox import Forward, TrapOutbox
from trishul.services.traps.records import record_of
from trishul.store.database import Database

SYSLOG = {"kind": "syslog", "name": "log", "host": "127.0.0.1", "port": 9}


class DestinationsDesk:
    """Everything but the sending."""

    def __init__(self, database: Database, data_dir: Path) -> None:
        self.now = 1000.0
        self.database = database
        self.credentials = Credentials(database, data_dir, Bus())
        self.destinations = TrapDestinations(database, self.credentials)
        self.outbox = TrapOutbox(
            database, self.destinations, lambda row: record_of(row, None), self.hear, lambda: self.now
        )
        self.heard: list[tuple[list[str], bool]] = []

    def hear(self, destination_ids: Sequence[str], *, at_once: bool) -> None:
        self.heard.append((list(destination_ids), at_once))

    async def save(self, **changes: Any) -> Saved[Any]:
        return await self.destinations.create(SYSLOG | changes)

    async def put(self, destination: str, *row_ids: int, **row: Any) -> None:
        forwards = [Forward(destination, stored_row(number, **row)) for number in row_ids]
        async with self.database.write() as connection:
            due = await self.outbox.put(connection, forwards)
        self.outbox.announce(due)
