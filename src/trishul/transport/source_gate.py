"""Which datagrams of a turn are looked at: limits that are asked before anything is decoded, and who sends how much.

Strategy: three questions in the order of their cost, each only where it is switched on: is the datagram larger than
what is taken, does its host lie in an allowed network (the answer is kept per host), is the host within its budget.
What every host sent is counted by the second and added up when the second is over, so that a datagram costs one
look-up; of more hosts than are kept, those that sent least are forgotten together. Owns no clock. Hot path.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import NamedTuple, TypeAlias

from trishul.engine.addresses import Address
from trishul.engine.drops import DropReason
from trishul.transport.source_budgets import MAX_SOURCES, SourceBudgets
from trishul.transport.udp import Datagrams

Network: TypeAlias = IPv4Network | IPv6Network
OnRefused = Callable[[DropReason, Address, bytes, str], None]


class SourceFigures(NamedTuple):
    """What one host sent since the start."""

    host: str
    received: int
    """Datagrams, taken or not."""
    per_second: float
    """In the last whole second."""
    limited: int
    """Above its budget."""
    refused: int
    """Too large, or from a network that is not allowed."""


class SourceGate:
    """Limits may be changed while it is in use."""

    def __init__(self, *, max_sources: int = MAX_SOURCES) -> None:
        self.forgotten = 0
        """Datagrams of hosts that are not told apart any more."""
        self._max_sources = max_sources
        self._max_octets = 0
        self._networks: tuple[Network, ...] = ()
        self._is_allowed: dict[str, bool] = {}
        self._budgets: SourceBudgets | None = None
        self._rate_per_s = 0.0
        self._second: dict[str, int] = {}
        self._second_began: float | None = None
        self._last_second: dict[str, int] = {}
        self._last_second_s = 1.0
        self._received: dict[str, int] = {}
        self._limited: dict[str, int] = {}
        self._refused: dict[str, int] = {}

    def limit(self, *, rate_per_s: float = 0, networks: Sequence[Network] = (), max_octets: int = 0) -> None:
        """Holds from now on; 0 and no network stand for no limit. A rate that is the same keeps its budgets."""
        if rate_per_s != self._rate_per_s:
            self._rate_per_s = rate_per_s
            self._budgets = SourceBudgets(rate_per_s) if rate_per_s else None
        self._networks = tuple(networks)
        self._is_allowed.clear()
        self._max_octets = max_octets

    def allowed(self, datagrams: Datagrams, now: float, on_refused: OnRefused) -> Datagrams:
        """Those that may be looked at, in order; `on_refused` is told of each of the others."""
        self._look_at(now)
        second = self._second
        for _, source in datagrams:
            host = source[0]
            second[host] = second.get(host, 0) + 1
        if self._max_octets or self._networks:
            datagrams = self._acceptable(datagrams, on_refused)
        if self._budgets is None:
            return datagrams

        def note(reason: DropReason, source: Address, data: bytes, detail: str) -> None:
            self._limited[source[0]] = self._limited.get(source[0], 0) + 1
            on_refused(reason, source, data, detail)

        return self._budgets.allowed(datagrams, now, note)

    def figures(self, now: float, limit: int) -> tuple[list[SourceFigures], int]:
        """The hosts that sent most, and how many are known."""
        self._look_at(now)
        totals = dict(self._received)
        for host, count in self._second.items():
            totals[host] = totals.get(host, 0) + count
        most = sorted(totals.items(), key=lambda item: item[1], reverse=True)[:limit]
        return [self._figures(host, received) for host, received in most], len(totals)

    def _figures(self, host: str, received: int) -> SourceFigures:
        rate = self._last_second.get(host, 0) / self._last_second_s
        return SourceFigures(host, received, round(rate, 1), self._limited.get(host, 0), self._refused.get(host, 0))

    def _acceptable(self, datagrams: Datagrams, on_refused: OnRefused) -> Datagrams:
        acceptable: Datagrams = []
        for datagram in datagrams:
            data, source = datagram
            if self._max_octets and len(data) > self._max_octets:
                detail = f"{len(data):,} octets, of which {self._max_octets:,} are taken at most"
                self._refuse(DropReason.TOO_LARGE, source, data, detail, on_refused)
            elif self._networks and not self._lies_in_networks(source[0]):
                self._refuse(DropReason.SOURCE_REFUSED, source, data, "its network is not allowed", on_refused)
            else:
                acceptable.append(datagram)
        return acceptable

    def _refuse(self, reason: DropReason, source: Address, data: bytes, detail: str, on_refused: OnRefused) -> None:
        self._refused[source[0]] = self._refused.get(source[0], 0) + 1
        on_refused(reason, source, data, detail)

    def _lies_in_networks(self, host: str) -> bool:
        known = self._is_allowed.get(host)
        if known is None:
            if len(self._is_allowed) >= self._max_sources:
                self._is_allowed.clear()
            known = self._is_allowed[host] = lies_in(host, self._networks)
        return known

    def _look_at(self, now: float) -> None:
        """Ends the second when it is over."""
        if self._second_began is None:
            self._second_began = now
        elif now - self._second_began >= 1:
            self._end_second(now - self._second_began)
            self._second_began = now

    def _end_second(self, took_s: float) -> None:
        for host, count in self._second.items():
            self._received[host] = self._received.get(host, 0) + count
        self._last_second, self._second = self._second, {}
        self._last_second_s = took_s
        if len(self._received) > self._max_sources:
            self._forget_least()

    def _forget_least(self) -> None:
        """Half of the hosts, so that this is done seldom."""
        ordered = sorted(self._received, key=self._received.__getitem__)
        for host in ordered[: len(ordered) - self._max_sources // 2]:
            self.forgotten += self._received.pop(host)
            self._limited.pop(host, None)
            self._refused.pop(host, None)


def lies_in(host: str, networks: Sequence[Network]) -> bool:
    """Whether a host, as a socket names it, lies in one of the networks; an IPv4 host may come as ::ffff:192.0.2.1."""
    address = ip_address(host.partition("%")[0])
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    return any(address in network for network in networks)
