"""Several expectations of the same notifications."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from tests.unit.workers.test_receiver import a_notification
from trishul.errors import InvalidQuery
from trishul.testing import CaughtTraps, TrapNotSeen
from trishul.testing.background import Background
from trishul.testing.caught_traps import catch_traps


@pytest.fixture
def caught(behind: Background) -> Iterator[CaughtTraps]:
    with catch_traps(behind) as opened:
        yield opened


def send(caught: CaughtTraps) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.sendto(a_notification(), (caught.host, caught.port))


def test_what_came_counts_until_it_is_forgotten(caught: CaughtTraps) -> None:
    send(caught)
    assert len(caught.expect("trap:linkDown")) == 1
    send(caught)
    assert [trap.trap_type for trap in caught.expect(count=2)] == ["linkDown"] * 2
    assert len(caught.traps) == 2
    caught.forget()
    assert caught.expect(absent=True, within_s=0.01) == caught.traps == []
    send(caught)
    assert len(caught.expect()) == 1


def test_what_does_not_come_is_told_with_the_nearest_miss(caught: CaughtTraps) -> None:
    send(caught)
    caught.expect()
    with pytest.raises(TrapNotSeen, match="the nearest of 1 others fails by ver:1: it came by version 2c"):
        caught.expect("ver:1", within_s=0.01)
    with pytest.raises(InvalidQuery):
        caught.expect("ver:")
