"""Expectations of a receiver of one's own: for tests that need no server.

Owns the way from what arrives to the verdict. Rows are made as a worker makes them and stored nowhere, so that the
whole language means what it means on a server; nobody tags them, and no rule grades them.
"""

from __future__ import annotations

import asyncio
import time
from itertools import count

from trishul.library.names import Names
from trishul.services.traps.records import record_of
from trishul.services.traps.verdicts import LONGEST_WAIT_S, Expectation, TrapVerdict, Watch
from trishul.snmp import Receiver
from trishul.store.notifications import StoredNotification
from trishul.workers.notification_rows import NotificationRows


async def expect_of(
    receiver: Receiver, wanted: Expectation, names: Names, cause: asyncio.Future[None] | None = None
) -> TrapVerdict:
    """The verdict, as soon as it is certain; what waits in the receiver counts. Raises InvalidQuery, InvalidInput.

    With a `cause`, the time that is waited counts from its end, which must come within 600 s.
    """
    watch = Watch(wanted, names, time.time_ns())
    rows, numbers = NotificationRows(), count(1)
    started = time.monotonic()
    now = asyncio.get_running_loop().time
    try:
        async with asyncio.timeout(wanted.within_s if cause is None else LONGEST_WAIT_S) as limit:
            if cause is not None:
                cause.add_done_callback(lambda _: limit.reschedule(now() + wanted.within_s))
            async for notification in receiver:
                row = rows.row_of(notification, receiver.address)
                await watch.look_at([StoredNotification(next(numbers), *row)])
                if watch.is_enough:
                    break
    except TimeoutError:
        pass
    return watch.verdict(time.monotonic() - started, lambda row: record_of(row, names))
