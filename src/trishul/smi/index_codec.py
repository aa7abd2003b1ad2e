"""INDEX: what the arcs behind a column mean, and the arcs that a text means (RFC 2578 §7.7).

Owns both directions for integers, fixed, variable and IMPLIED strings, OIDs, IpAddress and pairs of InetAddressType and
InetAddress (RFC 4001 §3). The text is net-snmp's: `.3`, `."abc".4`, `.'abc'` where no length is sent, or
`.ipv4."127.0.0.1"`. Octets that are no text stand between the same quotes as their display hint shows them, else in
hexadecimal, where net-snmp prints full stops that nobody can read back. Whatever does not fit its column stays as
numbers, so that a text always leads back to the arcs it came from, and showing never fails. Bad text raises
InvalidInput.

Hot path of names in walks: `bench/` measures it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from enum import Enum
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from typing import NamedTuple

from trishul.errors import InvalidInput
from trishul.smi.display_hint import octet_hint
from trishul.smi.model import BaseType, TypeInfo

Arcs = tuple[int, ...]

_NUMBERS = re.compile(r"[0-9]{1,10}(?:\.[0-9]{1,10})*", re.ASCII)
_NUMBER = re.compile(r"[0-9]{1,10}(?=\.|$)", re.ASCII)
# Patterns of what is read stand as text: Python compiles them when the first is needed, not at every start.
_READABLE_LABEL = r"(?a)(?=.*[A-Za-z])[A-Za-z0-9][\w-]*"
_LABEL = r"(?a)([A-Za-z0-9][\w-]*)(?:\(([0-9]{1,10})\))?(?=\.|$)"
_QUOTED = r"""(?s)(["'])((?:\\.|(?!\1)[^\\])*)\1(?=\.|$)"""
_BARE_ADDRESS = r"(?a)[0-9A-Fa-f]{1,2}(?:[:-][0-9A-Fa-f]{1,2})+(?=\.|$)"
_HEX = re.compile(r"[0-9A-Fa-f]{2}(?: [0-9A-Fa-f]{2})+", re.ASCII)
"""Two octets at least: a name of two letters is a name."""
_ESCAPED = r"(?s)\\(.)"
_LABELLED = frozenset((BaseType.INTEGER, BaseType.UNSIGNED32, BaseType.GAUGE32))
_ADDRESS_TYPES = frozenset(("InetAddressType", "AddressFamilyNumbers"))
_ADDRESSES = frozenset(("InetAddress", "LldpManAddress"))
"""Pairs of type and address; both numberings call IPv4 1 and IPv6 2."""
_ZONE_OCTETS = 4


class Form(Enum):
    """How an index is laid out in arcs."""

    NUMBER = "number"
    FIXED_STRING = "fixed string"
    STRING = "string"
    IMPLIED_STRING = "implied string"
    OID = "oid"
    IMPLIED_OID = "implied oid"
    ADDRESS = "address"
    NETWORK_ADDRESS = "network address"
    REST = "rest"
    """Nothing an INDEX may hold: all arcs from here on are numbers."""


_FORMS: dict[BaseType, Form] = {
    BaseType.INTEGER: Form.NUMBER,
    BaseType.UNSIGNED32: Form.NUMBER,
    BaseType.GAUGE32: Form.NUMBER,
    BaseType.COUNTER32: Form.NUMBER,
    BaseType.TIME_TICKS: Form.NUMBER,
    BaseType.OCTET_STRING: Form.STRING,
    BaseType.OBJECT_IDENTIFIER: Form.OID,
    BaseType.IP_ADDRESS: Form.ADDRESS,
}


class IndexPart(NamedTuple):
    """One index as read from arcs: the text in a name, the text for people, and the arcs it took."""

    column: str
    text: str
    shown: str
    length: int


class IndexColumn:
    """One column of an INDEX and how its values lie in arcs."""

    __slots__ = ("_hint", "form", "is_address", "is_address_type", "labels", "name", "numbers", "quote", "size")

    def __init__(self, name: str, info: TypeInfo, *, is_implied: bool = False) -> None:
        self.name = name
        self.form, self.size = _form(info, is_implied=is_implied)
        self.quote = '"' if self.form is Form.STRING else "'"
        has_labels = info.base in _LABELLED
        self.numbers = dict(info.labels) if has_labels else {}
        self.labels = {number: label for label, number in self.numbers.items() if re.fullmatch(_READABLE_LABEL, label)}
        self.is_address_type = info.name in _ADDRESS_TYPES
        self.is_address = info.name in _ADDRESSES
        hint = octet_hint(info.display_hint) if info.display_hint else None
        self._hint = None if hint is None or hint.is_text else hint

    def quoted(self, octets: bytes, address_type: int | None) -> str | None:
        """Octets between quotes, in the first form that reads back to the same octets; None where there is none."""
        for shown in self._forms(octets, address_type):
            if self._is_safe(shown) or self.unquoted(shown, address_type) == octets:
                escaped = shown.replace("\\", "\\\\").replace(self.quote, f"\\{self.quote}")
                return f"{self.quote}{escaped}{self.quote}"
        return None

    def _is_safe(self, shown: str) -> bool:
        """True for what is read back as it is without trying: most plain texts, and addresses by their hint."""
        if self.is_address:
            return False
        return self._hint.is_reversible if self._hint is not None else not _HEX.fullmatch(shown)

    def _forms(self, octets: bytes, address_type: int | None) -> Iterator[str]:
        if self.is_address and address_type in _ADDRESS_TEXTS:
            address = _ADDRESS_TEXTS[address_type](octets)
            if address is not None:
                yield address
        if self._hint is not None:
            yield self._hint.render(octets)
        text = _text(octets)
        if text is not None or len(octets) > 1:
            yield octets.hex(" ").upper() if text is None else text

    def unquoted(self, text: str, address_type: int | None = None) -> bytes:
        """Octets of a text between quotes: an address, what the display hint shows, hexadecimal, or the text itself."""
        if self.is_address and address_type in _ADDRESS_OCTETS:
            octets = _ADDRESS_OCTETS[address_type](text)
            if octets is not None:
                return octets
        if self._hint is not None:
            try:
                octets = self._hint.parse(text)
            except InvalidInput:
                octets = None
            if octets is not None and (self.form is not Form.FIXED_STRING or len(octets) == self.size):
                return octets
        if _HEX.fullmatch(text):
            octets = bytes.fromhex(text)
            if _text(octets) is None:
                return octets
        return text.encode()


def is_plain_number(info: TypeInfo) -> bool:
    """True for an index of this type that takes one arc and is shown as that number."""
    return _FORMS.get(info.base) is Form.NUMBER and not info.labels


def _form(info: TypeInfo, *, is_implied: bool) -> tuple[Form, int]:
    form = _FORMS.get(info.base, Form.REST)
    if form is Form.STRING:
        if is_implied:
            return Form.IMPLIED_STRING, 0
        if info.is_size and len(info.ranges) == 1 and info.ranges[0][0] == info.ranges[0][1]:
            return Form.FIXED_STRING, info.ranges[0][0]
    if form is Form.OID and is_implied:
        return Form.IMPLIED_OID, 0
    if form is Form.ADDRESS and info.name == "NetworkAddress":
        return Form.NETWORK_ADDRESS, 5
    return form, 4 if form is Form.ADDRESS else 1


def _text(octets: bytes) -> str | None:
    """The text that octets are, None where somebody would not see all of it."""
    try:
        text = octets.decode()
    except UnicodeDecodeError:
        return None
    return text if text.isprintable() else None


class IndexCodec:
    """All columns of one INDEX; for an augmenting row those of its base row (RFC 2578 §7.8)."""

    __slots__ = ("columns", "is_plain")

    def __init__(self, columns: Sequence[IndexColumn]) -> None:
        self.columns = tuple(columns)
        self.is_plain = all(
            column.form is Form.REST or (column.form is Form.NUMBER and not column.labels) for column in self.columns
        )
        """True when the text is the arcs as numbers, whatever they are."""

    def suffix_text(self, arcs: Arcs) -> str:
        """Arcs as they stand in a name, each with its full stop: `.3`, `."abc".4`; never fails."""
        if self.is_plain:
            return _dotted(arcs)
        parts, rest = self.decode(arcs)
        return "".join([f".{part.text}" for part in parts]) + _dotted(rest)

    def decode(self, arcs: Arcs) -> tuple[list[IndexPart], Arcs]:
        """The indexes in arcs, and the arcs left over because they are too many or do not fit."""
        parts: list[IndexPart] = []
        address_type = None
        for column in self.columns:
            part = _DECODERS[column.form](column, arcs, address_type) if arcs else None
            if part is None:
                break
            if column.is_address_type:
                address_type = arcs[0]
            parts.append(part)
            arcs = arcs[part.length :]
        return parts, arcs

    def encode(self, text: str) -> Arcs:
        """The arcs of a suffix such as `3`, `"abc".4` or numbers. Raises InvalidInput."""
        arcs: list[int] = []
        address_type = None
        for column in self.columns:
            if _NUMBERS.fullmatch(text):
                break
            taken, text = _read(column, text, address_type)
            if column.is_address_type and taken:
                address_type = taken[0]
            arcs += taken
            if not text:
                return tuple(arcs)
        return (*arcs, *numbers_of(text))


def numbers_of(text: str) -> Arcs:
    """Arcs of dotted numbers. Raises InvalidInput."""
    if not _NUMBERS.fullmatch(text):
        raise InvalidInput(f"{text[:80]!r} does not continue this name")
    return tuple(map(int, text.split(".")))


def _dotted(arcs: Arcs) -> str:
    return f".{'.'.join(map(str, arcs))}" if arcs else ""


# --- arcs to text ----------------------------------------------------------------------------------------------------


def _decode_number(column: IndexColumn, arcs: Arcs, _address_type: int | None) -> IndexPart:
    text = column.labels.get(arcs[0]) or str(arcs[0])
    return IndexPart(column.name, text, text, 1)


def _decode_numbers(column: IndexColumn, arcs: Arcs, _address_type: int | None) -> IndexPart | None:
    """IpAddress: four arcs; NetworkAddress: a leading 1 and four arcs (RFC 1212 §4.1.6)."""
    if len(arcs) < column.size:
        return None
    text = ".".join(map(str, arcs[: column.size]))
    return IndexPart(column.name, text, ".".join(map(str, arcs[column.size - 4 : column.size])), column.size)


def _decode_oid(column: IndexColumn, arcs: Arcs, _address_type: int | None) -> IndexPart | None:
    length = len(arcs) if column.form is Form.IMPLIED_OID else arcs[0] + 1
    if length > len(arcs):
        return None
    text = ".".join(map(str, arcs[:length]))
    shown = text if column.form is Form.IMPLIED_OID else ".".join(map(str, arcs[1:length]))
    return IndexPart(column.name, text, shown, length)


def _decode_string(column: IndexColumn, arcs: Arcs, address_type: int | None) -> IndexPart | None:
    if column.form is Form.STRING:
        length, start = arcs[0] + 1, 1
    else:
        length, start = (column.size if column.form is Form.FIXED_STRING else len(arcs)), 0
    if length > len(arcs):
        return None
    octets = arcs[start:length]
    if max(octets, default=0) > 255:
        return None
    text = column.quoted(bytes(octets), address_type)
    if text is None:
        return None
    return IndexPart(column.name, text, unescaped(text[1:-1]), length)


def _decode_rest(_column: IndexColumn, _arcs: Arcs, _address_type: int | None) -> None:
    return None


_DECODERS: dict[Form, Callable[[IndexColumn, Arcs, int | None], IndexPart | None]] = {
    Form.NUMBER: _decode_number,
    Form.FIXED_STRING: _decode_string,
    Form.STRING: _decode_string,
    Form.IMPLIED_STRING: _decode_string,
    Form.OID: _decode_oid,
    Form.IMPLIED_OID: _decode_oid,
    Form.ADDRESS: _decode_numbers,
    Form.NETWORK_ADDRESS: _decode_numbers,
    Form.REST: _decode_rest,
}


# --- text to arcs ----------------------------------------------------------------------------------------------------


def unescaped(text: str) -> str:
    """Text between quotes without its backslashes."""
    return re.sub(_ESCAPED, r"\1", text) if "\\" in text else text


def _read(column: IndexColumn, text: str, address_type: int | None) -> tuple[Arcs, str]:
    """The arcs of one index at the beginning of a text, and the text behind its full stop."""
    match = re.match(_QUOTED, text)
    if match is not None and column.form in {Form.OID, Form.IMPLIED_OID}:
        arcs = numbers_of(match[2])
        taken = arcs if column.form is Form.IMPLIED_OID else (len(arcs), *arcs)
    elif match is not None:
        taken = _from_octets(column, column.unquoted(unescaped(match[2]), address_type), match[2])
    elif column.form in _STRING_FORMS and (match := re.match(_BARE_ADDRESS, text)):
        taken = _from_octets(column, bytes(int(part, 16) for part in re.split("[:-]", match[0])), match[0])
    elif match := _NUMBER.match(text):
        return _read_numbers(column, text, int(match[0]))
    elif match := re.match(_LABEL, text):
        taken = (_number_of(column, match),)
    else:
        raise InvalidInput(f"{text[:80]!r} is no value of the index {column.name}")
    return taken, text[match.end() + 1 :]


_STRING_FORMS = frozenset((Form.STRING, Form.FIXED_STRING, Form.IMPLIED_STRING))


def _number_of(column: IndexColumn, match: re.Match[str]) -> int:
    number = column.numbers.get(match[1])
    if number is None or (match[2] and int(match[2]) != number):
        allowed = ", ".join(list(column.numbers)[:20])
        hint = f"; it takes {allowed}" if allowed else f"; it takes {column.form.value}s"
        raise InvalidInput(f"{match[0][:80]!r} is no value of the index {column.name}{hint}")
    return number


def _read_numbers(column: IndexColumn, text: str, first: int) -> tuple[Arcs, str]:
    """Arcs of one index written as numbers, which other indexes follow that are not."""
    length = first + 1 if column.form in {Form.STRING, Form.OID} else column.size
    pieces = text.split(".", length)
    if len(pieces) <= length or not all(_NUMBER.fullmatch(piece) for piece in pieces[:length]):
        raise InvalidInput(f"{text[:80]!r} is no value of the index {column.name}")
    return tuple(map(int, pieces[:length])), pieces[length]


def _from_octets(column: IndexColumn, octets: bytes, text: str) -> Arcs:
    if column.form is Form.STRING:
        return (len(octets), *octets)
    if column.form is Form.IMPLIED_STRING:
        return tuple(octets)
    if column.form is Form.FIXED_STRING:
        if len(octets) != column.size:
            raise InvalidInput(f"{text[:80]!r} has {len(octets)} octets, the index {column.name} has {column.size}")
        return tuple(octets)
    if column.form in {Form.ADDRESS, Form.NETWORK_ADDRESS}:
        address = _ipv4_octets(text)
        if address is not None:
            return (*((1,) if column.form is Form.NETWORK_ADDRESS else ()), *address)
    raise InvalidInput(f"{text[:80]!r} is no value of the index {column.name}")


# --- InetAddress (RFC 4001 §3) ---------------------------------------------------------------------------------------


def _ipv4_text(octets: bytes) -> str | None:
    return ".".join(map(str, octets)) if len(octets) == 4 else None


def _ipv6_text(octets: bytes) -> str | None:
    return octets.hex(":") if len(octets) == 16 else None


def _ipv4_octets(text: str) -> bytes | None:
    try:
        return IPv4Address(text).packed
    except AddressValueError:
        return None


def _ipv6_octets(text: str) -> bytes | None:
    pairs = text.split(":")
    try:
        return bytes.fromhex("".join(pairs)) if len(pairs) == 16 else IPv6Address(text).packed
    except ValueError:
        return None


def _with_zone(show: Callable[[bytes], str | None]) -> Callable[[bytes], str | None]:
    def shown(octets: bytes) -> str | None:
        address = show(octets[:-_ZONE_OCTETS])
        return None if address is None else f"{address}%{int.from_bytes(octets[-_ZONE_OCTETS:], 'big')}"

    return shown


def _zoned(read: Callable[[str], bytes | None]) -> Callable[[str], bytes | None]:
    def octets(text: str) -> bytes | None:
        address_text, _, zone = text.partition("%")
        address = read(address_text)
        if address is None or not _NUMBER.fullmatch(zone) or int(zone) >= 2**32:
            return None
        return address + int(zone).to_bytes(_ZONE_OCTETS, "big")

    return octets


_ADDRESS_TEXTS: dict[int | None, Callable[[bytes], str | None]] = {
    1: _ipv4_text,
    2: _ipv6_text,
    3: _with_zone(_ipv4_text),
    4: _with_zone(_ipv6_text),
}
_ADDRESS_OCTETS: dict[int | None, Callable[[str], bytes | None]] = {
    1: _ipv4_octets,
    2: _ipv6_octets,
    3: _zoned(_ipv4_octets),
    4: _zoned(_ipv6_octets),
}
"""By InetAddressType: ipv4(1), ipv6(2), ipv4z(3), ipv6z(4)."""
