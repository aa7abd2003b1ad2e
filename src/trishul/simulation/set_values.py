"""What managers have set on a device since it was made: the values, what was there before, and their limits.

Owns the memory of it, so that set values can be told to who keeps them, brought back after a restart, and forgotten.
A device itself only holds values; it does not know who gave them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias

from trishul.errors import LimitReached
from trishul.simulation.behaviours import Behaviour

MAX_SET_INSTANCES = 100_000
"""Instances of one device that managers may have set, created or destroyed."""
MAX_SET_OCTETS = 64 << 20
"""Octets that the values set on one device may take."""

Held: TypeAlias = bytes | Behaviour | None
"""What a device holds at a name: a whole encoded binding, a computed value, or nothing."""
Changes: TypeAlias = Mapping[bytes, bytes | None]
"""Whole encoded bindings by OID contents octets; None for an instance that is gone."""
TellSet: TypeAlias = Callable[[Changes], None]
"""Hears of every SET before it is answered. Raises OSError when it could not be kept: the SET is undone."""


class SetValues:
    """The values set on one device."""

    def __init__(self) -> None:
        self.current: dict[bytes, bytes | None] = {}
        """What managers made of each instance they changed."""
        self.tell: TellSet | None = None
        self._before: dict[bytes, Held] = {}
        self._octets = 0

    def check_room(self, changes: Changes) -> None:
        """Raises LimitReached when so many values more cannot be kept."""
        added = sum(name not in self.current for name in changes)
        if len(self.current) + added > MAX_SET_INSTANCES:
            raise LimitReached("set instances", MAX_SET_INSTANCES)
        if self._octets + sum(len(varbind or b"") for varbind in changes.values()) > MAX_SET_OCTETS:
            raise LimitReached("octets of set values", MAX_SET_OCTETS)

    def note(self, changes: Changes, before: Mapping[bytes, Held]) -> None:
        """Remembers changes that were made, and what each instance was before the first of them."""
        for name, varbind in changes.items():
            self._before.setdefault(name, before[name])
            self._octets += len(varbind or b"") - len(self.current.get(name) or b"")
            self.current[name] = varbind

    def take_back(self, names: Iterable[bytes] | None = None) -> dict[bytes, Held]:
        """Forgets the values of these instances, or all; gives what the device held there before."""
        taken = list(self.current) if names is None else [name for name in names if name in self.current]
        for name in taken:
            self._octets -= len(self.current.pop(name) or b"")
        return {name: self._before.pop(name) for name in taken}
