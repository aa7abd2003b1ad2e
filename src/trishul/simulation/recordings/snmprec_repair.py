"""Lines of .snmprec files that are not in canonical form: escapes, words for types, modules, and all kinds of dirt.

Owns what may be repaired and what has no single meaning; the reader of whole files and its fast path are `snmprec`.
Variation modules are imported for lines that name one, so that the others do not wait for them.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from trishul.datatypes.values import NUMBER_RANGES, ValueType
from trishul.simulation.recordings import lenient
from trishul.simulation.recordings.findings import FindingCode, Unreadable, excerpt
from trishul.simulation.recordings.lenient import Findings
from trishul.simulation.variations import multiplex
from trishul.simulation.variations.multiplex import SUBTREE_MODULE, MultiplexLine
from trishul.simulation.variations.options import LineOptions, parse_options
from trishul.simulation.variations.variation import Variation

_TAG = re.compile(rb"([0-9]+)([a-z]*)(?::(.*))?", re.DOTALL)
_ESCAPE = re.compile(rb"\\(?:x([0-9A-Fa-f]{2})|(.?))", re.DOTALL)
_ESCAPED = {
    b"\\": b"\\", b"'": b"'", b'"': b'"', b"a": b"\a", b"b": b"\b",
    b"f": b"\f", b"n": b"\n", b"r": b"\r", b"t": b"\t", b"v": b"\v",
}  # fmt: skip
_NUMBERS = frozenset(map(int, NUMBER_RANGES)) - {ValueType.UINTEGER32}
_OCTETS = frozenset((ValueType.OCTET_STRING, ValueType.OPAQUE, ValueType.IP_ADDRESS))
_TAGS = _NUMBERS | _OCTETS | {ValueType.NULL, ValueType.OBJECT_IDENTIFIER}
_EXCEPTIONS = frozenset((0x80, 0x81, 0x82))
_WORDS = {
    b"integer": ValueType.INTEGER,
    b"integer32": ValueType.INTEGER,
    b"int": ValueType.INTEGER,
    b"octetstring": ValueType.OCTET_STRING,
    b"string": ValueType.OCTET_STRING,
    b"displaystring": ValueType.OCTET_STRING,
    b"bits": ValueType.OCTET_STRING,
    b"null": ValueType.NULL,
    b"objectidentifier": ValueType.OBJECT_IDENTIFIER,
    b"oid": ValueType.OBJECT_IDENTIFIER,
    b"ipaddress": ValueType.IP_ADDRESS,
    b"ip": ValueType.IP_ADDRESS,
    b"counter": ValueType.COUNTER32,
    b"counter32": ValueType.COUNTER32,
    b"gauge": ValueType.GAUGE32,
    b"gauge32": ValueType.GAUGE32,
    b"unsigned32": ValueType.GAUGE32,
    b"uinteger32": ValueType.GAUGE32,
    b"timeticks": ValueType.TIME_TICKS,
    b"opaque": ValueType.OPAQUE,
    b"counter64": ValueType.COUNTER64,
}
"""Types in words, as go-snmpsim writes them."""


class RepairedRecord(NamedTuple):
    """One record in encoded parts, with what was repaired to get there."""

    name: bytes
    tag: int
    contents: bytes
    findings: Findings
    variation: Variation | None = None
    """What answers instead of the value, which is then the one that the line starts from."""


class _Tag(NamedTuple):
    octet: int
    modifier: bytes
    module: bytes


def repair(line: bytes) -> RepairedRecord:
    """The record in a line without its line end. Raises Unreadable."""
    fields = line.split(b"|", 2)
    if len(fields) < 3:
        raise Unreadable(FindingCode.BROKEN_LINE, f"{excerpt(line)} is not OID|TAG|VALUE")
    oid, tag_text, value = fields
    findings: Findings = []
    if tag_text.startswith(b":"):
        raise _no_subtree(tag_text[1:].strip())
    name = lenient.name(oid, findings)
    tag = _tag(tag_text, value, findings)
    if tag.module:
        return _varied(name, tag, value, findings)
    return RepairedRecord(name, tag.octet, _contents(tag, value, findings), findings)


def is_subtree_line(line: bytes) -> bool:
    """True for a line that stands for a subtree and names the module which serves one."""
    fields = line.split(b"|", 2)
    return len(fields) == 3 and fields[1].strip() == b":" + SUBTREE_MODULE.encode()


def read_subtree_line(line: bytes, number: int, findings: Findings) -> MultiplexLine:
    """The line that `is_subtree_line`. Raises Unreadable."""
    oid, _, options = line.split(b"|", 2)

    def unused(text: bytes) -> bytes:
        return text

    settings = parse_options(options)
    read = LineOptions(SUBTREE_MODULE, ValueType.NULL.value, settings, unused, unused, findings)
    return multiplex.parse(lenient.name(oid, findings), number, read)


def _no_subtree(name: bytes) -> Unreadable:
    from trishul.simulation.variations.modules import check_module

    module = check_module(name)
    return Unreadable(FindingCode.SUBTREE_MODULE, f"Variation module {module!r} serves instances, not a subtree")


def _varied(name: bytes, tag: _Tag, options: bytes, findings: Findings) -> RepairedRecord:
    """A line with a variation module; type and modifier are those of the values in its options."""
    from trishul.simulation.variations.modules import check_module, read_variation

    as_hexadecimal = _Tag(tag.octet, b"x", b"")
    variation = read_variation(
        LineOptions(
            check_module(tag.module),
            tag.octet,
            parse_options(options),
            lambda text: _contents(tag, text, findings),
            lambda text: _contents(as_hexadecimal, text, findings),
            findings,
        )
    )
    return RepairedRecord(name, variation.tag, variation.contents_at(0.0), findings, variation)


def _tag(text: bytes, value: bytes, findings: Findings) -> _Tag:
    bare = text.strip().lower()
    word, _, module = bare.partition(b":")
    if word in _WORDS:
        return _Tag(_WORDS[word].value, b"", module)
    match = _TAG.fullmatch(bare)
    if not match or len(match[1]) > 6:
        raise _unknown(text)
    octet, modifier, module = int(match[1]), match[2], match[3] or b""
    if octet in _EXCEPTIONS:
        raise Unreadable(
            FindingCode.RECORDED_EXCEPTION,
            f"{ValueType(octet).label} is an answer, not a value",
        )
    if octet not in _TAGS:
        octet = _tag_in_hexadecimal(text, match[1], value)
    if modifier and (set(modifier) - {modifier[0]} or modifier[:1] not in (b"x", b"e")):
        raise _unknown(text)
    modifier = modifier[:1]
    spelt = b"%d%s" % (octet, modifier)
    if text.partition(b":")[0] != spelt:
        findings.append((FindingCode.MISSPELT_TAG, f"{excerpt(text)} was read as {spelt.decode()}"))
    return _Tag(octet, modifier, module)


def _tag_in_hexadecimal(text: bytes, digits: bytes, value: bytes) -> int:
    """A type written in hexadecimal, `40` for 64, believed only where the value fits it."""
    octet = int(digits, 16)
    if octet not in _TAGS:
        raise _unknown(text)
    findings: Findings = []
    try:
        _contents(_Tag(octet, b"", b""), value, findings)
    except Unreadable:
        raise _unknown(text) from None
    if findings:
        raise _unknown(text)
    return octet


def _unknown(text: bytes) -> Unreadable:
    return Unreadable(FindingCode.UNKNOWN_TAG, f"{excerpt(text)} is no value type")


def _contents(tag: _Tag, value: bytes, findings: Findings) -> bytes:
    """Contents octets of a value by its type and modifier."""
    octet, modifier, _ = tag
    if modifier == b"x" and octet in _OCTETS:
        return lenient.hexadecimal(octet, value, findings)
    if modifier == b"e":
        value = unescape(octet, value)
        if octet in _OCTETS and not (octet == ValueType.IP_ADDRESS and b"." in value):
            return lenient.bounded(octet, value)
    if octet in _NUMBERS:
        return lenient.number(octet, value, findings)
    if octet == ValueType.OBJECT_IDENTIFIER:
        return lenient.oid_value(value, findings)
    if octet == ValueType.IP_ADDRESS:
        return lenient.address(value, findings)
    if octet == ValueType.NULL:
        if value:
            findings.append((FindingCode.NULL_WITH_VALUE, f"{excerpt(value)} was dropped"))
        return b""
    number = lenient.opaque_number(value) if octet == ValueType.OPAQUE else None
    if number is not None:
        findings.append((FindingCode.OPAQUE_TEXT, f"{excerpt(value)} was encoded as an Opaque"))
        return number
    return lenient.bounded(octet, value)


def unescape(tag: int, text: bytes) -> bytes:
    """The octets of a value with modifier `e`: backslash escapes as in Python, only those without a code point."""

    def octet(match: re.Match[bytes]) -> bytes:
        if match[1]:
            return bytes.fromhex(match[1].decode())
        known = _ESCAPED.get(match[2])
        if known is None:
            raise Unreadable(
                FindingCode.BAD_VALUE,
                f"{excerpt(match[0])} is no escape in {ValueType(tag).label}",
            )
        return known

    return _ESCAPE.sub(octet, text)
