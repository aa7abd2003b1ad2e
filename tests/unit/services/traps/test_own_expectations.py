"""A receiver of one's own is expected from as a server is."""

from __future__ import annotations

import socket

from tests.unit.workers.test_receiver import a_notification
from trishul.library.names import Names
from trishul.services.traps.own_expectations import expect_of
from trishul.services.traps.verdicts import Expectation
from trishul.snmp import Receiver


async def test_what_waits_counts_and_is_numbered_in_its_order() -> None:
    async with Receiver("127.0.0.1", 0) as receiver:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
            for community in (b"a", b"b"):
                sock.sendto(a_notification(community=community), receiver.address)
        verdict = await expect_of(receiver, Expectation(match="trap:linkDown", count=2), Names(None))
    assert (verdict.holds, [trap.id for trap in verdict.data]) == (True, [1, 2])


async def test_what_does_not_come_is_told_when_the_time_is_over() -> None:
    async with Receiver("127.0.0.1", 0) as receiver:
        verdict = await expect_of(receiver, Expectation(match="", within_s=0.01), Names(None))
    assert (verdict.holds, verdict.seen, verdict.nearest) == (False, 0, None)
