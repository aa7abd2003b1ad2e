"""DISPLAY-HINT: how a convention wants its values shown, and read again (RFC 2579 §3.1).

Owns both forms of hint, for octets and for whole numbers, in both directions. Showing never fails: where a hint is at
fault, `octet_hint` and `number_hint` return None and the value is shown as without one. Padding is net-snmp's: a
hexadecimal octet has both its digits only where nothing separates it from the next.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from trishul.datatypes.typed_text import LONGEST_NUMBER
from trishul.errors import InvalidInput

_KNOWN_HINTS = 4096
"""How many compiled hints are kept; the corpora have a few hundred different ones."""

_OCTET_SPEC = re.compile(r"(\*?)(\d{1,9})([xdoat])([^\d*]?)([^\d*]?)", re.ASCII | re.DOTALL)
_SHORT_OCTET_HINT = re.compile(r"[xdoat][^\d*]?", re.ASCII | re.DOTALL)
_NUMBER_HINT = re.compile(r"d(?:-(\d{1,3}))?|[xob]", re.ASCII)
# Compiled when the first address is read, not at every start.
_ADDRESS_OCTETS = r"(?ai)[0-9a-f]{1,2}(?:[:. -][0-9a-f]{1,2})*[:. -]?"
_ADDRESS_GROUPS = r"(?ai)(?:0x)?((?:[0-9a-f]{4}[.:-])*[0-9a-f]{4}|(?:[0-9a-f]{2})+)"
_BASES = {"x": 16, "d": 10, "o": 8}
_FORMATS = {"x": "x", "d": "d", "o": "o"}
_DIGITS = {"x": re.compile("[0-9a-fA-F]+"), "d": re.compile("[0-9]+"), "o": re.compile("[0-7]+")}
_HEX_OCTETS = tuple(f"{octet:x}" for octet in range(256))
_BINARY_DIGITS = 32
_MAX_NUMBER_OCTETS = 16
"""Octets that may make one number: no hint in use joins more than 8."""


class OctetSpec(NamedTuple):
    """One octet-format specification: `*1x:/` repeats, takes 1 octet each, hexadecimal, `:` between, `/` behind."""

    is_repeated: bool
    length: int
    code: str
    separator: str
    terminator: str

    @property
    def is_text(self) -> bool:
        """True for ASCII and UTF-8."""
        return self.code in "at"


class OctetHint:
    """A compiled hint for OCTET STRING."""

    __slots__ = ("_plain_separator", "_text_length", "hint", "is_text", "specs")

    def __init__(self, hint: str, specs: tuple[OctetSpec, ...]) -> None:
        self.hint = hint
        self.specs = specs
        self.is_text = all(spec.is_text for spec in specs)
        first = specs[0]
        is_single = len(specs) == 1 and not first.is_repeated and not first.terminator
        self._text_length = first.length if is_single and first.is_text else -1
        self._plain_separator = first.separator if is_single and first[1:3] == (1, "x") else None

    @property
    def is_plain_hex(self) -> bool:
        """True for `1x:` and its kin: octets one by one, as addresses are written."""
        return self._plain_separator is not None

    @property
    def is_reversible(self) -> bool:
        """True when `parse` surely gives back what `render` showed."""
        return self._plain_separator is not None and self._plain_separator in {":", ".", "-", " "}

    def is_certain(self, octets: bytes) -> bool:
        """True when no other octets look like these through the hint, as we or net-snmp apply it.

        In doubt are counts, text with a dot (shown for what nobody can see), numbers without a separator between them,
        and a last number that ends in zero octets: net-snmp shows fewer octets as if zeros followed.
        """
        if self.is_reversible:
            return True
        at = number = 0
        while at < len(octets):
            spec = self.specs[min(number, len(self.specs) - 1)]
            part = octets[at : at + spec.length]
            at += spec.length
            number += 1
            if spec.is_repeated or not part:
                return False
            if spec.is_text:
                if not part.isascii() or not part.decode().isprintable() or {".", spec.separator} & set(part.decode()):
                    return False
            elif at >= len(octets):
                return len(part) == spec.length and (spec.length == 1 or part[-1] != 0)
            elif not spec.separator and not (spec.code == "x" and spec.length == 1 and number >= len(self.specs)):
                return False
        return True

    def render(self, octets: bytes) -> str:
        """Octets as the hint shows them."""
        if len(octets) <= self._text_length:
            return text_of_octets(octets)
        if self._plain_separator:
            return self._plain_separator.join([_HEX_OCTETS[octet] for octet in octets])
        shown: list[str] = []
        at = number = 0
        last = len(self.specs) - 1
        while at < len(octets):
            at = _show(self.specs[min(number, last)], octets, at, shown, is_last=number >= last)
            number += 1
        return "".join(shown)

    def parse(self, text: str) -> bytes:
        """Octets from what `render` shows; addresses also as other tools write them. Raises InvalidInput."""
        if self._text_length >= 0:
            return text.encode()
        if self.is_plain_hex:
            octets = _address(text)
            if octets is not None:
                return octets
        read = bytearray()
        at = number = 0
        last = len(self.specs) - 1
        while at < len(text):
            before = at
            at = _read(self.specs[min(number, last)], text, at, read)
            if at < 0 or (at == before and number >= last):
                raise InvalidInput(f"{text[:80]!r} does not fit the display hint {self.hint!r}")
            number += 1
        return bytes(read)


def _show(spec: OctetSpec, octets: bytes, at: int, shown: list[str], *, is_last: bool) -> int:
    """Applies one specification; the offset behind what it took."""
    count = 1
    if spec.is_repeated:
        count = octets[at]
        at += 1
    end = len(octets)
    for number in range(count):
        if at >= end:
            break
        part = octets[at : at + spec.length]
        at += spec.length
        shown.append(_shown_part(spec, part, is_padded=not spec.separator and is_last))
        is_before_terminator = spec.is_repeated and spec.terminator and number == count - 1
        if at < end and spec.separator and not is_before_terminator:
            shown.append(spec.separator)
    if at < end and spec.terminator:
        shown.append(spec.terminator)
    return at


def _shown_part(spec: OctetSpec, part: bytes, *, is_padded: bool) -> str:
    if spec.is_text:
        return text_of_octets(part)
    if not part:
        return ""
    text = format(int.from_bytes(part, "big"), _FORMATS[spec.code])
    return text.zfill(2 * len(part)) if is_padded and spec.code == "x" else text


def _read(spec: OctetSpec, text: str, at: int, read: bytearray) -> int:
    """Reads what one specification shows; the offset behind it, -1 where the text does not fit."""
    if not spec.is_repeated:
        at = _read_part(spec, text, at, read)
        for sign in (spec.separator, spec.terminator):
            if 0 <= at < len(text) and sign:
                at = at + 1 if text[at] == sign else -1
        return at
    place = len(read)
    read.append(0)
    while 0 <= at < len(text) and read[place] < 255 and not (spec.terminator and text[at] == spec.terminator):
        before = at
        at = _read_part(spec, text, at, read)
        read[place] += 1
        if spec.separator and 0 <= at < len(text) and text[at] == spec.separator:
            at += 1
        elif at == before or spec.separator:
            break
    if 0 <= at < len(text) and spec.terminator:
        at = at + 1 if text[at] == spec.terminator else -1
    return at


def _read_part(spec: OctetSpec, text: str, at: int, read: bytearray) -> int:
    if spec.length == 0:
        return at
    if spec.is_text:
        end = text.find(spec.separator, at) if spec.separator else -1
        part = text[at : end if end >= 0 else None].encode()[: spec.length].decode(errors="ignore")
        read += part.encode()
        return at + len(part)
    match = _DIGITS[spec.code].match(text, at, at + len(format(256**spec.length - 1, _FORMATS[spec.code])))
    if match is None:
        return -1
    number = int(match[0], _BASES[spec.code])
    is_cut = not spec.separator and spec.code == "x" and match.end() == len(text)
    length = (len(match[0]) + 1) // 2 if is_cut else spec.length
    if number >= 256**length:
        return -1
    read += number.to_bytes(length, "big")
    return match.end()


def _address(text: str) -> bytes | None:
    """Octets of `0:1b:21:ff:ee:10`, `00-1B-…`, `001b.21ff.ee10` or `0x001b21ffee10`; None for anything else."""
    text = text.strip()
    match = re.fullmatch(_ADDRESS_GROUPS, text)
    if match is not None:
        return bytes.fromhex(re.sub("[.:-]", "", match[1]))
    if re.fullmatch(_ADDRESS_OCTETS, text):
        return bytes(int(part, 16) for part in re.split("[:. -]", text) if part)
    return None


def text_of_octets(octets: bytes) -> str:
    """Text in octets: UTF-8, else Latin-1, with a full stop for what nobody can see and line ends as they are."""
    try:
        text = octets.decode()
    except UnicodeDecodeError:
        text = octets.decode("latin-1")
    if text.isprintable():
        return text
    return "".join([sign if sign.isprintable() or sign in "\t\n\v\f\r\xa0" else "." for sign in text])


class NumberHint:
    """A compiled hint for INTEGER and its kin."""

    __slots__ = ("code", "decimals")

    def __init__(self, code: str, decimals: int) -> None:
        self.code = code
        self.decimals = decimals

    def render(self, number: int) -> str:
        """A number as the hint shows it: 1234 by `d-2` is 12.34, 5 is 0.05."""
        if self.code == "b":
            return format(number & 0xFFFFFFFF if number < 0 else number, f"0{_BINARY_DIGITS}b")
        text = format(abs(number), _FORMATS[self.code])
        if self.decimals:
            text = text.zfill(self.decimals + 1)
            text = f"{text[: -self.decimals]}.{text[-self.decimals :]}"
        return f"-{text}" if number < 0 else text

    def parse(self, text: str) -> int:
        """The number in what `render` shows; text without a decimal point is the number itself. Raises InvalidInput."""
        text = text.strip()
        try:
            if len(text) > LONGEST_NUMBER:
                raise ValueError(text)
            if self.code == "b":
                return self._binary(text)
            if self.code != "d":
                return int(text, _BASES[self.code])
            return self._decimal(text)
        except ValueError:
            raise InvalidInput(f"{text[:80]!r} is not a number as the display hint shows it") from None

    @staticmethod
    def _binary(text: str) -> int:
        number = int(text, 2)
        is_negative = len(text) == _BINARY_DIGITS and text[0] == "1"
        return number - (1 << _BINARY_DIGITS) if is_negative else number

    def _decimal(self, text: str) -> int:
        whole, point, decimals = text.partition(".")
        if not point:
            return int(whole)
        if len(decimals) > self.decimals or not (decimals or whole).isdigit():
            raise InvalidInput(f"{text[:80]!r} has more than {self.decimals} decimals")
        return int(f"{whole}{decimals.ljust(self.decimals, '0')}")


@lru_cache(maxsize=_KNOWN_HINTS)
def octet_hint(hint: str) -> OctetHint | None:
    """A hint for octets, compiled; None where it is at fault. A hint of one letter means one octet each."""
    if _SHORT_OCTET_HINT.fullmatch(hint):
        hint = f"1{hint}"
    specs = []
    at = 0
    while at < len(hint):
        match = _OCTET_SPEC.match(hint, at)
        if match is None or (match[3] not in "at" and int(match[2]) > _MAX_NUMBER_OCTETS):
            return None
        specs.append(OctetSpec(bool(match[1]), int(match[2]), *match.groups()[2:]))
        at = match.end()
    is_endless = not specs or (specs[-1].length == 0 and not specs[-1].is_repeated)
    return None if is_endless else OctetHint(hint, tuple(specs))


@lru_cache(maxsize=_KNOWN_HINTS)
def number_hint(hint: str) -> NumberHint | None:
    """A hint for whole numbers, compiled; None where it is at fault."""
    match = _NUMBER_HINT.fullmatch(hint)
    return NumberHint(hint[0], int(match[1] or 0)) if match else None
