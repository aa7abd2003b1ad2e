"""What a worker tells the server of single drops. Owns the shapes; `messages` carries them."""

from __future__ import annotations

import msgspec


class LastDrop(msgspec.Struct, array_like=True, frozen=True):
    """The newest drop for a reason, and how many datagrams are kept of it. `at`: wall clock, seconds."""

    reason: str
    source: str
    at: float
    detail: str
    kept: int


class KeptDrop(msgspec.Struct, array_like=True, frozen=True):
    """A dropped datagram, or its beginning, with its community masked."""

    reason: str
    source: str
    at: float
    detail: str
    octets: bytes
    size: int
    fault_at: int | None
