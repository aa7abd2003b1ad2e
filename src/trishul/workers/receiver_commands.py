"""What is said to a running receiver about its limits, and what it tells of who sends: see `messages`."""

from __future__ import annotations

import msgspec

from trishul.workers.message import Message


class LimitReceiver(Message):
    """Holds from the next datagram on; 0, and no network, stand for no limit."""

    rate_per_source: float = 0
    """Datagrams a second."""
    networks: list[str] = msgspec.field(default_factory=list)
    max_octets: int = 0
    fold_window_s: float = 0
    """Equal traps within so many seconds become one row; 0: each has its own."""


class ReadSources(Message):
    """Tell who sent most; answered by `SourcesRead`."""

    sequence: int
    limit: int


class SourceReport(msgspec.Struct, array_like=True, frozen=True):
    """What one host sent since the worker's start."""

    host: str
    received: int
    per_second: float
    limited: int
    refused: int


class SourcesRead(Message):
    """Answer to `ReadSources`: the hosts that sent most, how many are known, and what others sent."""

    sequence: int
    sources: list[SourceReport]
    hosts: int
    forgotten: int
    """Datagrams of hosts that are not told apart any more."""
