"""One instance whose value is asked for, and the device around it.

Owns what makers of values see: the object, the row, and what the whole device agrees on (interfaces, entities, age).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from trishul.datatypes.values import Value
from trishul.simulation.generation.entities import Entity
from trishul.simulation.generation.interfaces import Interface
from trishul.simulation.generation.object_types import ObjectType
from trishul.smi.model import TypeInfo

_INTERFACE = re.compile(r"ifindex$", re.IGNORECASE)
_ENTITY = re.compile(r"physicalindex$", re.IGNORECASE)
_BRIDGE_PORT = re.compile(r"^dot1d\w*Port$|BasePort$")
_INTERFACE_TYPES = frozenset(("InterfaceIndex", "InterfaceIndexOrZero"))
_ENTITY_TYPES = frozenset(("PhysicalIndex", "PhysicalIndexOrZero", "EntPhysicalIndexOrZero"))
_NUMBERED = re.compile(r"HC|High(?=[A-Z])|64|32$")


@dataclass(frozen=True, slots=True)
class DevicePlan:
    """What all values of a device agree on."""

    seed: int
    started_at: float
    """Monotonic seconds when its counters begin to move."""
    age_ticks: int
    """sysUpTime at the start."""
    interfaces: tuple[Interface, ...]
    entities: tuple[Entity, ...]
    modules: tuple[str, ...] = ()
    identity: bytes = b"\x00"
    row_counts: Mapping[str, int] = field(default_factory=dict)
    """How many rows a table has, by the table's name in small letters without `Table`."""
    pointed_at: bytes = b"\x00"
    """An instance for those that point at one; zeroDotZero where there is none."""

    def numbers_of(self, name: str, info: TypeInfo) -> range:
        """The numbers of what an object refers to: interfaces, entities, bridge ports; nothing for any other object."""
        if info.name in _ENTITY_TYPES or _ENTITY.search(name):
            return range(1, len(self.entities) + 1)
        if info.name in _INTERFACE_TYPES or _INTERFACE.search(name) or _BRIDGE_PORT.search(name):
            return range(1, len(self.interfaces) + 1)
        return range(0)


@dataclass(frozen=True, slots=True)
class Row:
    """One conceptual row: what stands behind its columns and the values of its index, by the names of the objects."""

    contents: bytes
    """The arcs behind a column as contents octets."""
    values: Mapping[str, Value]
    number: int
    """Its place in the table, from 0."""
    interface: Interface | None = None
    entity: Entity | None = None


SCALAR = Row(b"\0", {}, 0)
"""Scalars have one instance, named zero (RFC 2578 §7)."""


@dataclass(frozen=True, slots=True)
class Instance:
    """An object in a row of a device."""

    object: ObjectType
    row: Row
    plan: DevicePlan
    address_type: int = 0
    """InetAddressType that goes with it (RFC 4001 §3), 0 where there is none."""

    @property
    def key(self) -> str:
        """What its chances depend on beside the seed: twins of 32 and 64 bits have one key."""
        name = _NUMBERED.sub("", self.object.name)
        return f"{name}/{self.row.contents.hex()}"
