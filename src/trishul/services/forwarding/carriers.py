"""Carriers: what brings parcels to a destination, one for each, made by its kind.

Owns what all have in common: the call, and how it is said that an attempt failed. Who tries again is `courier`.
"""

from __future__ import annotations

import os
import socket
from typing import Protocol

from trishul.services.forwarding.parcels import Parcel


class DeliveryFailed(Exception):
    """The destination does not have it; `str(error)` says why, without any secret."""

    def __init__(self, reason: str, *, is_final: bool = False, retry_after_s: float | None = None) -> None:
        """`is_final`: trying again would not help. `retry_after_s`: the other side asked for so much time."""
        super().__init__(reason)
        self.is_final = is_final
        self.retry_after_s = retry_after_s


def reason_of(error: OSError) -> str:
    """The system's words for it, without addresses."""
    if isinstance(error, socket.gaierror) or not error.errno:
        return error.strerror or type(error).__name__
    return os.strerror(error.errno)


class Carrier(Protocol):
    """Brings parcels to one destination."""

    async def deliver(self, parcel: Parcel) -> str:
        """What the other side said, in a few words. Raises DeliveryFailed."""

    async def close(self) -> None:
        """Ends its connections."""
