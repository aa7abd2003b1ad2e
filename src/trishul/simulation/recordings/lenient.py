"""Numbers, OIDs, addresses and octets as people and tools write them in recordings.

Every function takes the text of one field and a list for findings, gives contents octets and raises Unreadable when
the text has no single meaning. Shared by all formats; only lines that are not in canonical form come here.
"""

from __future__ import annotations

import re
from typing import TypeAlias

from trishul.datatypes import opaque
from trishul.datatypes.contents import encode_integer, encode_oid_contents
from trishul.datatypes.values import NUMBER_RANGES, ValueType
from trishul.errors import InvalidInput
from trishul.simulation.recordings.findings import FindingCode, Unreadable, excerpt

Findings: TypeAlias = list[tuple[FindingCode, str]]

MAX_OCTETS = 65535
"""RFC 2578 §7.1.2: the longest OCTET STRING."""

_NUMBER = re.compile(rb"[+-]?[0-9]{1,40}")
_DOTTED = re.compile(rb"[0-9]{1,40}(?:\.[0-9]{1,40})*")
_ADDRESS = re.compile(rb"[0-9]{1,4}(?:\.[0-9]{1,4}){3}")
_PLACEHOLDER = re.compile(rb"<[^<>]*>")
_HEX_FILLING = re.compile(rb"[\s:.\-]")
_ROOTS = {b"iso": b"1", b"ccitt": b"0", b"itu-t": b"0", b"joint-iso-ccitt": b"2"}
"""Names that net-snmp prints for the first number of an OID when it has no MIBs."""
_OPAQUE_NUMBERS = {
    b"float": lambda text: opaque.encode_float(float(text)),
    b"double": lambda text: opaque.encode_double(float(text)),
    b"int64": lambda text: opaque.encode_int64(int(text)),
    b"uint64": lambda text: opaque.encode_uint64(int(text)),
    b"counter64": lambda text: opaque.encode_uint64(int(text)),
}
_OPAQUE_TEXT = re.compile(rb"([A-Za-z0-9]+):\s*([-+.0-9a-zA-Z]{1,400})\s*")


def unreadable(tag: int, text: bytes) -> Unreadable:
    """The finding for a value that does not fit its type."""
    if _PLACEHOLDER.fullmatch(text.strip()):
        return Unreadable(
            FindingCode.PLACEHOLDER,
            f"{excerpt(text)} stands in for a value of type {ValueType(tag).label}",
        )
    return Unreadable(FindingCode.BAD_VALUE, f"{excerpt(text)} is no {ValueType(tag).label}")


def number(tag: int, text: bytes, findings: Findings) -> bytes:
    """A number of a numeric type."""
    bare = text.strip()
    if not _NUMBER.fullmatch(bare):
        raise unreadable(tag, text)
    value = int(bare)
    if str(value).encode() != text:
        findings.append((FindingCode.IRREGULAR_NUMBER, f"{excerpt(text)} was read as {value}"))
    return encode_integer(fold(tag, value, findings))


