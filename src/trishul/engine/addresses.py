"""The shape of a transport address as the roles pass it through: what the socket module gives, never interpreted."""

from __future__ import annotations

from typing import Any, TypeAlias

Address: TypeAlias = tuple[Any, ...]
"""`(host, port)` for IPv4, `(host, port, flow, scope)` for IPv6."""
