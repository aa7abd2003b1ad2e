"""Forwarding: destinations, the outbox and its courier put together, and what front ends ask of them.

Owns how destinations are told with how they do, and the test of one. Opens before the rules are run, because these put
into the outbox; `start` begins to send once there is something to send with.
"""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import time
from collections.abc import Callable, Sequence
from typing import Any

from trishul.datatypes.values import Value
from trishul.datatypes.varbind import VarBind
from trishul.protocol.ber import encode_varbinds
from trishul.protocol.message import Version
from trishul.protocol.pdu import PduKind
from trishul.services.background import end_background, run_in_background
from trishul.services.bus import Bus
from trishul.services.document_shelf import Saved
from trishul.services.events import CredentialsChanged, OutboxChanged
from trishul.services.forwarding.carriers import Carrier
from trishul.services.forwarding.courier import OutboxCourier
from trishul.services.forwarding.destination_documents import (
    Destination,
    DestinationTrial,
    SnmpDestination,
    TrapDestination,
    TrapDestinationList,
    WebhookDestination,
    place_of,
    without_secrets,
)
from trishul.services.forwarding.destinations import DestinationInUse, SealingCredentials, TrapDestinations
from trishul.services.forwarding.forwarded_notifications import ReturningNotifications
from trishul.services.forwarding.outbox import TrapOutbox
from trishul.services.forwarding.parcels import Parcel
from trishul.services.forwarding.snmp_carrier import SnmpCarrier
from trishul.services.forwarding.syslog_carrier import SyslogCarrier
from trishul.services.forwarding.webhook_carrier import WebhookCarrier
from trishul.services.steady_clock import SteadyClock
from trishul.services.traps.records import TrapRecord
from trishul.services.traps.sending import TrapSender
from trishul.store.database import Database, StoreUnavailable
from trishul.store.notifications import StoredNotification
from trishul.store.trap_outbox import OutboxTotals, read_totals

TEST_NOTIFICATION = "1.3.6.1.4.1.8072.2.3.0.1"
"""netSnmpExampleHeartbeatNotification of NET-SNMP-EXAMPLES-MIB, which means nothing to anybody."""
_TEST_NAME = "1.3.6.1.4.1.8072.2.3.2.2.0"
_TEST_TEXT = "Trishul SNMP tests this destination"
_TOLD_EVERY_S = 0.25


