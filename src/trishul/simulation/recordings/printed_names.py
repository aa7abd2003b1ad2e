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
from trishul.simulation.recordings.snmpwalk_values import PRINTED_TYPES, REMARK, ParsedValue, parse_printed_value
from trishul.smi.display_hint import octet_hint
from trishul.smi.model import BaseType, TypeInfo

_ROOTS = frozenset((b"iso", b"ccitt", b"itu-t", b"joint-iso-ccitt"))
"""Names of one number, which has no octets of its own."""
_PLAIN_INDEX = re.compile(rb"(.*?[A-Za-z_-][\w-]*)((?:\.[0-9]{1,10})+)", re.DOTALL)
"""A name that ends in numbers, which are the arcs themselves."""
_BRACKETS = re.compile(rb"\[((?:\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'|[^\]\"'])*)\]", re.DOTALL)
_OPEN_BRACKET = re.compile(rb"\[\.(?=[0-9])")
"""Before an index that does not fit its type (-OX); nothing closes it."""
_ESCAPED_QUOTES = re.compile(rb"\.\\[\"']")
"""An index of -OE."""
_TYPED_INDEX = re.compile(rb"(?:STRING|Hex-STRING|IpAddress|OID|INTEGER|Gauge32|Unsigned32): ?(.*)", re.DOTALL)
_OID_INDEX = re.compile(rb"[A-Za-z][\w-]*::[^\]\s]+|\.?iso(?:\.[\w-]+)*")
"""An OID as an index (-OX), printed as OIDs are."""
_NUMBER = re.compile(rb"-?[0-9]+")
_PAIRS = re.compile(rb"\"((?:[0-9A-Fa-f]{2}\s+)+)\"\s*")
"""Octets in hexadecimal as quick prints show them: the blank before the closing quote tells them from text."""
_CLOCK = re.compile(rb"[0-9]+:[0-9]{1,2}:[0-9]{1,2}:[0-9]{1,2}\.[0-9]{2}")
_ADDRESS = re.compile(rb"[0-9]{1,3}(?:\.[0-9]{1,3}){3}")
_OID = re.compile(rb"\.[0-9]+(?:\.[0-9]+)+|[A-Za-z][\w-]*::\S+|\.iso(?:\.\S+)?")
_REMARK = re.compile(REMARK, re.IGNORECASE)
_TYPED = re.compile(rb"([A-Za-z][A-Za-z0-9-]*(?: Address)?):(?: (.*))?", re.DOTALL)
_ESCAPE = re.compile(rb'\\(["\\])')

