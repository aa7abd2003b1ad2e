"""A receiver for tests: keeps what came, and says whether it is what was expected.

Owns the memory of what came, so that several expectations may be about the same notifications. The question, the
verdict and the language are those of `trishul trap expect`.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import count

from trishul.engine.receiver import ReceivedNotification
from trishul.protocol.security.users import UserCredentials
from trishul.services.traps.records import TrapRecord, record_of
from trishul.services.traps.verdicts import Expectation, TrapVerdict, Watch
from trishul.snmp import Receiver
from trishul.store.notifications import StoredNotification
from trishul.testing.background import Background
from trishul.transport.addresses import address_text
from trishul.workers.notification_rows import NotificationRows

MAX_KEPT = 10_000
"""Notifications that are kept, the newest."""


class TrapNotSeen(AssertionError):
    """What was expected did not happen; the text is the verdict with the nearest miss."""

    def __init__(self, verdict: TrapVerdict) -> None:
        super().__init__(verdict.verdict)
        self.verdict = verdict


class CaughtTraps:
    """Where to send to, and what came. Made by the fixture `snmp_traps`, or by `catch_traps`."""

    def __init__(
        self,
        behind: Background,
        host: str,
        port: int,
        communities: Iterable[str] | None,
        users: Iterable[UserCredentials],
    ) -> None:
        self.receiver = Receiver(
            host, port, communities=communities, users=users, transports=("udp", "tcp"), on_notifications=self._keep
        )
        """What listens; its `drops` say what was not taken, by reason."""
        self._background = behind
        self._rows = NotificationRows()
        self._numbers = count(1)
        self._kept: deque[StoredNotification] = deque(maxlen=MAX_KEPT)
        self._came = asyncio.Event()

    @property
    def host(self) -> str:
        """The address that it listens at."""
        return str(self.receiver.address[0])

    @property
    def port(self) -> int:
        """For UDP and TCP."""
        return int(self.receiver.address[1])

    @property
    def address(self) -> str:
        """`127.0.0.1:45123`, as net-snmp's tools take it."""
        return address_text(self.receiver.address)

    @property
    def traps(self) -> list[TrapRecord]:
        """All that came so far, oldest first; of more than 10,000 the newest."""
        names = self._background.names
        return self._background.call(lambda: [record_of(row, names) for row in self._kept])

    def expect(
        self, match: str = "", *, count: int = 1, within_s: float = 10.0, absent: bool = False
    ) -> list[TrapRecord]:
        """Waits until `count` notifications fit `match`, a query as `trishul trap expect` takes it; gives those.

        What came before the call counts as well, unless it was forgotten. With `absent` fewer must come within
        `within_s` seconds. Raises TrapNotSeen with the nearest miss, InvalidQuery, InvalidInput.
        """
        __tracebackhide__ = True  # pytest shows the line of the test
        verdict = self.verdict(Expectation(match=match, count=count, within_s=within_s, absent=absent))
        if not verdict.holds:
            raise TrapNotSeen(verdict)
        return verdict.data

    def verdict(self, wanted: Expectation) -> TrapVerdict:
        """As `expect`, whatever the outcome. Raises InvalidQuery, InvalidInput."""
        return self._background.run(self._watch(wanted))

    def forget(self) -> None:
        """What came so far does not count any more."""
        self._background.call(self._kept.clear)

    async def _watch(self, wanted: Expectation) -> TrapVerdict:
        names = self._background.names
        watch = Watch(wanted, names, time.time_ns())
        started = time.monotonic()
        try:
            async with asyncio.timeout(wanted.within_s):
                while True:
                    self._came.clear()
                    await watch.look_at([row for row in self._kept if row.id > watch.last_id])
                    if watch.is_enough:
                        break
                    await self._came.wait()
        except TimeoutError:
            pass
        return watch.verdict(time.monotonic() - started, lambda row: record_of(row, names))

    def _keep(self, notifications: list[ReceivedNotification]) -> None:
        for notification in notifications:
            row = self._rows.row_of(notification, self.receiver.address)
            self._kept.append(StoredNotification(next(self._numbers), *row))
        self._came.set()


@contextmanager
def catch_traps(
    behind: Background,
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    communities: Iterable[str] | None = None,
    users: Iterable[UserCredentials] = (),
) -> Iterator[CaughtTraps]:
    """Listens inside of the block, at a free port by default; without `communities` any is taken.

    Raises AddressInUse, AddressNotAvailable, PermissionRefused, InvalidInput.
    """
    caught = CaughtTraps(behind, host, port, communities, users)
    behind.call(caught.receiver.open)
    try:
        yield caught
    finally:
        behind.call(caught.receiver.close)
