"""Variable bindings as JSON rows show them: name, type, machine-readable value, text for people.

One shape for walks and notifications. `value` is always text, because JSON numbers lose the low digits of a Counter64
in a browser; octets that are no text are `0x…`. `name` and `display` are what the MIB library makes of OID and value at
this moment; where it knows nothing, the name is the number. Walks render a hundred thousand rows a second: flat
functions, measured by `bench/parts/walk.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import TypeAlias

import msgspec

from trishul.datatypes.contents import MAX_ARC, MAX_ARCS, decode_integer, decode_unsigned
from trishul.datatypes.oid import oid_text
from trishul.datatypes.values import Value, ValueType, is_printable, time_ticks_text
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


class RowMaker:
    """Makes rows with one set of names; neighbours share the beginnings of their OIDs, whose texts are kept."""

    __slots__ = ("_beginnings", "_names")

    def __init__(self, names: Names) -> None:
        self._names = names
        self._beginnings: dict[bytes, str] = {}

    def show(self, varbind: VarBind) -> ShownVarBind:
        """The row of a binding; octets that do not fit their type are shown in hexadecimal."""
        name, tag, contents = varbind
        read = _READERS.get(tag)
        try:
            label, machine, plain = read(contents) if read is not None else _any(tag, contents)
        except DecodeError:
            label, machine, plain = _any(tag, contents)
        text, module, is_known = self._names.shown(name)
        if not is_known:
            display = self._names.display(name, tag, contents) if tag == _OBJECT_IDENTIFIER else plain
            return ShownVarBind(self._oid_text(name), text, label, machine, display)
        display = self._names.display(name, tag, contents)
        if tag == _OCTET_STRING and display[:1] == '"':
            display = plain  # a text without a hint; the quotation marks are for lines only
        elif tag == _TIME_TICKS and display[:1] == "(":
            display = display.partition(" ")[2]  # the number in front is the raw value
        return ShownVarBind(self._oid_text(name), text, label, machine, display, True, module)

    def _oid_text(self, name: bytes) -> str:
        """As `oid_text`; of an OID that differs in its last number only, that number is all that is decoded."""
        at = len(name) - 1
        if not 0 < at < MAX_ARCS - 1 or name[at] > 127:
            return oid_text(name)
        arc = name[at]
        shift = 7
        while at > 1 and name[at - 1] > 127:
            at -= 1
            arc |= (name[at] & 127) << shift
            shift += 7
        if name[at - 1] > 127:
            return oid_text(name)  # the first number is two arcs
        beginning = self._beginnings.get(name[:at])
        if beginning is None or arc > MAX_ARC:
            text = oid_text(name)
            if "." in text:  # not the hexadecimal of octets that are no OID
                self._beginnings[name[:at]] = text[: text.rfind(".") + 1]
            return text
        return f"{beginning}{arc}"


def show_varbind(varbind: VarBind, names: Names) -> ShownVarBind:
    """One row."""
    return RowMaker(names).show(varbind)


def show_varbinds(varbinds: Iterable[VarBind], names: Names) -> tuple[ShownVarBind, ...]:
    """Rows in the order of the bindings."""
    show = RowMaker(names).show
    return tuple([show(varbind) for varbind in varbinds])


def type_label(tag: int) -> str:
    """The RFC's name of a value type, or the tag where the RFCs know none."""
    return _LABELS.get(tag) or f"0x{tag:02x}"


_Read: TypeAlias = tuple[str, str, str]
"""Type, text for machines, text for people."""

_LABELS = {value_type.value: value_type.label for value_type in ValueType}
_OCTET_STRING = ValueType.OCTET_STRING.value
_TIME_TICKS = ValueType.TIME_TICKS.value
_OBJECT_IDENTIFIER = ValueType.OBJECT_IDENTIFIER.value


def _number(label: str, decode: Callable[[bytes], int]) -> Callable[[bytes], _Read]:
    def read(contents: bytes) -> _Read:
        text = str(decode(contents))
        return label, text, text

    return read


def _time_ticks(contents: bytes) -> _Read:
    hundredths = decode_unsigned(contents)
    return "TimeTicks", str(hundredths), time_ticks_text(hundredths)


def _octets(contents: bytes) -> _Read:
    if is_printable(contents):
        text = contents.decode("ascii")
        return "OCTET STRING", text, text
    return "OCTET STRING", f"0x{contents.hex()}", contents.hex(" ").upper()


def _any(tag: int, contents: bytes) -> _Read:
    """Types that are rare, unknown tags, and contents that do not fit."""
    if tag not in _LABELS:
        text = f"0x{contents.hex()}"
        return type_label(tag), text, text
    value = Value(tag, contents)
    text = str(value)
    if tag == ValueType.OPAQUE and isinstance(value.native, bytes):
        return type_label(tag), f"0x{contents.hex()}", text
    return type_label(tag), text, text


_READERS: Mapping[int, Callable[[bytes], _Read]] = MappingProxyType(
    {
        ValueType.INTEGER.value: _number("INTEGER", decode_integer),
        ValueType.TIME_TICKS.value: _time_ticks,
        ValueType.OCTET_STRING.value: _octets,
        **{
            value_type.value: _number(value_type.label, decode_unsigned)
            for value_type in (
                ValueType.COUNTER32,
                ValueType.GAUGE32,
                ValueType.COUNTER64,
                ValueType.UINTEGER32,
            )
        },
    }
)
