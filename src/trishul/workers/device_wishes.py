"""What the simulator asks of the process that makes its devices: a recording to be read, or modules to be made one of.

Owns the form of these wishes, which both processes share because they are of one installation.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Self, TypeAlias

import msgspec


class RecordingWish(msgspec.Struct, tag=True, array_like=True, frozen=True):
    """The device in a recording."""

    octets: bytes
    """Of the file's path, which may be no text."""
    library_index: str = ""
    """Path of the MIB library's index, for recordings with names in them."""

    @classmethod
    def of(cls, path: Path, library_index: str = "") -> Self:
        """The device in this file."""
        return cls(os.fsencode(path), library_index)

    @property
    def path(self) -> Path:
        """Where the recording lies."""
        return Path(os.fsdecode(self.octets))


class ModulesWish(msgspec.Struct, tag=True, array_like=True, frozen=True):
    """A device with all objects of some MIB modules."""

    modules: list[str]
    seed: int
    rows: int | None
    """Of each table with an index of its own; None for as many as the seed says."""
    library_index: str
    """Path of the MIB library's index."""
    started_at: float
    """When the device begins to move, in monotonic seconds."""


DeviceWish: TypeAlias = RecordingWish | ModulesWish