class Forwarding:
    """Open it before the rules, start it when notifications can be sent."""

    def __init__(
        self,
        database: Database,
        bus: Bus,
        credentials: SealingCredentials,
        record: Callable[[StoredNotification], TrapRecord],
        sender: Callable[[], TrapSender],
    ) -> None:
        self._database = database
        self._bus = bus
        self._record = record
        self._sender = sender
        self._followed = asyncio.Event()
        self._following: list[asyncio.Task[None]] = []
        self._has_changed = asyncio.Event()
        self.returning = ReturningNotifications()
        self.destinations = TrapDestinations(database, credentials, on_change=self._followed.set)
        clock = SteadyClock()  # one for both: what one says is due the other sends
        self.courier = OutboxCourier(database, self._carrier, self._has_changed.set, clock=clock)
        self.outbox = TrapOutbox(database, self.destinations, record, self._wake, clock)
        self.totals: dict[str, OutboxTotals] = {}
        """By the id of a destination, a moment ago."""

    async def open(self) -> None:
        """Loads the destinations: rules may put something into the outbox."""
        await self.destinations.open()
        await self._read_totals()

    async def start(self) -> None:
        """Begins to send."""
        await self.outbox.open()
        await self.courier.follow(list(self.destinations))
        self._following = [
            run_in_background(self._follow_destinations(), "destinations of the outbox"),
            run_in_background(self._follow_credentials(), "credentials of the outbox"),
            run_in_background(self._tell_changes(), "changes of the outbox"),
        ]

    async def close(self) -> None:
        """Ends the sending; what waits is sent after the next start."""
        await end_background(*self._following)
        await self.courier.close()

    async def list(self) -> TrapDestinationList:
        """All destinations, and how they do."""
        await self._read_totals()
        return TrapDestinationList([self._told(saved) for saved in self.destinations])

    async def get(self, name: str) -> TrapDestination:
        """One of them. Raises NoSuchDestination."""
        saved = self.destinations.get(name)
        await self._read_totals()
        return self._told(saved)

    async def create(self, data: Any) -> TrapDestination:
        """A new one. Raises what `TrapDestinations.create` raises."""
        return self._told(await self.destinations.create(data))

    async def replace(self, name: str, data: Any, revision: int | None) -> TrapDestination:
        """Another document in the place of one. Raises what `TrapDestinations.replace` raises."""
        saved = await self.destinations.replace(name, data, revision)
        await self._read_totals()
        return self._told(saved)

    async def delete(self, name: str, *, even_if_waiting: bool) -> None:
        """Forgets one with all that is in the outbox for it. Raises NoSuchDestination, DestinationInUse."""
        waiting = (await self.get(name)).waiting
        if waiting and not even_if_waiting:
            raise DestinationInUse(f"{waiting} notifications wait for '{name}' in the outbox. It stays.")
        await self.destinations.delete(name)
        self._has_changed.set()

    async def test(self, name: str) -> DestinationTrial:
        """Sends a notification there that means nothing, past the outbox. Raises NoSuchDestination."""
        document = self.destinations.get(name).document
        carrier = self._carrier(document)
        began = time.monotonic()
        try:
            outcome = await self.courier.attempt(carrier, Parcel(secrets.token_hex(16), 1, _test_row()))
        finally:
            await carrier.close()
        elapsed_ms = round((time.monotonic() - began) * 1000, 2)
        return DestinationTrial(outcome.failure is None, outcome.words, elapsed_ms)

    def _carrier(self, document: Destination) -> Carrier:
        if isinstance(document, SnmpDestination):
            return SnmpCarrier(document, self._sender(), self.returning)
        if isinstance(document, WebhookDestination):
            return WebhookCarrier(document, self.destinations, self._record)
        return SyslogCarrier(document, self._record)

    def _wake(self, destination_ids: Sequence[str], *, at_once: bool) -> None:
        self.courier.wake(destination_ids, at_once=at_once)
        self._has_changed.set()

    async def _follow_destinations(self) -> None:
        while True:
            await self._followed.wait()
            self._followed.clear()
            await self.courier.follow(list(self.destinations))
            self._has_changed.set()

    async def _follow_credentials(self) -> None:
        with self._bus.subscribe() as events:
            async for event in events:
                if isinstance(event, CredentialsChanged) or events.take_missed():
                    await self.courier.follow(list(self.destinations), anew=True)

    async def _tell_changes(self) -> None:
        """At most four times a second, and always of the last."""
        while True:
            await self._has_changed.wait()
            self._has_changed.clear()
            with contextlib.suppress(StoreUnavailable):
                await self._read_totals()
            self._bus.publish(OutboxChanged())
            await asyncio.sleep(_TOLD_EVERY_S)

    async def _read_totals(self) -> None:
        async with self._database.read() as connection:
            self.totals = await read_totals(connection)

    def _told(self, saved: Saved[Destination]) -> TrapDestination:
        totals = self.totals.get(saved.id, OutboxTotals())
        lane = self.courier.lane(saved.id)
        return TrapDestination(
            id=saved.id,
            name=saved.document.name,
            settings=without_secrets(saved.document),
            place=place_of(saved.document),
            used_by=list(self.destinations.rules_of(saved.document.name)),
            waiting=totals.waiting,
            failed=totals.failed_kept,
            delivered_total=totals.delivered,
            failed_total=totals.failed,
            refused_total=totals.refused,
            last_delivered_at=lane.last_delivered_at if lane else None,
            last_error=lane.last_error if lane else "",
            paused_until=lane.paused_until if lane else None,
            revision=saved.revision,
            created_at=saved.created_at,
            updated_at=saved.updated_at,
        )


def _test_row() -> StoredNotification:
    """As if it had just been received from this host."""
    return StoredNotification(
        id=0,
        received_at_ns=time.time_ns(),
        local_address="127.0.0.1:162",
        peer_address="127.0.0.1:162",
        version=Version.V2C,
        pdu_kind=PduKind.TRAP_V2,
        trap_oid=TEST_NOTIFICATION,
        uptime=0,
        agent_address=None,
        enterprise=None,
        varbinds=encode_varbinds([VarBind.of(_TEST_NAME, Value.octet_string(_TEST_TEXT))]),
        raw=b"",
        anomalies="[]",
    )
