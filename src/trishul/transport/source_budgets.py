"""How many messages a source may send in a second: a token bucket for each host, asked before anything is decoded.

Strategy: a bucket is one number, the time at which it would be full again (the generic cell rate algorithm). A source
may be a second ahead of its rate, so that what it saved in a second may come at once. Sources are hosts, whatever port
or transport they use; the most silent one is forgotten first, and a bucket that was full is the same as none. So a
flood from many forged sources costs a fixed amount of memory, and no budget is won by it in less than a second. Owns
no clock. Hot path where it is switched on; where it is not, nobody asks it.
"""

from __future__ import annotations

from collections.abc import Callable

from trishul.engine.addresses import Address
from trishul.engine.drops import DropReason
from trishul.transport.udp import Datagrams

MAX_SOURCES = 16_384
"""Hosts whose buckets are remembered: a few megabytes."""
BURST_S = 1.0
"""How far a source may be ahead of its rate."""
_ROUNDING_S = 1e-6
"""What sums of the time between two messages may be off by."""

OnRefused = Callable[[DropReason, Address, bytes, str], None]


class SourceBudgets:
    """Lets through what the sources' budgets allow."""

    def __init__(self, rate_per_s: float, *, max_sources: int = MAX_SOURCES) -> None:
        """`rate_per_s`: messages a second of each source, above 0."""
        self._interval_s = 1 / rate_per_s
        self._lead_s = max(BURST_S, self._interval_s) + _ROUNDING_S
        self._max_sources = max_sources
        self._full_at: dict[str, float] = {}
        self._detail = f"more than {rate_per_s:g} a second from this host"

    def __len__(self) -> int:
        return len(self._full_at)

    def allowed(self, datagrams: Datagrams, now: float, on_refused: OnRefused) -> Datagrams:
        """Those within the budgets of their sources, in order; `on_refused` is told of each of the others."""
        full_at, interval_s, lead_s = self._full_at, self._interval_s, self._lead_s
        allowed: Datagrams = []
        for datagram in datagrams:
            data, source = datagram
            host = source[0]
            full = max(full_at.pop(host, now), now) + interval_s
            if full - now <= lead_s:
                allowed.append(datagram)
            else:
                full -= interval_s
                on_refused(DropReason.RATE_LIMITED, source, data, self._detail)
            full_at[host] = full  # put back as the newest
        while len(full_at) > self._max_sources:
            del full_at[next(iter(full_at))]
        return allowed
