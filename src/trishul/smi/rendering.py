"""Values as people read them: what snmpwalk prints behind its type word, for a type of the MIB.

Owns labels, BITS, display hints, units, and honesty about a device that answers with another type than its MIB says.
`value_reading` reads these texts again. A value is never too odd to be shown.

Hot path of walks: a `ValueRenderer` is made once for a column; `bench/` measures it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeAlias

from trishul.datatypes.contents import decode_integer, decode_unsigned
from trishul.datatypes.netsnmp_text import netsnmp_value
from trishul.datatypes.values import ValueType, time_ticks_text
from trishul.errors import DecodeError
from trishul.smi.display_hint import number_hint, octet_hint
from trishul.smi.model import BaseType, TypeInfo

OidText: TypeAlias = Callable[[bytes], str]
"""An OID's contents octets as a name."""
Rendered: TypeAlias = tuple[str, str]
"""The type word with its colon, as `STRING: ` or empty, and the text behind it."""

_TYPE_WORD = re.compile(r"(?:Opaque: (?:Float|Int64|UInt64|Counter64)|OPAQUE|(?:Hex-)?STRING|[A-Z][A-Za-z0-9]+): ")
_HEX_WORDS = frozenset(("Hex-STRING: ", "OPAQUE: "))

_INTEGER = ValueType.INTEGER.value
_OCTET_STRING = ValueType.OCTET_STRING.value
_OBJECT_IDENTIFIER = ValueType.OBJECT_IDENTIFIER.value
_GAUGE32 = ValueType.GAUGE32.value
_UINTEGER32 = ValueType.UINTEGER32.value

TAGS: dict[BaseType, tuple[int, ...]] = {
    BaseType.INTEGER: (_INTEGER,),
    BaseType.OCTET_STRING: (_OCTET_STRING,),
    BaseType.OBJECT_IDENTIFIER: (_OBJECT_IDENTIFIER,),
    BaseType.BITS: (_OCTET_STRING,),
    BaseType.IP_ADDRESS: (ValueType.IP_ADDRESS.value,),
    BaseType.COUNTER32: (ValueType.COUNTER32.value,),
    BaseType.GAUGE32: (_GAUGE32, _UINTEGER32),
    BaseType.UNSIGNED32: (_GAUGE32, _UINTEGER32),
    BaseType.TIME_TICKS: (ValueType.TIME_TICKS.value,),
    BaseType.OPAQUE: (ValueType.OPAQUE.value,),
    BaseType.COUNTER64: (ValueType.COUNTER64.value,),
    BaseType.NULL: (ValueType.NULL.value,),
}
"""The tags that a value of each base type may have; other bases say nothing about a value."""


def render_untyped(tag: int, contents: bytes, oid_text: OidText) -> Rendered:
    """A value of which no MIB is known, on one line but for line ends inside a text."""
    if tag == _OBJECT_IDENTIFIER:
        return "OID: ", oid_text(contents)
    if tag == _INTEGER:
        return "INTEGER: ", str(decode_integer(contents))
    text = netsnmp_value(tag, contents)
    match = _TYPE_WORD.match(text)
    if match is None:
        return "", text
    word, text = match[0], text[match.end() :]
    return (word, " ".join(text.split())) if word in _HEX_WORDS else (word, text)


