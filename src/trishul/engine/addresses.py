"""The shape of a transport address as the roles pass it through: what the socket module gives, never interpreted."""

from __future__ import annotations

from typing import Any, NamedTuple, TypeAlias

Address: TypeAlias = tuple[Any, ...]
"""`(host, port)` for IPv4, `(host, port, flow, scope)` for IPv6."""


class FromOtherPort(NamedTuple):
    """In place of an address: what waits for it is sent to it from another port than it asked."""

    source: Address


def is_same_peer(one: Address, other: Address) -> bool:
    """Whether two addresses mean one peer over one transport.

    The flow label of IPv6 does not count, and the scope only where both have one: two interfaces may each know a
    link-local peer of the same address.
    """
    if type(one) is not type(other) or one[:2] != other[:2]:
        return False
    return one[3:] == other[3:] or not (one[3] and other[3])
