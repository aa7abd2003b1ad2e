"""What the workbench knows of MIB modules: for now only the numbers that the frame shows.

Owns `mibs` of contract §2 and its counters of §3. Grows with the MIB library; until then no module is loaded.
"""

from __future__ import annotations

from msgspec import Struct


class MibsStatus(Struct, frozen=True):
    """Numbers of loaded and failed modules and of the notifications that they define."""

    loaded: int = 0
    failed: int = 0
    total: int = 0
    traps_available: int = 0


class Mibs:
    """The one place that the status is read from."""

    def status(self) -> MibsStatus:
        """The numbers now."""
        return MibsStatus()
