"""One captured frame, and what is wrong with a capture: what both file formats have in common."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, Protocol, TypeAlias

from trishul.errors import DecodeError

MAX_FRAME_OCTETS = 262_144
"""As tcpdump has it; a larger claim is a broken file and no frame."""


class BadCapture(DecodeError):
    """A capture file that cannot be read further; frames before the octet were fine."""


class Octets(Protocol):
    """What is read: `bytes`, or a mapped file, whose slices are `bytes` too."""

    def __len__(self) -> int:
        """Octets in all."""

    def __getitem__(self, part: slice, /) -> bytes:
        """Some of them."""


class Frame(NamedTuple):
    """One frame as it was captured."""

    time_ns: int | None
    """Nanoseconds since 1970; None where the capture does not say."""
    link_type: int
    """What the octets start with, by the numbers of tcpdump.org/linktypes."""
    octets: bytes
    is_cut: bool = False
    """True when the capture kept less than was on the wire."""


Frames: TypeAlias = Iterator[Frame]


def take(data: Octets, start: int, size: int, what: str) -> bytes:
    """Exactly so many octets. Raises BadCapture."""
    octets = data[start : start + size]
    if len(octets) < size:
        raise BadCapture(f"the file ends inside {what}", len(data))
    return octets
