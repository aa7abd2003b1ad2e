"""Octets that people wrote or copied: hexadecimal in any dress, dumps of tcpdump, Wireshark, xxd and hexdump, base64.

Owns the texts; what the octets are is for others to say. A dump whose offsets start anew holds several packets.
"""

from __future__ import annotations

import re
from base64 import b64decode
from binascii import Error as Base64Error
from contextlib import suppress

from trishul.errors import InvalidInput

MAX_TEXT_CHARACTERS = 64 * 1024 * 1024
_DUMP_LINE = re.compile(r"\s*(?:0x)?(?P<offset>[0-9A-Fa-f]{4,8}):?[ \t]+(?=[0-9A-Fa-f]{2})")
_GROUP = re.compile(r"((?:[0-9A-Fa-f]{2})+)(?![^ \t])([ \t]*)")
_HALF_LINE_OCTETS = 8
"""Behind so many single octets many dumps leave a wider gap; anywhere else that begins the characters."""
_PLAIN_DRESS = re.compile(r"0[xX]|\\x|[\s:,;.\-{}\[\]\"']+")
_HEXADECIMAL = re.compile(r"[0-9A-Fa-f]*")
_MESSAGE_START = b"\x30"
_BASE64 = re.compile(r"[A-Za-z0-9+/\s]+={0,2}\s*")


def octets_of(text: str) -> list[bytes]:
    """The packets in a text, one at least. Raises InvalidInput."""
    if len(text) > MAX_TEXT_CHARACTERS:
        raise InvalidInput(f"A text of more than {MAX_TEXT_CHARACTERS} characters")
    packets = _dump(text)
    if packets:
        return packets
    plain = _PLAIN_DRESS.sub("", text)
    if _HEXADECIMAL.fullmatch(plain) and plain:
        if len(plain) % 2:
            raise InvalidInput(f"{len(plain)} hexadecimal digits, which are no whole octets")
        return [bytes.fromhex(plain)]
    if _BASE64.fullmatch(text):
        with suppress(Base64Error):
            octets = b64decode("".join(text.split()), validate=True)
            if octets[:1] == _MESSAGE_START:  # many a word is base64 of something
                return [octets]
    raise InvalidInput("This is no file, no hexadecimal, no dump of a packet and no base64")


def _dump(text: str) -> list[bytes]:
    """The packets of a dump; none where the text is no dump. Raises InvalidInput where octets are missing."""
    packets: list[bytearray] = []
    for line in text.splitlines():
        match = _DUMP_LINE.match(line)
        octets = b"" if match is None else _octets_of_line(line, match.end())
        if match is None or not octets:
            continue
        offset = int(match["offset"], 16)
        if offset == 0:
            packets.append(bytearray())
        if not packets:
            return []
        if offset != len(packets[-1]):
            raise InvalidInput(f"A dump that goes on at 0x{offset:x} behind {len(packets[-1])} octets")
        packets[-1] += octets
    return [bytes(packet) for packet in packets]


def _octets_of_line(line: str, at: int) -> bytes:
    """The octets of a line up to the characters that repeat them."""
    octets = b""
    while (match := _GROUP.match(line, at)) is not None:
        digits, gap = match.groups()
        octets += bytes.fromhex(digits)
        at = match.end()
        is_middle = len(digits) == 2 and len(octets) == _HALF_LINE_OCTETS
        if not gap or (len(gap) > 1 and not is_middle):
            break
    return octets
