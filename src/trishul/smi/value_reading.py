"""Values from plain text and numbers, by the type that the MIB gives an object.

Reads all that `rendering` shows: labels (`up`, `up(1)`, `1`), BITS, display hints, dates, quoted and hexadecimal
octets, units behind a number; and checks labels, ranges and sizes. A number as such is the number on the wire; a text
with a decimal point is read by the hint. What looks like hexadecimal and would show as text is text.
Raises InvalidInput with what is allowed instead.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from math import isfinite
from typing import TypeAlias

from trishul.datatypes import opaque
from trishul.datatypes.oid import Oid
from trishul.datatypes.typed_text import parse_value
from trishul.datatypes.values import NUMBER_RANGES, Value, ValueType
from trishul.errors import InvalidInput
from trishul.smi.display_hint import NumberHint, number_hint, octet_hint
from trishul.smi.model import BaseType, TypeInfo
from trishul.smi.rendering import ValueRenderer

Plain: TypeAlias = str | int | float
OidOf: TypeAlias = Callable[[str], Oid]
"""The OID that a name means; raises InvalidInput."""

_NAMED_NUMBER = re.compile(r"(.+?)\((-?\d{1,10})\)", re.ASCII)
_BIT_NUMBER = re.compile(r"\d{1,4}", re.ASCII)
_WHOLE = re.compile(r"[+-]?\d{1,20}|0[xX][0-9a-fA-F]{1,16}", re.ASCII)
_TICKS = re.compile(r"(?:\((\d{1,10})\)\s*)?(?:(\d{1,5}) days?, )?(\d{1,3}):(\d\d):(\d\d)(?:\.(\d\d?))?", re.ASCII)
_TICKS_BY_COLONS = re.compile(r"()(\d{1,5}):(\d{1,3}):(\d\d?):(\d\d?)(?:\.(\d\d?))?", re.ASCII)
_SECONDS = re.compile(r"(\d{1,8})(?:\.(\d\d?))? ?s", re.ASCII)
_HEX_PAIRS = re.compile(r"[0-9A-Fa-f]{2}(?:\s+[0-9A-Fa-f]{2})*\s*", re.ASCII)
_HEX_STRING = re.compile(r"Hex-STRING:\s*((?:[0-9A-Fa-f]{2}\s*)*)", re.ASCII)
_HEX_NUMBER = re.compile(r"0[xX]((?:[0-9A-Fa-f]{2})*)", re.ASCII)
_ISO_DATE = re.compile(
    r"(\d{4})-(\d\d?)-(\d\d?)[T ,]+(\d\d?):(\d\d?)(?::(\d\d?)(?:\.(\d))?)?\s*(Z|[+-]\d\d?:?\d\d)?", re.ASCII
)
_SHOWN_OCTETS = frozenset((*range(0x09, 0x0E), *range(0x20, 0x7F)))
_MAX_NAMED = 12
"""How many labels a message lists."""
_NUMBER_TYPES: dict[BaseType, ValueType] = {
    BaseType.INTEGER: ValueType.INTEGER,
    BaseType.COUNTER32: ValueType.COUNTER32,
    BaseType.GAUGE32: ValueType.GAUGE32,
    BaseType.UNSIGNED32: ValueType.GAUGE32,
    BaseType.TIME_TICKS: ValueType.TIME_TICKS,
    BaseType.COUNTER64: ValueType.COUNTER64,
}


def parse_rendered(info: TypeInfo | None, units: str, plain: Plain, oid_of: OidOf) -> Value:
    """A value of a type from what `rendering` shows for it, or from a number. Raises InvalidInput.

    Without a type a text makes an OCTET STRING, a whole number an INTEGER, a fraction an Opaque float.
    """
    if isinstance(plain, str) and units:
        plain = plain.removesuffix(f" {units}")
    base = info.base if info is not None else BaseType.UNKNOWN
    if info is None or base not in _READERS:
        if base in {BaseType.TABLE, BaseType.ROW}:
            raise InvalidInput("A table or row has no value of its own; name a column")
        return _untyped(plain)
    return _READERS[base](info, plain, oid_of)


def _untyped(plain: Plain) -> Value:
    if isinstance(plain, str):
        octets = _shown_octets(plain)
        return Value.octet_string(plain if octets is None else octets)
    return Value.integer(plain) if isinstance(plain, int) else Value.opaque_float(plain)


# --- numbers ---------------------------------------------------------------------------------------------------------


def _number(info: TypeInfo, plain: Plain, _oid_of: OidOf) -> Value:
    value_type = _NUMBER_TYPES[info.base]
    number = _labelled(info, plain) if info.labels else None
    if number is None:
        hint = number_hint(info.display_hint) if info.display_hint else None
        number = _whole(plain, hint, value_type)
        _check_label(info, number)
    if not info.labels:
        _check_range(info, number, value_type)
    return Value.number(value_type, number)


def _labelled(info: TypeInfo, plain: Plain) -> int | None:
    """The number of a label, written `up` or `up(1)`; None for what is no label."""
    if isinstance(plain, bool):
        plain = "true" if plain else "false"
    if not isinstance(plain, str) or _WHOLE.fullmatch(plain.strip()):
        return None
    text = plain.strip()
    match = _NAMED_NUMBER.fullmatch(text)
    label = match[1] if match else text
    same = [number for name, number in info.labels if name == label]
    same = same or [number for name, number in info.labels if name.lower() == label.lower()]
    if not same or (match and int(match[2]) != same[0]):
        raise InvalidInput(f"{text[:80]!r} is none of {_labels_text(info)}")
    return same[0]


def _check_label(info: TypeInfo, number: int) -> None:
    if info.labels and all(number != known for _, known in info.labels):
        raise InvalidInput(f"{number} is none of {_labels_text(info)}")


def _labels_text(info: TypeInfo) -> str:
    named = [f"{label}({number})" for label, number in info.labels]
    return ", ".join(named[:_MAX_NAMED]) + (f" … ({len(named)} in all)" if len(named) > _MAX_NAMED else "")


def _whole(plain: Plain, hint: NumberHint | None, value_type: ValueType) -> int:
    if isinstance(plain, float):
        if plain.is_integer() and not (hint and hint.decimals):
            return int(plain)
        if hint is None or not hint.decimals or not isfinite(plain):
            raise InvalidInput(f"{value_type.label} holds whole numbers, not {plain}")
        scaled = plain * float(10**hint.decimals)
        if not isfinite(scaled):
            raise InvalidInput(f"{plain} does not fit {value_type.label}")
        return round(scaled)
    if not isinstance(plain, str):
        return int(plain)
    text = plain.strip()
    if hint is not None:
        return hint.parse(text)
    if not _WHOLE.fullmatch(text):
        raise InvalidInput(f"{text[:80]!r} is not a whole number")
    return int(text, 0) if text[:2] in {"0x", "0X"} else int(text)


def _check_range(info: TypeInfo, number: int, value_type: ValueType) -> None:
    ranges = () if info.is_size else info.ranges
    low, high = NUMBER_RANGES[value_type]
    if ranges and not any(first <= number <= (high if last is None else last) for first, last in ranges):
        raise InvalidInput(f"{number} is not allowed: {_ranges_text(info)}")
    if not low <= number <= high:
        raise InvalidInput(f"{number} does not fit {value_type.label} ({low}..{high})")


def _ranges_text(info: TypeInfo) -> str:
    texts = [
        str(first) if first == last else f"{first}..{'MAX' if last is None else last}" for first, last in info.ranges
    ]
    return " or ".join(texts)


def _ticks(info: TypeInfo, plain: Plain, oid_of: OidOf) -> Value:
    """Hundredths of a second, `(123) 0:00:01.23`, `1 day, 2:03:04.05`, `1:2:3:4.5` or `90 s`."""
    hundredths = _hundredths(plain.strip()) if isinstance(plain, str) else None
    return _number(info, plain if hundredths is None else hundredths, oid_of)


def _hundredths(text: str) -> int | None:
    """A time as it is shown or written; None for any other text."""
    if (spoken := _SECONDS.fullmatch(text)) is not None:
        return int(spoken[1]) * 100 + int((spoken[2] or "").ljust(2, "0"))
    match = _TICKS.fullmatch(text) or _TICKS_BY_COLONS.fullmatch(text)
    if match is None:
        return None
    if match[1]:
        return int(match[1])
    days, hours, minutes, seconds = (int(part or 0) for part in match.groups()[1:5])
    return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 100 + int((match[6] or "").ljust(2, "0"))


# --- octets ----------------------------------------------------------------------------------------------------------


def _octets(info: TypeInfo, plain: Plain, _oid_of: OidOf) -> Value:
    octets = _from_text(info, plain) if isinstance(plain, str) else str(plain).encode()
    if info.is_size and info.ranges:
        size = len(octets)
        if not any(low <= size and (high is None or size <= high) for low, high in info.ranges):
            raise InvalidInput(f"{size} octets are not allowed: {_ranges_text(info)} octets")
    return Value.octet_string(octets)


def _from_text(info: TypeInfo, text: str) -> bytes:
    hint = octet_hint(info.display_hint) if info.display_hint else None
    if hint is None:
        octets = _shown_octets(text, is_one=info.is_size and info.ranges == ((1, 1),))
        return text.encode() if octets is None else octets
    if hint.is_text:
        return hint.parse(text)
    if info.name == "DateAndTime" and (date := _ISO_DATE.fullmatch(text.strip())):
        return _date(date)
    if (match := _HEX_NUMBER.fullmatch(text.strip())) is not None:
        return bytes.fromhex(match[1])
    return hint.parse(text)


def _date(match: re.Match[str]) -> bytes:
    """DateAndTime of 8 or 11 octets (RFC 2579 §2) from ISO 8601 or from what its hint shows."""
    year, month, day, hour, minute, second, tenth = (int(part or 0) for part in match.groups()[:7])
    limits = ((month, 1, 12, "month"), (day, 1, 31, "day"), (hour, 0, 23, "hour"), (minute, 0, 59, "minute"))
    for number, low, high, name in (*limits, (second, 0, 60, "second")):
        if not low <= number <= high:
            raise InvalidInput(f"{number} is no {name}: {low}..{high}")
    octets = bytes((year >> 8 & 0xFF, year & 0xFF, month, day, hour, minute, second, tenth))
    zone = "+0000" if match[8] == "Z" else (match[8] or "").replace(":", "").strip()
    return octets + bytes((ord(zone[0]), int(zone[1:-2]), int(zone[-2:]))) if zone else octets


def _shown_octets(text: str, *, is_one: bool = False) -> bytes | None:
    """Octets of `"text"`, `0x…`, `Hex-STRING: …` and of pairs that would not show as text; None for any other text.

    One pair alone is a text such as `10`, unless the type has one octet; one octet is shown as `0x10`.
    """
    if len(text) > 1 and text[0] == text[-1] == '"':
        return re.sub(r"\\(.)", r"\1", text[1:-1], flags=re.DOTALL).encode("utf-8")
    if (match := _HEX_NUMBER.fullmatch(text.strip()) or _HEX_STRING.fullmatch(text.strip())) is not None:
        return bytes.fromhex(match[1])
    if _HEX_PAIRS.fullmatch(text) and (is_one or len(text.split()) > 1):
        octets = bytes.fromhex(text)
        if not _SHOWN_OCTETS.issuperset(octets):
            return octets
    return None


def _bits(info: TypeInfo, plain: Plain, _oid_of: OidOf) -> Value:
    """BITS from `C0 40 a(0) b(1)`, `a b`, `{ a, 1 }` or hexadecimal.

    Written by names, the value has room for all named bits (RFC 3417 §8 (3)).
    """
    words = re.sub(r"[{},]", " ", str(plain)).split()
    pairs = 0
    while pairs < len(words) and re.fullmatch(r"[0-9A-Fa-f]{2}", words[pairs]):
        pairs += 1
    renderer = ValueRenderer(info, "", str)
    for count in range(pairs, 0, -1):
        octets = bytes.fromhex("".join(words[:count]))
        if renderer.render(ValueType.OCTET_STRING.value, octets)[1].split() == words:
            return Value.octet_string(octets)
    if (match := _HEX_NUMBER.fullmatch(str(plain).strip())) is not None:
        return Value.octet_string(bytes.fromhex(match[1]))
    if not words:
        return Value.octet_string(b"")
    known = {str(number) for _, number in info.labels}.union(label for label, _ in info.labels)
    if pairs == len(words) and not known.issuperset(words):
        return Value.octet_string(bytes.fromhex("".join(words)))
    return _bits_by_name(info, words)


def _bits_by_name(info: TypeInfo, words: list[str]) -> Value:
    numbers = []
    for word in words:
        number = int(word) if _BIT_NUMBER.fullmatch(word) else _labelled(info, word)
        if number is None:
            raise InvalidInput(f"{word[:80]!r} is none of {_labels_text(info)}")
        _check_label(info, number)
        numbers.append(number)
    size = max([number for _, number in info.labels] + numbers, default=-1) // 8 + 1
    octets = bytearray(size)
    for number in numbers:
        octets[number // 8] |= 0x80 >> number % 8
    return Value.octet_string(bytes(octets))


# --- the rest --------------------------------------------------------------------------------------------------------


def _object_identifier(_info: TypeInfo, plain: Plain, oid_of: OidOf) -> Value:
    return Value.object_identifier(oid_of(str(plain)))


def _ip_address(_info: TypeInfo, plain: Plain, _oid_of: OidOf) -> Value:
    return Value.ip_address(str(plain).strip())


def _opaque(_info: TypeInfo, plain: Plain, _oid_of: OidOf) -> Value:
    """A number makes an Opaque float, text octets in hexadecimal."""
    if not isinstance(plain, str):
        try:
            return Value.opaque_float(float(plain))
        except OverflowError:
            raise InvalidInput("A number as large as this does not fit an Opaque float") from None
    text = plain.strip()
    if not re.fullmatch(r"-?\d+\.\d+", text, re.ASCII):
        return parse_value("Opaque", text.replace(" ", ""))
    return Value.opaque(opaque.encode_float(float(text)))


def _null(_info: TypeInfo, _plain: Plain, _oid_of: OidOf) -> Value:
    return Value.null()


_READERS: dict[BaseType, Callable[[TypeInfo, Plain, OidOf], Value]] = {
    **dict.fromkeys(_NUMBER_TYPES, _number),
    BaseType.TIME_TICKS: _ticks,
    BaseType.OCTET_STRING: _octets,
    BaseType.BITS: _bits,
    BaseType.OBJECT_IDENTIFIER: _object_identifier,
    BaseType.IP_ADDRESS: _ip_address,
    BaseType.OPAQUE: _opaque,
    BaseType.NULL: _null,
}
