"""What somebody else keeps: a counter of the engine that answers, its clock, or a row of its tables."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from trishul.datatypes.contents import encode_integer
from trishul.datatypes.values import Value, ValueType

_WRAP = 2**32


@dataclass(frozen=True, slots=True)
class LiveNumber:
    """Reads its number each time it is asked for; no two answers need to agree. Counters wrap (RFC 2578 §7.1.6)."""

    value_type: ValueType
    read: Callable[[float], int]
    """From the time in monotonic seconds to the number."""

    @property
    def tag(self) -> int:
        """That of the type."""
        return self.value_type.value

    def contents_at(self, now: float) -> bytes:
        """Contents octets at a time."""
        return encode_integer(self.read(now) % _WRAP)


@dataclass(frozen=True, slots=True)
class Unchanging:
    """A value that is the engine's and not the device's: nobody sets it."""

    value: Value

    @property
    def tag(self) -> int:
        """That of the value."""
        return self.value.tag

    def contents_at(self, now: float) -> bytes:
        """Contents octets at any time."""
        del now
        return self.value.contents
