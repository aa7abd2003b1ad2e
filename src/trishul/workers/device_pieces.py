"""A device on its way from the process that makes it to the one that answers.

Strategy: instances cross in pieces of a few thousand, so that taking one in holds up the answering loop for a
millisecond or two, however large the device; what is not an instance follows in one last piece. Everything that takes
long was done by the maker: positions alone are numbered here. Owns the form of the pieces, which both processes share
because they are of one installation.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from itertools import islice
from typing import Any, TypeAlias

import msgspec

from trishul.errors import RecordingError, TrishulError
from trishul.simulation.device import Device
from trishul.workers.known_names import KnownNames, NameIndex

INSTANCES_IN_A_PIECE = 4096

_BY_PIECES = ("names", "varbinds", "positions")
_REST = tuple(slot for slot in Device.__slots__ if slot not in _BY_PIECES)


class Instances(msgspec.Struct, tag=True, array_like=True):
    """Some of the instances, in order."""

    names: list[bytes]
    varbinds: list[bytes | None]


class Complete(msgspec.Struct, tag=True, array_like=True):
    """The end of a device: its other attributes, and sentences about what was repaired in its recording."""

    rest: bytes
    findings: list[str]


class Unreadable(msgspec.Struct, tag=True, array_like=True):
    """There is no device, and why."""

    reason: str


Piece: TypeAlias = Instances | Complete | Unreadable


def device_pieces(device: Device, findings: list[str]) -> Iterator[Piece]:
    """The device in pieces; `Complete` is the last one."""
    names, varbinds = iter(device.names), iter(device.varbinds)
    while some := list(islice(names, INSTANCES_IN_A_PIECE)):
        yield Instances(some, list(islice(varbinds, len(some))))
    rest = {slot: getattr(device, slot) for slot in _REST}
    yield Complete(pickle.dumps(rest, pickle.HIGHEST_PROTOCOL), findings)


class DeviceAssembly:
    """Puts pieces together; `device` is there when `add` has said so."""

    def __init__(self, source: str, known_names: KnownNames | None = None) -> None:
        """`known_names` are those of earlier devices, which this one then shares with them."""
        self._source = source
        self._known_names = KnownNames() if known_names is None else known_names
        self.device: Device | None = None
        self.findings: list[str] = []
        self._names: list[bytes] = []
        self._varbinds: list[bytes | None] = []
        self._positions: dict[bytes, int] = {}

    def add(self, piece: Piece) -> bool:
        """Takes the next piece; True with the last one. Raises RecordingError for a device that cannot be read."""
        if isinstance(piece, Unreadable):
            raise RecordingError(self._source, None, piece.reason)
        if isinstance(piece, Instances):
            first = len(self._names)
            names = self._known_names.shared(piece.names)
            self._names += names
            self._varbinds += piece.varbinds
            self._positions.update(zip(names, range(first, len(self._names)), strict=True))
            return False
        self.findings = piece.findings
        self.device = self._assembled(pickle.loads(piece.rest))  # noqa: S301 - of our own child process
        return True

    def _assembled(self, rest: dict[str, Any]) -> Device:
        if set(rest) != set(_REST):
            raise TrishulError("The maker of devices is of another version")
        device = Device.__new__(Device)
        device.names, device.positions = self._known_names.shared_index(NameIndex(self._names, self._positions))
        device.varbinds = self._varbinds
        for slot, value in rest.items():
            setattr(device, slot, value)
        return device
