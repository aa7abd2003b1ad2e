"""What is said to a running receiver about its limits and inboxes, and what it tells of who sends: see `messages`."""

from __future__ import annotations

from typing import TypeAlias

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
    max_varbinds: int = 0


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


class InboxSpec(msgspec.Struct, array_like=True, frozen=True):
    """An inbox, for workers only: its name and what it catches, one of the four."""

    name: str
    sockets: int = 0
    """Of its own port; they come beside."""
    community: bytes | None = None
    user: str | None = None
    tag: str | None = None
    """The end of a community, behind a plus sign; or the context of SNMPv3."""

    def __repr__(self) -> str:
        return f"InboxSpec({self.name!r})"


class OpenInbox(Message):
    """Catches for an inbox from now on; its sockets come beside. Answered by `InboxApplied`."""

    sequence: int
    inbox: InboxSpec


class CloseInbox(Message):
    """Catches nothing for it any more and gives its port up. Answered by `InboxApplied`."""

    sequence: int
    name: str


class InboxApplied(Message):
    """Answer to `OpenInbox` and `CloseInbox`."""

    sequence: int


ReceiverOrder: TypeAlias = LimitReceiver | ReadSources | OpenInbox | CloseInbox
ReceiverAnswer: TypeAlias = SourcesRead | InboxApplied
