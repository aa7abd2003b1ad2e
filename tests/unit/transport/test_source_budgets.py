"""A source gets its rate and a second's worth at once, others are not touched, forged sources cost a fixed amount."""

from __future__ import annotations

import pytest

from trishul.engine.addresses import Address
from trishul.engine.drops import DropReason
from trishul.transport.addresses import TcpAddress
from trishul.transport.source_budgets import SourceBudgets
from trishul.transport.udp import Datagrams

SENDER, OTHER = ("192.0.2.1", 4711), ("192.0.2.2", 4711)


class Door:
    """Budgets, and what they refused."""

    def __init__(self, rate_per_s: float, **limits: int) -> None:
        self.budgets = SourceBudgets(rate_per_s, **limits)
        self.refused: list[tuple[DropReason, Address, bytes, str]] = []

    def send(self, count: int, now: float, source: Address = SENDER) -> int:
        """How many of so many datagrams pass."""
        datagrams: Datagrams = [(b"%d" % number, source) for number in range(count)]
        return len(self.budgets.allowed(datagrams, now, lambda *refusal: self.refused.append(refusal)))


@pytest.mark.parametrize("rate", [1, 3, 10, 1000])
@pytest.mark.parametrize("now", [0.0, 1_234_567.891])
def test_a_second_s_worth_may_come_at_once_and_then_the_rate(rate: int, now: float) -> None:
    door = Door(rate)
    assert door.send(3 * rate, now) == rate
    assert door.send(1, now + 0.5 / rate) == 0
    assert door.send(2, now + 1 / rate) == 1
    assert door.send(3 * rate, now + 100) == rate, "no more than a second is saved"


def test_over_a_long_time_the_rate_passes() -> None:
    door = Door(50)
    passed = sum(door.send(1, tick / 200) for tick in range(2000))
    assert 500 <= passed <= 550


def test_a_rate_below_one_a_second_lets_one_pass() -> None:
    door = Door(0.5)
    assert [door.send(1, now) for now in (0.0, 1.0, 2.0, 3.9, 4.0)] == [1, 0, 1, 0, 1]


def test_what_is_refused_costs_the_source_nothing() -> None:
    door = Door(2)
    door.send(1000, 0.0)
    assert door.send(1, 0.5) == 1


def test_every_refused_datagram_is_told_with_its_source_and_the_limit() -> None:
    door = Door(1)
    door.send(2, 0.0)
    assert door.refused == [(DropReason.RATE_LIMITED, SENDER, b"1", "more than 1 a second from this host")]


def test_order_is_kept() -> None:
    datagrams: Datagrams = [(b"a", SENDER), (b"b", OTHER), (b"c", SENDER), (b"d", OTHER)]
    refused: list[bytes] = []
    allowed = SourceBudgets(1).allowed(datagrams, 0.0, lambda *refusal: refused.append(refusal[2]))
    assert (allowed, refused) == (datagrams[:2], [b"c", b"d"])


def test_a_source_is_a_host_whatever_port_and_transport_it_uses() -> None:
    door = Door(1)
    assert door.send(1, 0.0) == 1
    assert door.send(1, 0.0, ("192.0.2.1", 9)) == 0
    assert door.send(1, 0.0, TcpAddress(("192.0.2.1", 10))) == 0
    assert door.send(1, 0.0, OTHER) == 1


def test_the_most_silent_source_is_forgotten_first() -> None:
    door = Door(1, max_sources=3)
    for number in range(100):
        assert door.send(1, 0.0, (f"198.51.100.{number}", 1)) == 1
        assert door.send(1, 0.0) == (number == 0), "who goes on is remembered"
        assert len(door.budgets) <= 3
