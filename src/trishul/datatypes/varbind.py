"""Variable bindings that stay encoded until somebody looks (RFC 3416 §3).

Walks move hundreds of thousands of these a second, so a binding is a flat triple of octets; the decoded forms are
properties. Owns that shape only.
"""

from __future__ import annotations

from typing import NamedTuple

from trishul.datatypes.oid import Oid
from trishul.datatypes.values import Value, ValueType


class VarBind(NamedTuple):
    """One variable binding: `name` and `contents` are BER contents octets, `tag` the identifier octet of the value."""

    name: bytes
    tag: int
    contents: bytes

    @classmethod
    def of(cls, oid: Oid | str, value: Value) -> VarBind:
        """Binds a value to an OID. Raises InvalidInput for a bad OID."""
        return cls(Oid(oid).contents, value.tag, value.contents)

    @property
    def oid(self) -> Oid:
        """The variable's name. Raises DecodeError for octets that are no OID."""
        return Oid.from_contents(self.name)

    @property
    def value(self) -> Value:
        """Tag and contents as a Value."""
        return Value(self.tag, self.contents)

    @property
    def type(self) -> ValueType:
        """The value's type. Raises DecodeError for a tag SNMP does not know."""
        return self.value.type

    @property
    def is_exception(self) -> bool:
        """True for noSuchObject, noSuchInstance and endOfMibView (RFC 3416 §3)."""
        return 0x80 <= self.tag <= 0x82

    def __str__(self) -> str:
        return f"{self.oid} = {self.value.type.label}: {self.value}"
