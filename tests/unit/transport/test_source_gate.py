"""The gate before decoding: size, network, budget in this order, and what each host sent."""

from __future__ import annotations

from ipaddress import ip_network

import pytest

from trishul.engine.addresses import Address
from trishul.engine.drops import DropReason
from trishul.transport.source_gate import SourceFigures, SourceGate, lies_in
from trishul.transport.udp import Datagrams


class Bench:
    """A gate at a time that a test sets, and what it refused."""

    def __init__(self, max_sources: int = 100) -> None:
        self.gate = SourceGate(max_sources=max_sources)
        self.refused: list[tuple[DropReason, str]] = []

    def send(self, *hosts: str, at: float = 0.0, octets: int = 1) -> int:
        """How many of the datagrams passed."""
        datagrams: Datagrams = [(bytes(octets), (host, 9)) for host in hosts]
        return len(self.gate.allowed(datagrams, at, self._refuse))

    def _refuse(self, reason: DropReason, source: Address, _data: bytes, _detail: str) -> None:
        self.refused.append((reason, source[0]))

    def figures(self, at: float) -> list[SourceFigures]:
        return self.gate.figures(at, 10)[0]


def test_without_limits_everything_passes_and_is_counted_by_host() -> None:
    bench = Bench()
    assert bench.send("a", "b", "a", at=10.0) == 3
    assert bench.figures(10.5) == [SourceFigures("a", 2, 0.0, 0, 0), SourceFigures("b", 1, 0.0, 0, 0)]
    assert bench.figures(11.0)[0] == SourceFigures("a", 2, 2.0, 0, 0)
    bench.send("b", at=13.0)
    assert bench.figures(14.0) == [SourceFigures("a", 2, 0.0, 0, 0), SourceFigures("b", 2, 1.0, 0, 0)]


def test_too_large_a_datagram_and_a_foreign_network_cost_no_budget() -> None:
    bench = Bench()
    bench.gate.limit(rate_per_s=1, networks=[ip_network("192.0.2.0/24")], max_octets=100)
    assert bench.send("192.0.2.1", octets=101) == 0
    assert bench.send("198.51.100.1") == 0
    assert bench.send("192.0.2.1", "192.0.2.1") == 1
    assert bench.refused == [
        (DropReason.TOO_LARGE, "192.0.2.1"),
        (DropReason.SOURCE_REFUSED, "198.51.100.1"),
        (DropReason.RATE_LIMITED, "192.0.2.1"),
    ]
    assert bench.figures(0.5) == [
        SourceFigures("192.0.2.1", 3, 0.0, 1, 1),
        SourceFigures("198.51.100.1", 1, 0.0, 0, 1),
    ]


def test_limits_change_while_it_runs_and_a_rate_that_stays_keeps_its_budgets() -> None:
    bench = Bench()
    bench.gate.limit(rate_per_s=1)
    assert bench.send("a", "a") == 1
    bench.gate.limit(rate_per_s=1, max_octets=10)
    assert bench.send("a") == 0
    bench.gate.limit(rate_per_s=2)
    assert bench.send("a", "a", "a") == 2
    bench.gate.limit()
    assert bench.send("a", "a") == 2


@pytest.mark.parametrize(
    ("host", "networks", "expected"),
    [
        ("192.0.2.7", ["192.0.2.0/24"], True),
        ("192.0.3.7", ["192.0.2.0/24"], False),
        ("::ffff:192.0.2.7", ["192.0.2.0/24"], True),
        ("2001:db8::1", ["192.0.2.0/24", "2001:db8::/32"], True),
        ("fe80::1%eth0", ["fe80::/10"], True),
        ("fe80::1", ["0.0.0.0/0"], False),
    ],
)
def test_a_host_lies_in_a_network_however_the_socket_writes_it(
    host: str,
    networks: list[str],
    expected: bool,  # noqa: FBT001 -- a column of the table
) -> None:
    assert lies_in(host, [ip_network(network) for network in networks]) is expected


def test_of_more_hosts_than_are_kept_those_that_sent_least_are_forgotten_together() -> None:
    bench = Bench(max_sources=10)
    bench.send(*["loud"] * 5, at=1.0)
    bench.send(*(f"host {number}" for number in range(10)), at=2.0)
    bench.send("late", at=3.5)
    figures, known = bench.gate.figures(5.0, 3)
    assert figures[0] == SourceFigures("loud", 5, 0.0, 0, 0)
    assert (len(figures), known) == (3, 6)
    assert bench.gate.forgotten == 6
