"""Slows down guessing: per account and per address, failures cost more and more time.

Owns the arithmetic and its bounded memory; no clock, no sleep and no store of its own. The first failures are free,
since people mistype, then a pause is due that doubles up to a minute; an attempt inside the pause is refused without a
look at the password. An account's own limit is higher than an address's, so that a stranger cannot easily lock its
owner out.
"""

from __future__ import annotations

import ipaddress
from collections import OrderedDict
from collections.abc import Iterable

from msgspec import Struct

from trishul.store.login_failures import FailureRow

FREE_FAILURES_PER_ADDRESS = 5
FREE_FAILURES_PER_ACCOUNT = 10
FIRST_PAUSE_S = 1.0
LONGEST_PAUSE_S = 60.0
FORGOTTEN_AFTER_S = 900.0
MAX_ENTRIES = 10_000
LONGEST_ACCOUNT = 128


class _Failures(Struct):
    count: int
    last_at: float
    blocked_until: float


class LoginThrottle:
    """Remembers failures; ask `pause_s` first, then report how the attempt ended."""

    def __init__(self, max_entries: int = MAX_ENTRIES) -> None:
        self._entries: OrderedDict[tuple[str, str], _Failures] = OrderedDict()
        self._max_entries = max_entries

    def __len__(self) -> int:
        return len(self._entries)

    def pause_s(self, account: str, address: str, now: float) -> float:
        """Seconds until the next attempt is looked at; 0 means now."""
        longest = 0.0
        for key in _keys(account, address):
            entry = self._entries.get(key)
            if entry is not None:
                entry.blocked_until = min(entry.blocked_until, now + LONGEST_PAUSE_S)  # else the clock went back
                longest = max(longest, entry.blocked_until - now)
        return longest

    def failed(self, account: str, address: str, now: float) -> None:
        """Name or password was wrong."""
        for key in _keys(account, address):
            entry = self._entries.pop(key, None)
            if entry is None or now - entry.last_at > FORGOTTEN_AFTER_S:
                entry = _Failures(0, now, now)
            entry.count += 1
            entry.last_at = now
            free = FREE_FAILURES_PER_ACCOUNT if key[0] == "account" else FREE_FAILURES_PER_ADDRESS
            if entry.count >= free:
                doublings = min(entry.count - free, 30)
                entry.blocked_until = now + min(FIRST_PAUSE_S * 2**doublings, LONGEST_PAUSE_S)
            self._entries[key] = entry
        while len(self._entries) > self._max_entries:
            self._entries.popitem(last=False)

    def succeeded(self, account: str, address: str) -> bool:
        """The password fitted: its owner starts afresh. Says whether there had been failures."""
        forgotten = [self._entries.pop(key, None) for key in _keys(account, address)]
        return any(entry is not None for entry in forgotten)

    def failures_of(self, account: str, address: str) -> list[FailureRow]:
        """What is remembered of both, as it is kept; no failures where there are none."""
        rows = []
        for kind, name in _keys(account, address):
            entry = self._entries.get((kind, name)) or _Failures(0, 0.0, 0.0)
            rows.append(FailureRow(kind, name, entry.count, entry.last_at, entry.blocked_until))
        return rows

    def restore(self, rows: Iterable[FailureRow], now: float) -> None:
        """Remember what was kept, but for what is forgotten by now; a pause is never longer than the longest."""
        for row in rows:
            if 0 <= now - row.last_at <= FORGOTTEN_AFTER_S:
                until = min(row.blocked_until, now + LONGEST_PAUSE_S)
                self._entries[row.kind, row.name] = _Failures(row.count, row.last_at, until)
        while len(self._entries) > self._max_entries:
            self._entries.popitem(last=False)


def _keys(account: str, address: str) -> tuple[tuple[str, str], tuple[str, str]]:
    return ("account", account.casefold()[:LONGEST_ACCOUNT]), ("address", _network_of(address))


def _network_of(address: str) -> str:
    """One IPv6 host owns a /64, so that is what counts as one address (RFC 4291 §2.5.4).

    An IPv4 host that reaches a socket of both families is itself (§2.5.5.2): all of them share one /64.
    """
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv4Address) or parsed.ipv4_mapped is not None:
        return str(getattr(parsed, "ipv4_mapped", None) or parsed)
    return str(ipaddress.ip_network((parsed, 64), strict=False))