class ValueRenderer:
    """Shows the values of one object. Without a type, as a value of which nothing is known."""

    __slots__ = ("_oid_text", "_show", "_tags", "_units", "info")

    def __init__(self, info: TypeInfo | None, units: str, oid_text: OidText) -> None:
        self.info = info
        self._oid_text = oid_text
        self._units = f" {units}" if units else ""
        self._tags = TAGS.get(info.base, ()) if info is not None else ()
        self._show = _shower(info, self._units) if info is not None else None

    def render(self, tag: int, contents: bytes) -> Rendered:
        """A value as type word and text."""
        try:
            if tag in self._tags:
                return self._show(contents) if self._show is not None else self._with_units(tag, contents)
            rendered = render_untyped(tag, contents, self._oid_text)
        except DecodeError:
            return "Hex-STRING: ", contents.hex(" ").upper()
        if not self._tags or self.info is None or ValueType.NO_SUCH_OBJECT <= tag <= ValueType.END_OF_MIB_VIEW:
            return rendered
        return "", f"Wrong type ({type_label(tag)}, not {self.info.base.value}): {rendered[1]}"

    def _with_units(self, tag: int, contents: bytes) -> Rendered:
        """net-snmp shows no unit behind an empty string, BITS and addresses."""
        word, text = render_untyped(tag, contents, self._oid_text)
        return word, f"{text}{self._units}" if contents and tag != ValueType.IP_ADDRESS else text


def type_label(tag: int) -> str:
    """A tag's type as the RFCs name it."""
    try:
        return ValueType(tag).label
    except ValueError:
        return f"type 0x{tag:02x}"


def _shower(info: TypeInfo, units: str) -> Callable[[bytes], Rendered] | None:
    """How values of a type are shown; None where the type adds nothing but units."""
    base = info.base
    if base is BaseType.INTEGER:
        return _integers(info, units)
    if base in {BaseType.GAUGE32, BaseType.UNSIGNED32}:
        return _unsigned(info, units)
    if base is BaseType.OCTET_STRING:
        return _octets(info, units)
    if base is BaseType.BITS:
        return _bits(info)
    if base is BaseType.TIME_TICKS:
        return lambda contents: ("Timeticks: ", f"{time_ticks_shown(decode_unsigned(contents))}{units}")
    word = {BaseType.COUNTER32: "Counter32: ", BaseType.COUNTER64: "Counter64: "}.get(base)
    return None if word is None else lambda contents: (word, f"{decode_unsigned(contents)}{units}")


def time_ticks_shown(hundredths: int) -> str:
    """`(123) 0:00:01.23`."""
    return f"({hundredths}) {time_ticks_text(hundredths)}"


def _numbers(info: TypeInfo, units: str) -> Callable[[int], str]:
    """Numbers with their label, or as their hint shows them, and the unit."""
    labels = {number: f"{label}({number}){units}" for label, number in reversed(info.labels)}
    hint = number_hint(info.display_hint) if info.display_hint else None
    if hint is not None:
        return lambda number: labels.get(number) or f"{hint.render(number)}{units}"
    if labels:
        return lambda number: labels.get(number) or f"{number}{units}"
    return lambda number: f"{number}{units}"


def _integers(info: TypeInfo, units: str) -> Callable[[bytes], Rendered]:
    show = _numbers(info, units)
    return lambda contents: ("INTEGER: ", show(decode_integer(contents)))


def _unsigned(info: TypeInfo, units: str) -> Callable[[bytes], Rendered]:
    show = _numbers(info, units)
    return lambda contents: ("Gauge32: ", show(decode_unsigned(contents)))


def _octets(info: TypeInfo, units: str) -> Callable[[bytes], Rendered] | None:
    hint = octet_hint(info.display_hint) if info.display_hint else None
    return None if hint is None else lambda contents: ("STRING: ", f"{hint.render(contents)}{units}")


def _bits(info: TypeInfo) -> Callable[[bytes], Rendered]:
    """Octets, then each bit that is set with its name: `C0 40 a(0) b(1) c(9)`; bit 0 is the highest of octet 0."""
    names = {number: f"{label}({number})" for label, number in reversed(info.labels)}

    def show(contents: bytes) -> Rendered:
        shown = [f"{octet:02X}" for octet in contents]
        for place, octet in enumerate(contents):
            if octet:
                numbers = [place * 8 + bit for bit in range(8) if octet & 0x80 >> bit]
                shown += [names.get(number) or str(number) for number in numbers]
        return "BITS: ", " ".join(shown)

    return show
