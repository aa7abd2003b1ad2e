"""Formats with one record a line, each field in words: SimpleAgentPro's walks and MIMIC-like dumps.

Owns both grammars and their types; how numbers, addresses and hexadecimal may be written is `lenient`.

- `.sapwalk`: `1.3.6.1.2.1.1.1.0 , OctetString , some text`, and SimpleAgentPro's four columns,
  `1.3.6.1.2.1.1.1.0, OctetString, RO, fixed(some text)`
- `.dump`, `.mvc`: `1.3.6.1.2.1.1.1.0|6|"some text"`, where the number of the type is not that of BER
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TypeAlias

from trishul.datatypes.values import NUMBER_RANGES, ValueType
from trishul.protocol.ber import encode_varbind
from trishul.simulation.recordings import lenient
from trishul.simulation.recordings.findings import FindingCode, Unreadable, excerpt
from trishul.simulation.recordings.lenient import Findings
from trishul.simulation.recordings.recording import Recording, RecordingBuilder

_Record: TypeAlias = tuple[bytes, ValueType, bytes]
"""Name, type and contents octets."""

_COMMENTS = (b"#", b";", b"//", b"--")
_SAPWALK_TYPES = {
    b"counter": ValueType.COUNTER32,
    b"counter32": ValueType.COUNTER32,
    b"gauge": ValueType.GAUGE32,
    b"gauge32": ValueType.GAUGE32,
    b"unsigned32": ValueType.GAUGE32,
    b"integer": ValueType.INTEGER,
    b"integer32": ValueType.INTEGER,
    b"ipaddress": ValueType.IP_ADDRESS,
    b"null": ValueType.NULL,
    b"objectid": ValueType.OBJECT_IDENTIFIER,
    b"octetstring": ValueType.OCTET_STRING,
    b"bits": ValueType.OCTET_STRING,
    b"timeticks": ValueType.TIME_TICKS,
    b"opaque": ValueType.OPAQUE,
    b"counter64": ValueType.COUNTER64,
}
_DUMP_TYPES = {
    b"0": ValueType.COUNTER32,
    b"1": ValueType.GAUGE32,
    b"2": ValueType.INTEGER,
    b"3": ValueType.IP_ADDRESS,
    b"4": ValueType.NULL,
    b"5": ValueType.OBJECT_IDENTIFIER,
    b"6": ValueType.OCTET_STRING,
    b"7": ValueType.TIME_TICKS,
    b"8": ValueType.COUNTER32,
    b"9": ValueType.COUNTER64,
}
_ACCESS = frozenset((b"ro", b"rw", b"wo", b"na", b"rc", b"read-only", b"read-write"))
_FIXED = re.compile(rb"\s*fixed\s*\((.*)\)\s*", re.DOTALL | re.IGNORECASE)
_CALL = re.compile(rb"\s*([A-Za-z_]\w*)\s*\(")
_HEX = re.compile(rb"0[xX]([0-9A-Fa-f\s]*)")
_HEX_WORD = re.compile(rb"hex:\s*([0-9A-Fa-f.\s:]*)", re.IGNORECASE)


def read_sapwalk(lines: Iterable[bytes]) -> Recording:
    """The recording in lines of octets, with or without line ends. Never raises on their contents."""
    return _read(lines, _sapwalk_record)


def read_dump(lines: Iterable[bytes]) -> Recording:
    """The recording in lines of octets, with or without line ends. Never raises on their contents."""
    return _read(lines, _dump_record)


def _read(lines: Iterable[bytes], read_record: Callable[[bytes, Findings], _Record]) -> Recording:
    builder = RecordingBuilder()
    number = crlf_line = 0
    for number, line in enumerate(lines, 1):
        if not crlf_line and line.endswith(b"\r\n"):
            crlf_line = number
        text = line.rstrip(b"\r\n")
        if not text.strip() or text.lstrip().startswith(_COMMENTS):
            builder.skipped_lines += 1
            continue
        findings: Findings = []
        try:
            name, tag, contents = read_record(text, findings)
        except Unreadable as reason:
            builder.note(reason.code, number, reason.message)
            continue
        for code, message in findings:
            builder.note(code, number, message)
        builder.add(name, encode_varbind(name, tag, contents), number)
    if crlf_line:
        builder.note(FindingCode.CRLF_LINE_ENDS, crlf_line, "Lines end with CR LF; the CR is no part of values")
    return builder.build(number)


def _sapwalk_record(text: bytes, findings: Findings) -> _Record:
    fields = text.split(b",", 2)
    if len(fields) < 3:
        raise Unreadable(FindingCode.BROKEN_LINE, f"{excerpt(text)} is not OID , Type , value")
    tag = _SAPWALK_TYPES.get(fields[1].strip().lower())
    if tag is None:
        raise Unreadable(FindingCode.UNKNOWN_TAG, f"{excerpt(fields[1])} is no value type")
    value = fields[2]
    access, comma, behind = value.partition(b",")
    if comma and access.strip().lower() in _ACCESS:
        value = _fixed(behind)
    value = value.strip()
    name = lenient.name(fields[0].strip().removeprefix(b"."), findings)
    hexadecimal = _HEX.fullmatch(value)
    return name, tag, _contents(tag, value, hexadecimal[1] if hexadecimal else None, findings)


def _fixed(text: bytes) -> bytes:
    """The value in `fixed(value)`; other functions of SimpleAgentPro are not described."""
    match = _FIXED.fullmatch(text)
    if match:
        return match[1]
    if call := _CALL.match(text):
        raise Unreadable(FindingCode.BAD_VALUE, f"{excerpt(call[1])}() is not known, only fixed()")
    return text


def _dump_record(text: bytes, findings: Findings) -> _Record:
    fields = text.split(b"|", 2)
    if len(fields) < 3:
        raise Unreadable(FindingCode.BROKEN_LINE, f"{excerpt(text)} is not OID|T|value")
    tag = _DUMP_TYPES.get(fields[1].strip())
    if tag is None:
        raise Unreadable(FindingCode.UNKNOWN_TAG, f"{excerpt(fields[1])} is no value type")
    value = fields[2]
    name = lenient.name(fields[0].strip().removeprefix(b"."), findings)
    match = _HEX_WORD.fullmatch(value.strip())
    return name, tag, _contents(tag, value, match[1].strip(b". ") if match else None, findings)


def _contents(tag: ValueType, value: bytes, hexadecimal: bytes | None, findings: Findings) -> bytes:
    if tag is ValueType.NULL:
        return b""
    if tag in NUMBER_RANGES:
        return lenient.number(tag, value.strip(), findings)
    if tag is ValueType.OBJECT_IDENTIFIER:
        return lenient.oid_value(value.strip().removeprefix(b"."), findings)
    if tag is ValueType.IP_ADDRESS and hexadecimal is None:
        return lenient.address(value.strip(), findings)
    if hexadecimal is not None:
        return lenient.hexadecimal(tag, re.sub(rb"[\s.:]", b"", hexadecimal), findings)
    if len(value) > 1 and value[:1] == value[-1:] == b'"':
        value = re.sub(rb'\\(["\\])', rb"\1", value[1:-1])
    return lenient.bounded(tag, value)
