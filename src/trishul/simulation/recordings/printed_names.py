"""Names and values that snmpwalk printed by its MIBs, read back by ours.

Owns the narrow protocol that a MIB library fulfils above this package, and the reading of names and values by it: OIDs
in words with indexes in every style, values printed without their type, labels, hints and units. Values whose type was
printed keep it, whatever the MIB says: the device answered so. Lines are `snmpwalk_text`, values without MIBs
`snmpwalk_values`.
"""

from __future__ import annotations

import re
from typing import Protocol

from trishul.datatypes.oid import Oid
from trishul.datatypes.values import Value, ValueType
from trishul.errors import InvalidInput
from trishul.simulation.recordings.findings import FindingCode, Unreadable, excerpt
from trishul.simulation.recordings.lenient import Findings
from trishul.simulation.recordings.oid_tables import MAX_REMEMBERED, ArcTable
from trishul.simulation.recordings.snmpwalk_values import PRINTED_TYPES, ParsedValue, parse_printed_value
from trishul.smi.model import BaseType, TypeInfo

_PLAIN_INDEX = re.compile(rb"(.*?[A-Za-z_-][\w-]*)((?:\.[0-9]{1,10})+)", re.DOTALL)
"""A name that ends in numbers, which are the arcs themselves."""
_BRACKETS = re.compile(rb"\[((?:\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'|[^\]\"'])*)\]", re.DOTALL)
_TYPED_INDEX = re.compile(rb"(?:STRING|Hex-STRING|IpAddress|OID|INTEGER|Gauge32|Unsigned32): ?(.*)", re.DOTALL)
_NUMBER = re.compile(rb"-?[0-9]+")
_PAIRS = re.compile(rb"\"((?:[0-9A-Fa-f]{2} )+)\"\s*")
"""Octets in hexadecimal as quick prints show them: the blank before the closing quote tells them from text."""
_CLOCK = re.compile(rb"[0-9]+:[0-9]{1,2}:[0-9]{1,2}:[0-9]{1,2}\.[0-9]{2}")
_ADDRESS = re.compile(rb"[0-9]{1,3}(?:\.[0-9]{1,3}){3}")
_OID = re.compile(rb"\.[0-9]+(?:\.[0-9]+)+|[A-Za-z][\w-]*::\S+|\.iso(?:\.\S+)?")
_MANY_DOTS = 3

_WORDS: dict[BaseType, bytes] = {
    BaseType.INTEGER: b"integer",
    BaseType.OCTET_STRING: b"string",
    BaseType.OBJECT_IDENTIFIER: b"oid",
    BaseType.BITS: b"bits",
    BaseType.IP_ADDRESS: b"ipaddress",
    BaseType.COUNTER32: b"counter32",
    BaseType.GAUGE32: b"gauge32",
    BaseType.UNSIGNED32: b"gauge32",
    BaseType.TIME_TICKS: b"timeticks",
    BaseType.OPAQUE: b"opaque",
    BaseType.COUNTER64: b"counter64",
}
"""The word that net-snmp prints before values of a type."""


class PrintedNames(Protocol):
    """What a MIB library knows of names and types; `library.names.Names` is one."""

    def oid_of(self, text: str) -> Oid:
        """The OID of a name. Raises InvalidInput."""

    def type_of(self, oid_contents: bytes) -> TypeInfo | None:
        """The type of a scalar or column by any of its instances; None where it is not known."""

    def value_of(self, oid_contents: bytes, plain: str | float) -> Value:
        """The value that a text means for an object. Raises InvalidInput."""


