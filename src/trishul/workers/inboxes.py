"""The inboxes of a receiver: which notification is whose, and the addresses that some of them have to themselves.

A notification is in one inbox at most: that of the port it came to, else that of its community, else that of the tag
behind a plus sign at the end of its community; over SNMPv3 that of its user, else that of its context. Owns this choice
and the doors. Communities are known here because the server says them; what leaves is the name of an inbox.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Sequence
from typing import TypeAlias

from trishul.engine.receiver import CommunityMarks, ReceivedNotification
from trishul.transport.listening import ListeningEndpoint
from trishul.workers.receiver_commands import InboxSpec

_TAG_BEGINS = b"+"


class Door:
    """One address that the receiver listens at, and whose it is; nobody's for the common one."""

    __slots__ = ("endpoint", "inbox")

    def __init__(self, inbox: str | None = None) -> None:
        self.inbox = inbox
        self.endpoint: ListeningEndpoint
        """Set before anything can come in."""


OpenDoor: TypeAlias = Callable[[Sequence[socket.socket], Door], None]


class Inboxes:
    """All inboxes of one worker; `open_door` gives a door its endpoint."""

    def __init__(self, open_door: OpenDoor) -> None:
        self._open_door = open_door
        self._open: dict[str, InboxSpec] = {}
        self._doors: dict[str, Door] = {}
        self._by_community: dict[bytes, str] = {}
        self._by_tag: dict[bytes, str] = {}
        self._by_user: dict[bytes, str] = {}
        self._kernel_drops = self._accepted_connections = 0

    def open(self, inbox: InboxSpec, sockets: Sequence[socket.socket]) -> None:
        """Catches for it from now on."""
        self._open[inbox.name] = inbox
        if sockets:
            door = self._doors[inbox.name] = Door(inbox.name)
            self._open_door(sockets, door)
        self._list()

    def close(self, name: str) -> None:
        """Catches nothing for it any more; one that is not there stays so."""
        self._open.pop(name, None)
        door = self._doors.pop(name, None)
        if door is not None:
            self._kernel_drops += door.endpoint.kernel_drops() or 0
            self._accepted_connections += door.endpoint.accepted_connections
            door.endpoint.close()
        self._list()

    def close_all(self) -> None:
        """Gives all ports up."""
        for name in [*self._open]:
            self.close(name)

    @property
    def communities(self) -> frozenset[bytes]:
        """What must be accepted so that inboxes can catch it."""
        return frozenset(self._by_community)

    @property
    def marks(self) -> CommunityMarks | None:
        """What stands for a community; None while no inbox asks for one."""
        return self._mark if self._by_community or self._by_tag else None

    def inbox_of(self, notification: ReceivedNotification) -> str | None:
        """Of what came to the common address."""
        security = notification.security
        if security is None:
            return notification.mark
        return self._by_user.get(security.user_name) or self._by_tag.get(security.context_name)

    @property
    def kernel_drops(self) -> int:
        """At doors of inboxes, closed ones among them."""
        return self._kernel_drops + sum(door.endpoint.kernel_drops() or 0 for door in self._doors.values())

    @property
    def connections(self) -> int:
        """TCP connections to doors of inboxes."""
        return sum(door.endpoint.connections for door in self._doors.values())

    @property
    def accepted_connections(self) -> int:
        """The same, all so far."""
        return self._accepted_connections + sum(door.endpoint.accepted_connections for door in self._doors.values())

    def __bool__(self) -> bool:
        """Whether what comes to the common address may be in an inbox."""
        return bool(self._by_community or self._by_tag or self._by_user)

    def _mark(self, community: bytes) -> str | None:
        return self._by_community.get(community) or self._by_tag.get(community.rpartition(_TAG_BEGINS)[2])

    def _list(self) -> None:
        specs = self._open.values()
        self._by_community = {spec.community: spec.name for spec in specs if spec.community is not None}
        self._by_tag = {spec.tag.encode(): spec.name for spec in specs if spec.tag is not None}
        self._by_user = {spec.user.encode(): spec.name for spec in specs if spec.user is not None}
