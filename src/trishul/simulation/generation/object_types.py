"""What is known of the objects that a generated device has: plain structs, read from a MIB library by whoever has one.

Owns their shape. Tables that are not served are there too, where a served one takes its index from them: its rows are
theirs.
"""

from __future__ import annotations

from dataclasses import dataclass

from trishul.datatypes.values import Value
from trishul.smi.model import TypeInfo

_WRITABLE = frozenset(("read-write", "read-create", "write-only"))
_HIDDEN = frozenset(("not-accessible", "accessible-for-notify"))


@dataclass(frozen=True, slots=True)
class ObjectType:
    """One scalar or column."""

    contents: bytes
    """The object's OID as contents octets."""
    name: str
    info: TypeInfo
    access: str = "read-only"
    """MAX-ACCESS, or ACCESS of SMIv1, as the MIB writes it."""
    default: Value | None = None
    """DEFVAL, where there is one that can be read."""
    units: str = ""

    @property
    def is_writable(self) -> bool:
        """True when a manager may change an instance."""
        return self.access in _WRITABLE

    @property
    def is_hidden(self) -> bool:
        """True when no instance can be read."""
        return self.access in _HIDDEN


@dataclass(frozen=True, slots=True)
class IndexObject:
    """One object of an INDEX clause (RFC 2578 §7.7); `contents` is empty where a module names a type instead."""

    contents: bytes
    name: str
    info: TypeInfo
    is_implied: bool = False


@dataclass(frozen=True, slots=True)
class TableType:
    """The row of a table: what tells rows apart, and the columns in the order of their arcs."""

    contents: bytes
    """The row's OID as contents octets."""
    name: str
    """The row's name."""
    index: tuple[IndexObject, ...]
    columns: tuple[ObjectType, ...]
    augments: bytes = b""
    """Contents octets of the row that this one augments (RFC 2578 §7.8)."""
    is_served: bool = True


@dataclass(frozen=True, slots=True)
class DeviceTypes:
    """All objects of the chosen modules, and where the vendor's own OIDs are."""

    modules: tuple[str, ...]
    scalars: tuple[ObjectType, ...]
    tables: tuple[TableType, ...]
    identity: bytes
    """Contents octets for sysObjectID: the highest node of the first vendor's module."""
