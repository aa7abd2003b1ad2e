"""What a MIB says about the writing of an object: its type, its access, its default, and the table that it is part of.

Owns the shape of those rules; they are made from the MIB library by whoever has one (`library.object_rules`) and come
in as a look-up, as object types do. Rules are values: one object's rule serves all its instances.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from trishul.datatypes.values import Value
from trishul.smi.model import TypeInfo

_WRITABLE = frozenset(("read-write", "read-create", "write-only"))
_HIDDEN = frozenset(("not-accessible", "accessible-for-notify"))


@dataclass(frozen=True, slots=True)
class ObjectRule:
    """One scalar or column."""

    contents: bytes
    """The object's OID as contents octets."""
    name: str
    info: TypeInfo
    access: str
    """MAX-ACCESS, or ACCESS of SMIv1, as the MIB writes it."""
    default: Value | None = None
    """DEFVAL, where there is one that can be read."""
    row: RowRule | None = None
    """The table's row of a column; rules inside a row have none."""

    @property
    def is_writable(self) -> bool:
        """True when a manager may ever change an instance."""
        return self.access in _WRITABLE

    @property
    def is_hidden(self) -> bool:
        """True when no instance can be read."""
        return self.access in _HIDDEN

    def is_a(self, convention: str) -> bool:
        """True for an object of this textual convention of RFC 2579."""
        return self.info.name == convention


@dataclass(frozen=True, slots=True)
class IndexRule:
    """One object of an INDEX clause (RFC 2578 §7.7)."""

    name: str
    info: TypeInfo
    is_implied: bool = False


@dataclass(frozen=True, slots=True)
class RowRule:
    """The columns of a table and what tells its rows apart."""

    contents: bytes
    index: tuple[IndexRule, ...]
    columns: tuple[ObjectRule, ...]
    """In the order of their arcs, those without instances too."""

    @property
    def status(self) -> ObjectRule | None:
        """The column by which rows are created and destroyed, where a manager may write it."""
        return next((column for column in self.columns if column.is_a("RowStatus") and column.is_writable), None)

    @property
    def storage(self) -> ObjectRule | None:
        """The column that says how rows are kept."""
        return next((column for column in self.columns if column.is_a("StorageType")), None)


FindRule: TypeAlias = Callable[[bytes], ObjectRule | None]
"""From an OID's contents octets to the rule of the scalar or column it belongs to; None where no MIB knows it."""