class NamedReader:
    """Reads names and values of one file; columns are looked up once."""

    def __init__(self, names: PrintedNames) -> None:
        self._names = names
        self._arcs = ArcTable()
        self._bases: dict[bytes, bytes | None] = {}
        self._has_types = False
        """True once a type was printed: then a bare number can only be TimeTicks (-Ot)."""

    def find_name(self, text: bytes) -> bytes | None:
        """Contents octets of a name; None for what is none that the MIBs know."""
        plain = _PLAIN_INDEX.fullmatch(text)
        if plain:
            base = self._base(plain[1])
            if base is None:
                return None
            try:
                return base + b"".join([self._arcs[arc] for arc in plain[2][1:].split(b".")])
            except KeyError:
                return None
        return self._base(text)

    def _base(self, text: bytes) -> bytes | None:
        if text in self._bases:
            return self._bases[text]
        try:
            found = self._names.oid_of(_dotted(text)).contents
        except InvalidInput:
            found = None
        if len(self._bases) < MAX_REMEMBERED:
            self._bases[text] = found
        return found

    def word_of(self, name: bytes) -> bytes:
        """The type word of an object as net-snmp prints it, in lower case; empty where it is not known."""
        info = self._names.type_of(name)
        return _WORDS.get(info.base, b"") if info is not None else b""

    def value(self, name: bytes, text: bytes, word: bytes, findings: Findings) -> ParsedValue:
        """A value behind ` = `, by the type word printed with it, or by that of its object. Raises Unreadable."""
        if text[:10] == b"Wrong Type":
            return parse_printed_value(text, findings)
        if word and text[: len(word) + 1].lower() == word + b":":
            self._has_types = True
            return self._typed(name, word, text[len(word) + 1 :].removeprefix(b" "), text, findings)
        if not word and not self._has_types and _NUMBER.fullmatch(text.strip()):
            return _guess(text, self, findings)
        try:
            return parse_printed_value(text, findings) if not word else self._untyped(name, word, text, findings)
        except Unreadable as reason:
            if reason.code is not FindingCode.UNTYPED_VALUE:
                raise
            return _guess(text, self, findings)

    def _typed(self, name: bytes, word: bytes, behind: bytes, text: bytes, findings: Findings) -> ParsedValue:
        tag = PRINTED_TYPES[word][0]
        if word == b"oid" and (oid := self.find_name(behind.strip())) is not None:
            return ParsedValue(tag.value, oid)
        info = self._names.type_of(name)
        if info is None or word not in {b"string", _WORDS.get(info.base)}:
            return parse_printed_value(text, findings)
        if word == b"string" and behind[:1] != b'"':
            return ParsedValue(tag.value, self._shown_octets(name, info, behind))
        if word == b"string" and behind.count(b".") >= _MANY_DOTS and 2 * behind.count(b".") > len(behind):
            message = f"{excerpt(behind)} may be octets that were printed as dots (-Oa)"
            findings.append((FindingCode.REPLACED_OCTETS, message))
        meant = self._by_mib(name, behind) if tag is ValueType.INTEGER or info.display_hint else None
        if meant is not None and meant.tag == tag:
            return ParsedValue(meant.tag, meant.contents)
        return parse_printed_value(text, findings)

    def _untyped(self, name: bytes, word: bytes, text: bytes, findings: Findings) -> ParsedValue:
        """A value without its type (-Oq, -OQ), which is that of its object."""
        info = self._names.type_of(name)
        tag = PRINTED_TYPES[word][0]
        bare = text.strip()
        pairs = _PAIRS.fullmatch(text)
        if pairs and word in {b"string", b"opaque"}:
            return ParsedValue(tag.value, bytes.fromhex(pairs[1].decode()))
        if bare == b'""' or (not bare and word == b"string"):
            return ParsedValue(tag.value if word != b"oid" else ValueType.OCTET_STRING.value, b"")
        if bare == b"NULL" and word != b"string":
            return ParsedValue(ValueType.NULL.value, b"")
        if word == b"bits":
            text = bare.replace(b'"', b" ")
        elif word == b"string" and info is not None and text[:1] != b'"':
            return ParsedValue(tag.value, self._shown_octets(name, info, text))
        elif word == b"oid" and (oid := self.find_name(bare)) is not None:
            return ParsedValue(tag.value, oid)
        elif not _NUMBER.fullmatch(bare) and word not in {b"string", b"timeticks", b"ipaddress", b"opaque"}:
            meant = self._by_mib(name, bare)
            if meant is not None:
                return ParsedValue(meant.tag, meant.contents)
        return ParsedValue(tag.value, PRINTED_TYPES[word][1](text, findings))

    def _shown_octets(self, name: bytes, info: TypeInfo, text: bytes) -> bytes:
        """Octets printed through a DISPLAY-HINT; text that no hint made is what it is."""
        if info.display_hint and not _is_text(info.display_hint):
            meant = self._by_mib(name, text.rstrip(b"\r\n"))
            if meant is not None and meant.tag == ValueType.OCTET_STRING:
                return meant.contents
        return text

    def _by_mib(self, name: bytes, text: bytes) -> Value | None:
        try:
            return self._names.value_of(name, text.decode("utf-8", "surrogateescape").strip())
        except (InvalidInput, UnicodeError):
            return None


def _guess(text: bytes, reader: NamedReader, findings: Findings) -> ParsedValue:
    """A value of an object that no MIB knows, printed without its type: what it looks like."""
    bare = text.strip()
    pairs = _PAIRS.fullmatch(text)
    if pairs:
        found = ParsedValue(ValueType.OCTET_STRING.value, bytes.fromhex(pairs[1].decode()))
    elif _NUMBER.fullmatch(bare):
        word = b"integer" if -(1 << 31) <= int(bare) < 1 << 31 else b"counter64"
        found = ParsedValue(PRINTED_TYPES[word][0].value, PRINTED_TYPES[word][1](bare, findings))
    elif _CLOCK.fullmatch(bare):
        found = ParsedValue(ValueType.TIME_TICKS.value, PRINTED_TYPES[b"timeticks"][1](bare, findings))
    elif _ADDRESS.fullmatch(bare):
        found = ParsedValue(ValueType.IP_ADDRESS.value, PRINTED_TYPES[b"ipaddress"][1](bare, findings))
    elif _OID.fullmatch(bare) and (oid := reader.find_name(bare)) is not None:
        found = ParsedValue(ValueType.OBJECT_IDENTIFIER.value, oid)
    else:
        found = ParsedValue(ValueType.OCTET_STRING.value, PRINTED_TYPES[b"string"][1](text, findings))
    label = ValueType(found.tag).label
    findings.append((FindingCode.GUESSED_TYPE, f"{excerpt(text)} has no type and no MIB knows one: read as {label}"))
    return found


def _dotted(text: bytes) -> str:
    r"""A name with its indexes behind dots: `ifDescr[1]` (-OX) and `x.\"a\"` (-OE) as `ifDescr.1` and `x."a"`."""
    if b"[" in text:
        text = _BRACKETS.sub(_dotted_index, text)
    if b'\\"' in text and b'"' not in text.replace(b'\\"', b""):
        text = text.replace(b'\\"', b'"')
    return text.decode("utf-8", "surrogateescape")


def _dotted_index(match: re.Match[bytes]) -> bytes:
    typed = _TYPED_INDEX.fullmatch(match[1])
    if typed is None:
        return b"." + match[1]
    inner = typed[1]
    quoted = (
        inner if inner[:1] in {b'"', b"'"} or _NUMBER.fullmatch(inner) or _ADDRESS.fullmatch(inner) else b'"%s"' % inner
    )
    return b"." + quoted


def _is_text(display_hint: str) -> bool:
    return display_hint[-1:] in {"a", "t"}
