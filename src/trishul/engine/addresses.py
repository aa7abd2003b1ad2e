"""The shape of a transport address as the roles pass it through: what the socket module gives, never interpreted."""

from __future__ import annotations

from typing import Any, TypeAlias

Address: TypeAlias = tuple[Any, ...]
"""`(host, port)` for IPv4, `(host, port, flow, scope)` for IPv6."""


def is_same_peer(one: Address, other: Address) -> bool:
    """Whether two addresses mean one peer over one transport; the flow label of IPv6 does not count."""
    return type(one) is type(other) and one[:2] == other[:2] and one[3:] == other[3:]
