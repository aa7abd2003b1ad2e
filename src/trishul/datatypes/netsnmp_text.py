"""Variable bindings as the lines that `snmpwalk -On` of net-snmp 5.9 prints when it has no MIBs.

One renderer for the command line and for raw walks, so that either can be compared with net-snmp line by line. Owns
that text form only; reading it back belongs to the recording parsers, names and display hints to the MIB library. The
forms were taken from the output of net-snmp itself; `tests/interop` compares them again. Long strings of octets span
several lines, sixteen octets each, exactly as there.
"""

from __future__ import annotations

from collections.abc import Callable

from trishul.datatypes import opaque
from trishul.datatypes.contents import decode_integer, decode_unsigned
from trishul.datatypes.oid import oid_text
from trishul.datatypes.values import ValueType, time_ticks_text
from trishul.datatypes.varbind import VarBind
from trishul.errors import DecodeError

HEX_OCTETS_A_LINE = 16

_NUMBER_BUFFER_CHARACTERS = 127
"""net-snmp prints floating point numbers into a buffer of 128 and cuts what does not fit."""

_STRING_OCTETS = bytes((*range(0x09, 0x0E), *range(0x20, 0x7F)))
"""isprint() or isspace() in the C locale: a string of other octets is printed in hexadecimal."""

_UNKNOWN_TYPE = "Variable has bad type"


def netsnmp_line(varbind: VarBind) -> str:
    """`.1.3.6.1.2.1.1.1.0 = STRING: "text"`, without a line end at the end."""
    name, tag, contents = varbind
    return f"{_oid_text(name)} = {netsnmp_value(tag, contents)}"


def netsnmp_value(tag: int, contents: bytes) -> str:
    """The part behind ` = `; octets that do not fit their type are shown in hexadecimal."""
    render = _RENDERERS.get(tag)
    if render is None:
        return _UNKNOWN_TYPE
    try:
        return render(contents)
    except DecodeError:
        return f"Hex-STRING: {_hex(contents)}"


def _oid_text(contents: bytes) -> str:
    text = oid_text(contents)
    return text if text.startswith("0x") else f".{text}"


def _hex(octets: bytes) -> str:
    lines = (octets[start : start + HEX_OCTETS_A_LINE] for start in range(0, len(octets), HEX_OCTETS_A_LINE))
    return "\n".join(f"{line.hex(' ').upper()} " for line in lines)


def _octet_string(contents: bytes) -> str:
    if not contents:
        return '""'
    if contents.translate(None, _STRING_OCTETS):
        return f"Hex-STRING: {_hex(contents)}"
    text = contents.decode("ascii").replace("\\", "\\\\").replace('"', '\\"')
    return f'STRING: "{text}"'


def _opaque(contents: bytes) -> str:
    number = opaque.decode(contents)
    if isinstance(number, bytes):
        return f"OPAQUE: {_hex(contents)}"
    if isinstance(number, float):
        return f"Opaque: Float: {f'{number:f}'[:_NUMBER_BUFFER_CHARACTERS]}"
    word = {opaque.INT64_TAG: "Int64", opaque.UINT64_TAG: "UInt64"}.get(contents[1], "Counter64")
    return f"Opaque: {word}: {number}"


def _ip_address(contents: bytes) -> str:
    if len(contents) != 4:
        raise DecodeError(f"an IpAddress of {len(contents)} octets", 0)
    return f"IpAddress: {contents[0]}.{contents[1]}.{contents[2]}.{contents[3]}"


def _time_ticks(contents: bytes) -> str:
    hundredths = decode_unsigned(contents)
    return f"Timeticks: ({hundredths}) {time_ticks_text(hundredths)}"


def _constant(text: str) -> Callable[[bytes], str]:
    return lambda _contents: text


_RENDERERS: dict[int, Callable[[bytes], str]] = {
    ValueType.INTEGER: lambda contents: f"INTEGER: {decode_integer(contents)}",
    ValueType.OCTET_STRING: _octet_string,
    ValueType.NULL: _constant("NULL"),
    ValueType.OBJECT_IDENTIFIER: lambda contents: f"OID: {_oid_text(contents)}",
    ValueType.IP_ADDRESS: _ip_address,
    ValueType.COUNTER32: lambda contents: f"Counter32: {decode_unsigned(contents)}",
    ValueType.GAUGE32: lambda contents: f"Gauge32: {decode_unsigned(contents)}",
    ValueType.TIME_TICKS: _time_ticks,
    ValueType.OPAQUE: _opaque,
    ValueType.COUNTER64: lambda contents: f"Counter64: {decode_unsigned(contents)}",
    ValueType.UINTEGER32: lambda contents: str(decode_unsigned(contents)),
    ValueType.NO_SUCH_OBJECT: _constant("No Such Object available on this agent at this OID"),
    ValueType.NO_SUCH_INSTANCE: _constant("No Such Instance currently exists at this OID"),
    ValueType.END_OF_MIB_VIEW: _constant(
        "No more variables left in this MIB View (It is past the end of the MIB tree)"
    ),
}
