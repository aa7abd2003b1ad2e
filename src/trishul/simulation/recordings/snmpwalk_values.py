"""Values as snmpwalk prints them, `TYPE: text`, back to tag and contents octets.

Owns the type names of net-snmp 5.9, also in the capitals some Windows tools use, and what each type's text may look
like: enumerations, units, escapes, the two forms of TimeTicks. Raises Unreadable where a MIB would be needed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from trishul.datatypes.values import ValueType
from trishul.simulation.recordings import lenient, snmpwalk_hints
from trishul.simulation.recordings.findings import FindingCode, Unreadable, excerpt
from trishul.simulation.recordings.lenient import Findings, unreadable

REMARK = rb"(?:Wrong Type \(should be [^)]*\):|\(Bad hint ignored: [^)]*\))\s*"
"""What net-snmp says before a value that is not as its MIB has it."""
_REMARK = re.compile(REMARK, re.IGNORECASE)
_TYPED = re.compile(rb"([A-Za-z][A-Za-z0-9-]*(?: Address)?):(?: (.*))?", re.DOTALL)
_ENUMERATION = re.compile(rb"[^()]*\((-?[0-9]+)\)")
_WITH_UNITS = re.compile(rb"(-?[0-9]+)\s+[^0-9\s].*", re.DOTALL)
_FRACTION = re.compile(rb"(-?)([0-9]*)\.([0-9]{1,9})(?:\s+\S.*)?")
_TICKS = re.compile(rb"\(([0-9]+)\).*", re.DOTALL)
_CLOCK = re.compile(rb"([0-9]+):([0-9]{1,2}):([0-9]{1,2}):([0-9]{1,2})\.([0-9]{2})")
_QUOTED = re.compile(rb'"((?:[^"\\]|\\.)*)"\s*', re.DOTALL)
_ESCAPE = re.compile(rb'\\(["\\])')
_HEX_ADDRESS = re.compile(rb"[0-9A-Fa-f]{1,2}(?::[0-9A-Fa-f]{1,2}){3}")


class ParsedValue(NamedTuple):
    """A value in encoded parts."""

    tag: int
    contents: bytes


def parse_printed_value(text: bytes, findings: Findings) -> ParsedValue:
    """The value behind ` = `, several lines joined by line feeds. Raises Unreadable."""
    remark = _REMARK.match(text)
    if remark:
        text = text[remark.end() :]
    match = _TYPED.fullmatch(text)
    parse = match and PRINTED_TYPES.get(match[1].lower())
    if match and parse:
        tag, contents_of = parse
        return ParsedValue(tag.value, contents_of(match[2] or b"", findings))
    bare = text.strip()
    if bare == b'""':
        return ParsedValue(ValueType.OCTET_STRING.value, b"")
    if bare.upper() == b"NULL":
        return ParsedValue(ValueType.NULL.value, b"")
    if bare.isdigit() or _CLOCK.fullmatch(bare):
        return ParsedValue(ValueType.TIME_TICKS.value, _time_ticks(bare, findings))
    raise Unreadable(
        FindingCode.UNTYPED_VALUE,
        f"{excerpt(text)} was printed without its type, which needs a MIB",
    )


def _number(tag: ValueType) -> Callable[[bytes, Findings], bytes]:
    def contents(text: bytes, findings: Findings) -> bytes:
        bare = text.strip()
        match = _ENUMERATION.fullmatch(bare) or _WITH_UNITS.fullmatch(bare)
        if match:
            bare = match[1]
        elif fraction := _FRACTION.fullmatch(bare):
            bare = fraction[1] + (fraction[2] + fraction[3]).lstrip(b"0").rjust(1, b"0")
            findings.append(
                (FindingCode.DISPLAY_HINT_UNDONE, f"{excerpt(text)} was read as {bare.decode()}"),
            )
        return lenient.number(tag, bare, findings)

    return contents


def _time_ticks(text: bytes, findings: Findings) -> bytes:
    bare = text.strip()
    if match := _TICKS.fullmatch(bare):
        bare = match[1]
    elif match := _CLOCK.fullmatch(bare):
        days, hours, minutes, seconds, hundredths = map(int, match.groups())
        bare = b"%d" % ((((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 100 + hundredths)
    return lenient.number(ValueType.TIME_TICKS, bare, findings)


def _string(text: bytes, findings: Findings) -> bytes:
    if text.startswith(b'"'):
        match = _QUOTED.fullmatch(text)
        end = text.rfind(b'"')
        if match:
            inner = match[1]
        elif end > 0:
            inner = text[1:end]  # a quote inside was not escaped, as old versions print it
        else:
            inner = text[1:]
            findings.append((FindingCode.CUT_STRING, "The string has no closing quote"))
        return lenient.bounded(ValueType.OCTET_STRING, _ESCAPE.sub(rb"\1", inner))
    undone = snmpwalk_hints.hardware_address(text) or snmpwalk_hints.date_and_time(text)
    if undone is not None:
        findings.append(
            (
                FindingCode.DISPLAY_HINT_UNDONE,
                f"{excerpt(text)} was read as {len(undone)} octets",
            )
        )
        return undone
    if text:
        message = f"{excerpt(text)} was printed without quotes, as through a DISPLAY-HINT, and is read as that text"
        findings.append((FindingCode.UNKNOWN_HINT, message))
    return lenient.bounded(ValueType.OCTET_STRING, text)


def _hexadecimal(tag: ValueType) -> Callable[[bytes, Findings], bytes]:
    def contents(text: bytes, findings: Findings) -> bytes:
        del findings
        octets = snmpwalk_hints.hexadecimal(text)
        if octets is None:
            raise unreadable(tag, text)
        return lenient.bounded(tag, octets)

    return contents


def _bits(text: bytes, findings: Findings) -> bytes:
    del findings
    octets = snmpwalk_hints.bits(text)
    if octets is None:
        raise unreadable(ValueType.OCTET_STRING, text)
    return octets


def _opaque(text: bytes, findings: Findings) -> bytes:
    number = lenient.opaque_number(text.strip())
    if number is not None and text.lstrip()[:6].lower() == b"float:":
        message = f"{excerpt(text)} is a float or a double, of which six decimals were printed; it is read as a float"
        findings.append((FindingCode.FLOAT_PRINTED, message))
    return _hexadecimal(ValueType.OPAQUE)(text, findings) if number is None else number


def _address(text: bytes, findings: Findings) -> bytes:
    bare = text.strip()
    if _HEX_ADDRESS.fullmatch(bare):
        return bytes(int(part, 16) for part in bare.split(b":"))
    return lenient.address(bare, findings)


def _oid(text: bytes, findings: Findings) -> bytes:
    return lenient.oid_value(text.strip().removeprefix(b"."), findings)


def _null(text: bytes, findings: Findings) -> bytes:
    del text, findings
    return b""


PRINTED_TYPES: dict[bytes, tuple[ValueType, Callable[[bytes, Findings], bytes]]] = {
    **dict.fromkeys((b"integer", b"integer32"), (ValueType.INTEGER, _number(ValueType.INTEGER))),
    **dict.fromkeys((b"counter32", b"counter"), (ValueType.COUNTER32, _number(ValueType.COUNTER32))),
    **dict.fromkeys(
        (b"gauge32", b"gauge", b"unsigned32", b"uinteger32"),
        (ValueType.GAUGE32, _number(ValueType.GAUGE32)),
    ),
    b"counter64": (ValueType.COUNTER64, _number(ValueType.COUNTER64)),
    b"timeticks": (ValueType.TIME_TICKS, _time_ticks),
    b"string": (ValueType.OCTET_STRING, _string),
    b"hex-string": (ValueType.OCTET_STRING, _hexadecimal(ValueType.OCTET_STRING)),
    b"bits": (ValueType.OCTET_STRING, _bits),
    b"oid": (ValueType.OBJECT_IDENTIFIER, _oid),
    **dict.fromkeys((b"ipaddress", b"network address"), (ValueType.IP_ADDRESS, _address)),
    b"opaque": (ValueType.OPAQUE, _opaque),
    b"null": (ValueType.NULL, _null),
}
"""Type words of net-snmp in lower case, with their type and the reader of their text."""

WRAPPED_TYPES = frozenset((b"hex-string", b"bits", b"opaque"))
"""Types whose hexadecimal digits go on in the next line after sixteen octets."""
