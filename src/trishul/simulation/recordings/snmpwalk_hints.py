"""Octets and numbers that net-snmp printed through a MIB, read back where the print has one meaning only.

With MIBs loaded snmpwalk applies DISPLAY-HINTs and bit names (RFC 2579 §3.1). Without the MIB only prints that cannot
have come from plain text are undone: hardware addresses, DateAndTime, decimal fractions, BITS whose names agree with
their octets.
"""

from __future__ import annotations

import re

_HARDWARE_ADDRESS = re.compile(rb"(?:0|[1-9a-f][0-9a-f]?)(?::(?:0|[1-9a-f][0-9a-f]?)){5,31}")
"""Hint `1x:` prints lower-case octets without leading zeros; six or more, because `1:2` may be anything."""
_DATE_AND_TIME = re.compile(
    rb"(\d{1,5})-(\d{1,2})-(\d{1,2}),(\d{1,2}):(\d{1,2}):(\d{1,2})\.(\d)(?:,([+.-])(\d{1,2}):(\d{1,2}))?"
)
_HEX_RUN = re.compile(rb"\s*((?:[0-9A-Fa-f]{2}\s*)+)")
_HEX_AND_TEXT = re.compile(rb"((?:[0-9A-Fa-f]{2}\s)+)\s*\[(.*)", re.DOTALL)
_BIT = re.compile(rb"(?:[A-Za-z][\w.-]*\()?(\d{1,4})\)?")


def hardware_address(text: bytes) -> bytes | None:
    """Octets of `0:12:79:62:f9:40`; None for text that no hint prints."""
    if not _HARDWARE_ADDRESS.fullmatch(text):
        return None
    return bytes(int(part, 16) for part in text.split(b":"))


def date_and_time(text: bytes) -> bytes | None:
    """Octets of `2020-8-9,3:40:11.0,+2:0` (DateAndTime, RFC 2579 §2); None for anything else."""
    match = _DATE_AND_TIME.fullmatch(text)
    if not match:
        return None
    year, *parts = (int(part) for part in match.group(1, 2, 3, 4, 5, 6, 7))
    sign = match[8] and match[8].replace(b".", b"\0")  # net-snmp prints a dot for what cannot be printed
    zone = [sign[0], int(match[9]), int(match[10])] if sign else []
    return year.to_bytes(2, "big") + bytes((*parts, *zone)) if year <= 0xFFFF else None


def hexadecimal(text: bytes) -> bytes | None:
    """Octets of printed pairs, in one or more lines, with or without the text that -OT adds; None when it is none.

    The text stands in brackets and has as many characters as octets stand before it, whatever they look like.
    """
    octets = bytearray()
    at = 0
    while run := _HEX_RUN.match(text, at):
        pairs = bytes.fromhex(run[1].decode("ascii"))
        octets += pairs
        at = run.end()
        if text[at : at + 1] == b"[":
            at += len(pairs) + 2
            if text[at - 1 : at] != b"]":
                return None
    return None if text[at:].strip() else bytes(octets)


def text_left(line: bytes, left: int = -1) -> int:
    """Characters still to come of the text beside hexadecimal, which holds the line feeds of the octets; -1 for none.

    `left` is what was to come before this line, -1 when the line starts with octets.
    """
    if left < 0:
        match = _HEX_AND_TEXT.match(line)
        if not match:
            return -1
        left, line = len(match[1].split()), match[2]
    return max(left - len(line) - 1, -1)


def bits(text: bytes) -> bytes | None:
    """Octets of `80 00 notification(0)`: as many leading pairs as agree with the bits named behind them.

    Bits without a name are printed as bare numbers, which may look like octets; only one way to split agrees.
    """
    if text.strip() in {b"", b"[]"}:
        return b""
    beside = _HEX_AND_TEXT.match(text)
    if beside:
        octets = hexadecimal(text)
        return bytes.fromhex(beside[1].decode("ascii")) if octets is None else octets
    tokens = text.split()
    pairs = 0
    while pairs < len(tokens) and re.fullmatch(rb"[0-9A-Fa-f]{2}", tokens[pairs]):
        pairs += 1
    for count in range(pairs, -1, -1):
        octets = bytes.fromhex(b"".join(tokens[:count]).decode("ascii"))
        rest = [_BIT.fullmatch(token) for token in tokens[count:]]
        named = [int(match[1]) for match in rest if match]
        if len(named) == len(rest) and named == _bits_set(octets):
            return octets
    return bytes.fromhex(b"".join(tokens[:pairs]).decode("ascii")) if pairs == len(tokens) else None


def _bits_set(octets: bytes) -> list[int]:
    """Numbers of the bits that are set; bit 0 is the highest of the first octet (RFC 2578 §7.1.4)."""
    return [bit for bit in range(len(octets) * 8) if octets[bit // 8] & (0x80 >> bit % 8)]
