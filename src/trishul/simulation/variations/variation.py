"""What every variation module offers to a device: a behaviour that may also wait, refuse and be set.

Owns the words between device and modules; `device` asks, `set_transaction` sets.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import replace
from typing import ClassVar, NamedTuple, Self

from trishul.protocol.pdu import ErrorStatus
from trishul.simulation.variations.notification_order import NotificationOrder


class Origin(NamedTuple):
    """Where the times and the chance of a device's variations come from."""

    started_at: float = 0.0
    """When the device started, in seconds of its own time."""
    unix_offset_s: float = 0.0
    """What makes Unix time of the device's time."""
    seed: int = 0

    @classmethod
    def at(cls, now: float, unix_s: float, seed: int = 0) -> Origin:
        """A device that starts now: in monotonic seconds, and in those since 1970."""
        return cls(now, unix_s - now, seed)


START = Origin()


class Reading(NamedTuple):
    """What a question for an instance gave."""

    tag: int
    contents: bytes
    delay_s: float = 0.0
    """How much longer the answer takes for it."""
    order: NotificationOrder | None = None
    """What is to be sent because of it."""


class SetTrial(NamedTuple):
    """What trying a SET gave; nothing is set by it."""

    status: ErrorStatus
    delay_s: float = 0.0


class Variation(ABC):
    """A line with a module; each is a dataclass with a field `origin`."""

    __slots__ = ()
    keeps_set_values: ClassVar[bool] = False
    """True where what managers set is what they read from then on."""
    origin: Origin

    @property
    @abstractmethod
    def tag(self) -> int:
        """Identifier octet of the value."""

    @abstractmethod
    def contents_at(self, now: float) -> bytes:
        """Contents octets at a time, for whoever only looks: nothing waits, refuses or moves on."""

    def read(self, name: bytes, now: float) -> Reading:
        """The answer to a manager. Raises InstanceError, Withheld."""
        del name
        return Reading(self.tag, self.contents_at(now))

    def try_set(self, name: bytes, tag: int, contents: bytes, now: float) -> SetTrial:
        """Whether a manager may set a value. Raises Withheld."""
        del name, tag, contents, now
        return SetTrial(ErrorStatus.NOT_WRITABLE)

    def order_when_set(self, tag: int, contents: bytes) -> NotificationOrder | None:
        """What is to be sent when a value was set."""
        del tag, contents
        return None

    def with_origin(self, origin: Origin) -> Self:
        """The same line for a device with times and chance of its own."""
        return replace(self, origin=origin)  # type: ignore[type-var]  # every subclass is a dataclass

    def with_value(self, contents: bytes) -> Self:
        """The same line after a value was set; only where `keeps_set_values` something else comes of it."""
        del contents
        return self