def fold(tag: int, value: int, findings: Findings) -> int:
    """The number within the range of its type: what was recorded with the wrong sign has one reading only."""
    low, high = NUMBER_RANGES[ValueType(tag)]
    if low <= value <= high:
        return value
    span = high - low + 1
    folded = value + span if value < low else value - span
    if not low <= folded <= high or not -(span // 2) <= value < span:
        raise Unreadable(
            FindingCode.NUMBER_OUT_OF_RANGE,
            f"{value} does not fit {ValueType(tag).label}",
        )
    findings.append(
        (
            FindingCode.NUMBER_FOLDED,
            f"{value} does not fit {ValueType(tag).label} and was read as {folded}",
        )
    )
    return folded


def name(text: bytes, findings: Findings) -> bytes:
    """The OID in front of a record."""
    bare = text.strip()
    if not bare or not _dotted(bare):
        raise Unreadable(FindingCode.BAD_OID, f"{excerpt(text)} is no OID")
    _note_spaces(text, bare, findings)
    return _encode_oid(bare, FindingCode.BAD_OID, findings)


def oid_value(text: bytes, findings: Findings) -> bytes:
    """An OID as a value; a single number or nothing at all is written in two, as a receiver expects."""
    bare = text.strip()
    dotted = _dotted(bare)
    if not bare or dotted.isdigit():
        findings.append(
            (
                FindingCode.SINGLE_ARC_OID,
                f"{excerpt(text)} was read as {dotted.decode() or '0'}.0",
            )
        )
        return _encode_oid(dotted or b"0", FindingCode.BAD_VALUE, findings)
    if not dotted:
        if re.match(rb"[A-Za-z.]", bare):
            raise Unreadable(FindingCode.SYMBOLIC_OID, f"{excerpt(text)} needs a MIB to be read")
        raise unreadable(ValueType.OBJECT_IDENTIFIER, text)
    _note_spaces(text, bare, findings)
    return _encode_oid(bare, FindingCode.BAD_VALUE, findings)


def _dotted(bare: bytes) -> bytes:
    """The text as plain dotted numbers, empty when it is none."""
    first, dot, rest = bare.removeprefix(b".").partition(b".")
    dotted = _ROOTS.get(first, first) + dot + rest
    return dotted if _DOTTED.fullmatch(dotted) else b""


def _note_spaces(text: bytes, bare: bytes, findings: Findings) -> None:
    if bare != text:
        findings.append((FindingCode.SPACES_AROUND_OID, f"{excerpt(text)} has spaces around it"))


def _encode_oid(bare: bytes, code: FindingCode, findings: Findings) -> bytes:
    dotted = _dotted(bare)
    if bare.startswith(b"."):
        findings.append((FindingCode.LEADING_DOT, f"{excerpt(bare)} has a leading dot"))
    arcs = tuple(map(int, dotted.split(b".")))
    if ".".join(map(str, arcs)).encode() != dotted:
        findings.append((FindingCode.LEADING_ZERO_ARC, f"{excerpt(bare)} has a number such as 01"))
    try:
        return encode_oid_contents(arcs)
    except InvalidInput as error:
        raise Unreadable(code, str(error)) from None


def address(text: bytes, findings: Findings) -> bytes:
    """An IpAddress: dotted, or its four octets as they are."""
    bare = text.strip()
    if _ADDRESS.fullmatch(bare):
        parts = list(map(int, bare.split(b".")))
        if max(parts) > 255:
            raise unreadable(ValueType.IP_ADDRESS, text)
        dotted = ".".join(map(str, parts))
        if dotted.encode() != text:
            findings.append(
                (
                    FindingCode.IRREGULAR_ADDRESS,
                    f"{excerpt(text)} was read as {dotted}",
                )
            )
        return bytes(parts)
    if len(text) == 4:
        findings.append(
            (
                FindingCode.IRREGULAR_ADDRESS,
                f"{excerpt(text)} was read as four octets",
            )
        )
        return text
    raise unreadable(ValueType.IP_ADDRESS, text)


def hexadecimal(tag: int, text: bytes, findings: Findings) -> bytes:
    """Octets from hexadecimal digits; an OCTET STRING may hold plain text instead, a placeholder may not."""
    digits = _HEX_FILLING.sub(b"", text)
    if digits[:2] in (b"0x", b"0X"):
        digits = digits[2:]
    try:
        octets = bytes.fromhex(digits.decode("ascii"))
    except ValueError:
        odd = bool(digits) and not digits.strip(b"0123456789abcdefABCDEF")
        if tag != ValueType.OCTET_STRING or odd or _PLACEHOLDER.fullmatch(text.strip()):
            raise unreadable(tag, text) from None
        findings.append(
            (
                FindingCode.TEXT_FOR_HEX,
                f"{excerpt(text)} is not hexadecimal; it is served as text",
            )
        )
        return bounded(tag, text)
    if digits != text:
        findings.append((FindingCode.IRREGULAR_HEX, "Hexadecimal digits with separators or prefix"))
    return bounded(tag, octets)


def bounded(tag: int, octets: bytes) -> bytes:
    """The octets, unless the type cannot hold so many."""
    fits = len(octets) == 4 if tag == ValueType.IP_ADDRESS else len(octets) <= MAX_OCTETS
    if not fits:
        raise Unreadable(
            FindingCode.BAD_VALUE,
            f"{len(octets)} octets do not fit {ValueType(tag).label}",
        )
    return octets


def opaque_number(text: bytes) -> bytes | None:
    """The octets of an Opaque number in words, `Float: 0.08`; None when the text is something else."""
    match = _OPAQUE_TEXT.fullmatch(text)
    encode = match and _OPAQUE_NUMBERS.get(match[1].lower())
    if not match or not encode:
        return None
    try:
        return encode(match[2])
    except (ValueError, InvalidInput):
        raise unreadable(ValueType.OPAQUE, text) from None