_FRACTION = re.compile(rb"-?[0-9]+\.[0-9]+")
_BASES = {"x": 16, "o": 8}
_OF_OCTETS = frozenset((b"string", b"bits", b"opaque"))
_READ_BY_MIB = frozenset((b"integer", b"counter32", b"gauge32", b"counter64", b"oid"))

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

    def units_of(self, oid_contents: bytes) -> str:
        """The units of a scalar or column by any of its instances, empty without."""

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
        if plain and plain[1].removeprefix(b".") not in _ROOTS:
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
            found = self._names.oid_of(_dotted(text, self._names)).contents
        except (InvalidInput, UnicodeError):
            found = None
        if len(self._bases) < MAX_REMEMBERED:
            self._bases[text] = found
        return found

    def word_of(self, name: bytes) -> bytes:
        """The type word of an object as net-snmp prints it, in lower case; empty where it is not known."""
        info = self._names.type_of(name)
        return _WORDS.get(info.base, b"") if info is not None else b""

    def value(self, name: bytes, text: bytes, findings: Findings) -> ParsedValue:
        """A value behind ` = `, by the type printed with it, or by that of its object. Raises Unreadable."""
        bare, is_other_type = self._bare(name, text)
        typed = _TYPED.fullmatch(bare)
        word = typed[1].lower() if typed else b""
        if typed and word in PRINTED_TYPES:
            self._has_types = True
            return self._typed(name, word, typed[2] or b"", bare, findings)
        word = b"" if is_other_type else self.word_of(name)
        if word:
            return self._untyped(name, word, bare, findings)
        if _NUMBER.fullmatch(bare.strip()) and (is_other_type or not self._has_types):
            return _guess(bare, self, findings)
        try:
            return parse_printed_value(bare, findings)
        except Unreadable as reason:
            if reason.code is not FindingCode.UNTYPED_VALUE:
                raise
            return _guess(bare, self, findings)

    def _bare(self, name: bytes, text: bytes) -> tuple[bytes, bool]:
        """A value without its units and what net-snmp says before it; True where it has another type than the MIB's."""
        remark = _REMARK.match(text)
        if remark:
            return text[remark.end() :], text[:1] != b"("
        units = self._names.units_of(name).encode()
        if units and text.rstrip(b"\r\n").endswith(b" " + units):
            text = text.rstrip(b"\r\n")[: -len(units) - 1]
        return text, False

    def _typed(self, name: bytes, word: bytes, behind: bytes, text: bytes, findings: Findings) -> ParsedValue:
        tag = PRINTED_TYPES[word][0]
        if word == b"oid" and (oid := self.find_name(behind.strip())) is not None:
            return ParsedValue(tag.value, oid)
        info = self._names.type_of(name)
        if info is None or word not in {b"string", _WORDS.get(info.base)}:
            return parse_printed_value(text, findings)
        if word == b"string":
            return self._string(name, info, behind, text, findings)
        if tag is ValueType.INTEGER or info.display_hint:
            meant = self._by_mib(name, info, behind)
            if meant is not None and meant.tag == tag:
                return ParsedValue(meant.tag, meant.contents)
        return parse_printed_value(text, findings)

    def _string(self, name: bytes, info: TypeInfo, behind: bytes, text: bytes, findings: Findings) -> ParsedValue:
        if behind[:1] != b'"':
            return ParsedValue(ValueType.OCTET_STRING.value, self._shown_octets(name, info, behind, findings))
        return parse_printed_value(text, findings)

    def _untyped(self, name: bytes, word: bytes, text: bytes, findings: Findings) -> ParsedValue:
        """A value without its type (-Oq, -OQ), which is that of its object."""
        findings.append((FindingCode.TYPE_OF_OBJECT, f"{excerpt(text)} was printed without its type and has its MIB's"))
        tag = PRINTED_TYPES[word][0]
        bare = text.strip()
        if bare == b"NULL" and word != b"string":
            return ParsedValue(ValueType.NULL.value, b"")
        if word in _OF_OCTETS:
            return ParsedValue(tag.value, self._untyped_octets(name, word, text, findings))
        if bare[:1] == b'"':
            return _guess(text, self, findings)
        if word == b"oid" and (oid := self.find_name(bare)) is not None:
            return ParsedValue(tag.value, oid)
        info = self._names.type_of(name)
        if info is not None and word in _READ_BY_MIB and (info.display_hint or not _NUMBER.fullmatch(bare)):
            meant = self._by_mib(name, info, bare)
            if meant is not None:
                return ParsedValue(meant.tag, meant.contents)
        return ParsedValue(tag.value, PRINTED_TYPES[word][1](text, findings))

    def _untyped_octets(self, name: bytes, word: bytes, text: bytes, findings: Findings) -> bytes:
        """Contents of an OCTET STRING, BITS or Opaque: in quotes, in hexadecimal within quotes, or by its hint."""
        bare = text.strip()
        info = self._names.type_of(name)
        pairs = _PAIRS.fullmatch(text)
        if bare in {b"", b'""'}:
            return b""
        if pairs:
            return bytes.fromhex(pairs[1].decode())
        if word == b"string" and info is not None and bare[:1] != b'"':
            return self._shown_octets(name, info, text, findings)
        if word == b"bits":
            text = bare.replace(b'"', b" ")
        elif word == b"opaque" and _FRACTION.fullmatch(bare):
            text = b"Float: " + bare
        return PRINTED_TYPES[word][1](text, findings)

    def _shown_octets(self, name: bytes, info: TypeInfo, text: bytes, findings: Findings) -> bytes:
        """Octets printed through a DISPLAY-HINT; text that no hint made is what it is."""
        kind = info.display_hint[-1:]
        if kind == "t":  # net-snmp escapes UTF-8, and nothing else that a hint shows
            return _ESCAPE.sub(rb"\1", text)
        if kind in {"", "a"} or not text:
            return text
        meant = self._by_mib(name, info, text.rstrip(b"\r\n"))
        is_read = meant is not None and meant.tag == ValueType.OCTET_STRING
        octets = meant.contents if meant is not None and is_read else text
        hint = octet_hint(info.display_hint)
        if hint is None or not is_read or not hint.is_certain(octets):
            message = f"{excerpt(text)} may stand for other octets by the DISPLAY-HINT '{info.display_hint}'"
            findings.append((FindingCode.AMBIGUOUS_HINT, message))
        return octets

    def _by_mib(self, name: bytes, info: TypeInfo, text: bytes) -> Value | None:
        shown = text.decode("utf-8", "surrogateescape").strip()
        if info.base is BaseType.INTEGER and (base := _BASES.get(info.display_hint[:1])) is not None:
            shown = _cut_to_32_bits(shown, base)
        try:
            return self._names.value_of(name, shown)
        except (InvalidInput, UnicodeError):
            return None


def _cut_to_32_bits(shown: str, base: int) -> str:
    """A number without the upper half of a long, which net-snmp prints of negative ones by their hint."""
    try:
        number = int(shown, base)
    except ValueError:
        return shown
    number &= 0xFFFFFFFF
    signed = number - (1 << 32) if number >> 31 else number
    return format(signed, "x" if base == 16 else "o")


def _guess(text: bytes, reader: NamedReader, findings: Findings) -> ParsedValue:
    """A value printed without its type that cannot be of its object's, or of an object that no MIB knows."""
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
    findings.append((FindingCode.GUESSED_TYPE, f"{excerpt(text)} was printed without its type and is read as {label}"))
    return found


def _dotted(text: bytes, names: PrintedNames) -> str:
    r"""A name with its indexes behind dots: `ifDescr[1]` (-OX) and `x.\"a\"` (-OE) as `ifDescr.1` and `x."a"`.

    Raises InvalidInput for an index that is a name which is not known.
    """
    if b"[" in text:
        text = _OPEN_BRACKET.sub(b".", text)
        text = _BRACKETS.sub(lambda match: _dotted_index(match, names), text)
    if _ESCAPED_QUOTES.search(text):
        text = text.replace(b'\\"', b'"').replace(b"\\'", b"'")
    return text.decode("utf-8", "surrogateescape")


def _dotted_index(match: re.Match[bytes], names: PrintedNames) -> bytes:
    if _OID_INDEX.fullmatch(match[1]):
        return b'."%s"' % str(names.oid_of(match[1].decode())).encode()
    typed = _TYPED_INDEX.fullmatch(match[1])
    if typed is None:
        return b"." + match[1]
    inner = typed[1]
    quoted = (
        inner if inner[:1] in {b'"', b"'"} or _NUMBER.fullmatch(inner) or _ADDRESS.fullmatch(inner) else b'"%s"' % inner
    )
    return b"." + quoted
