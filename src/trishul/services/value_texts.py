"""Variable bindings as JSON rows show them: type, machine-readable value, text for people; without names for now.

One shape for walks and notifications. `value` is always text, because JSON numbers lose the low digits of a Counter64
in a browser; octets that are no text are `0x…`. `display` is what a person reads. Names, enumerations and display hints
come with the MIB library; until then a name is the number.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from trishul.datatypes.values import Value, ValueType, is_printable
from trishul.datatypes.varbind import VarBind
from trishul.errors import DecodeError


class ShownVarBind(msgspec.Struct, frozen=True):
    """One variable binding for JSON."""

    oid: str
    name: str
    type: str
    value: str
    display: str
    resolved: bool = False


def show_varbind(varbind: VarBind) -> ShownVarBind:
    """The row of a binding; octets that do not fit their type are shown in hexadecimal."""
    oid = _oid_text(varbind)
    value = varbind.value
    display = str(value) if value.tag in _TAGS else f"0x{value.contents.hex()}"
    return ShownVarBind(oid, oid, type_label(value.tag), _machine_text(value, display), display)


def show_varbinds(varbinds: Iterable[VarBind]) -> tuple[ShownVarBind, ...]:
    """Rows in the order of the bindings."""
    return tuple(show_varbind(varbind) for varbind in varbinds)


def type_label(tag: int) -> str:
    """The RFC's name of a value type, or the tag where the RFCs know none."""
    return ValueType(tag).label if tag in _TAGS else f"0x{tag:02x}"


_TAGS = frozenset(value_type.value for value_type in ValueType)
_OCTET_TAGS = frozenset({ValueType.OCTET_STRING.value, ValueType.OPAQUE.value, ValueType.NSAP_ADDRESS.value})


def _oid_text(varbind: VarBind) -> str:
    try:
        return str(varbind.oid)
    except DecodeError:
        return f"0x{varbind.name.hex()}"


def _machine_text(value: Value, display: str) -> str:
    if value.tag == ValueType.TIME_TICKS:
        try:
            return str(value.native)
        except DecodeError:
            return display
    if value.tag in _OCTET_TAGS and isinstance(value.native, bytes) and not is_printable(value.contents):
        return f"0x{value.contents.hex()}"
    return display
