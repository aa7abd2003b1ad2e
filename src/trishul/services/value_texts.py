"""Variable bindings as JSON rows show them: name, type, machine-readable value, text for people.

One shape for walks and notifications. `value` is always text, because JSON numbers lose the low digits of a Counter64
in a browser; octets that are no text are `0x…`. `name` and `display` are what the MIB library makes of OID and value at
this moment; where it knows nothing, the name is the number. Walks render a hundred thousand rows a second: flat
functions, measured by `bench/parts/walk.py`.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from trishul.datatypes.oid import oid_text
from trishul.datatypes.values import Value, ValueType, is_printable
from trishul.datatypes.varbind import VarBind
from trishul.errors import DecodeError
from trishul.library.names import Names


class ShownVarBind(msgspec.Struct, frozen=True, gc=False):
    """One variable binding for JSON; `module` defines the object, empty when no loaded module does."""

    oid: str
    name: str
    type: str
    value: str
    display: str
    resolved: bool = False
    module: str = ""


def show_varbind(varbind: VarBind, names: Names) -> ShownVarBind:
    """The row of a binding; octets that do not fit their type are shown in hexadecimal."""
    name, tag, contents = varbind
    value = Value(tag, contents)
    plain = str(value) if tag in _TAGS else f"0x{contents.hex()}"
    machine = _machine_text(value, plain)
    text, module, is_known = names.shown(name)
    display = plain
    if is_known or tag == _OBJECT_IDENTIFIER:
        display = names.display(name, tag, contents)
        if display[:1] == '"':
            display = plain  # a text without a hint; the quotation marks are for lines only
    return ShownVarBind(oid_text(name), text, type_label(tag), machine, display, is_known, module if is_known else "")


def show_varbinds(varbinds: Iterable[VarBind], names: Names) -> tuple[ShownVarBind, ...]:
    """Rows in the order of the bindings."""
    return tuple(show_varbind(varbind, names) for varbind in varbinds)


def type_label(tag: int) -> str:
    """The RFC's name of a value type, or the tag where the RFCs know none."""
    return ValueType(tag).label if tag in _TAGS else f"0x{tag:02x}"


_TAGS = frozenset(value_type.value for value_type in ValueType)
_OBJECT_IDENTIFIER = ValueType.OBJECT_IDENTIFIER.value
_OCTET_TAGS = frozenset({ValueType.OCTET_STRING.value, ValueType.OPAQUE.value, ValueType.NSAP_ADDRESS.value})


def _machine_text(value: Value, plain: str) -> str:
    if value.tag == ValueType.TIME_TICKS:
        try:
            return str(value.native)
        except DecodeError:
            return plain
    if value.tag in _OCTET_TAGS and isinstance(value.native, bytes) and not is_printable(value.contents):
        return f"0x{value.contents.hex()}"
    return plain
