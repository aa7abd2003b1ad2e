"""What every behaviour offers to a device."""

from __future__ import annotations

from typing import Protocol


class Behaviour(Protocol):
    """A value that depends on the time and on nothing else."""

    @property
    def tag(self) -> int:
        """Identifier octet of the value; it never changes."""

    def contents_at(self, now: float) -> bytes:
        """Contents octets at a time in monotonic seconds."""
