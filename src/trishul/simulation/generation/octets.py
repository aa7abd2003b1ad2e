"""Octets for strings: legal in size, and in the shape that their name, convention and display hint promise.

Addresses and names are those set aside for documentation (RFC 5737, RFC 3849, RFC 7042 §2.1.2).
"""

from __future__ import annotations

import re
from functools import lru_cache

from trishul.simulation.behaviours.chance import whole
from trishul.simulation.value_checks import is_within
from trishul.smi.display_hint import octet_hint
from trishul.smi.model import BaseType, TypeInfo

MAC_OCTETS = 6
_OUI = bytes.fromhex("00005e0053")
_LONGEST_MADE = 65535
_SHORTEST_TEXT = 4
_KNOWN_NAMES = 4096
"""Names whose meaning is kept: a column is asked once for each row."""
_HARDWARE = re.compile(r"mac|phys.?addr|hw.?addr|bridgeaddr|ether.?addr", re.IGNORECASE)
_RAW = re.compile(r"portlist|bitmap|mask|ports$|digest|hash|key|certificate|vector", re.IGNORECASE)
_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_TEXTS = (
    ("version|revision|firmware", "4.2.{n}"),
    ("serial", "SN2041{n:04}"),
    ("model|partn|product", "TX-24-{n}"),
    ("location|place", "Building A, floor 2, rack {n}"),
    ("contact", "noc@example.net"),
    ("vendor|manufact|mfg", "Example Networks"),
    ("url|http", "http://www.example.net/{n}"),
    ("mail", "noc@example.net"),
    ("domain|hostname|fqdn", "host{n}.example.net"),
    ("user|login|owner", "operator{n}"),
    ("date", "2026-03-{day:02}"),
    ("time", "10:15:{day:02}"),
    ("ipaddr|address|gateway|server", "192.0.2.{n}"),
)


@lru_cache(_KNOWN_NAMES)
def words_of(name: str) -> tuple[str, ...]:
    """The words in a name: `ifInOctets` is if, in, octets."""
    return tuple(word.lower() for word in _WORDS.findall(name))


def mac_address(number: int) -> bytes:
    """A hardware address for documentation."""
    return _OUI[:4] + bytes((_OUI[4] + number // 256 % 128, number % 256))


def ipv4_address(number: int) -> bytes:
    """An address for documentation: TEST-NET-1, then the two others."""
    network = (b"\xc0\x00\x02", b"\xc6\x33\x64", b"\xcb\x00\x71")[number // 250 % 3]
    return network + bytes((1 + number % 250,))


def ipv6_address(number: int) -> bytes:
    """An address in 2001:db8::/32."""
    return bytes.fromhex("20010db8") + (number + 1).to_bytes(12, "big")


@lru_cache(_KNOWN_NAMES)
def is_text(info: TypeInfo, name: str) -> bool:
    """True for a string that people read: its hint says so, or nothing speaks against it."""
    hint = octet_hint(info.display_hint) if info.display_hint else None
    if hint is not None:
        return hint.is_text
    if info.ranges and all(high is not None and high < _SHORTEST_TEXT for _, high in info.ranges):
        return False
    return info.base is BaseType.OCTET_STRING and not _RAW.search(name) and not _HARDWARE.search(name)


@lru_cache(_KNOWN_NAMES)
def is_hardware_address(info: TypeInfo, name: str) -> bool:
    """True where six octets fit and the name or the hint means an address."""
    hint = octet_hint(info.display_hint) if info.display_hint else None
    if hint is not None and not hint.is_plain_hex:
        return False
    fits = not info.ranges or is_within(info, MAC_OCTETS)
    return fits and bool(_HARDWARE.search(name) or (info.name.endswith("Address") and info.display_hint != ""))


def text_for(name: str, number: int, seed: int) -> bytes:
    """What a string of this name might say in the row with this number, counted from 0."""
    day = 1 + whole(seed, f"{name}/{number}/day", 0, 27)
    return _form(name).format(n=number + 1, day=day).encode()


@lru_cache(_KNOWN_NAMES)
def _form(name: str) -> str:
    for pattern, form in _TEXTS:
        if re.search(pattern, name, re.IGNORECASE):
            return form
    words = words_of(name)[-2:] or ("value",)
    return " ".join([*words, "{n}"]).capitalize()


def raw_octets(name: str, size: int, seed: int) -> bytes:
    """Octets without a meaning, the same for a name and seed."""
    return bytes([whole(seed, f"{name}/{at}", 1, 99) for at in range(size)])


def sized(octets: bytes, info: TypeInfo) -> bytes:
    """Octets cut or filled up to the nearest legal size; what fits stays as it is."""
    if not info.is_size or not info.ranges or is_within(info, len(octets)):
        return octets
    shorter = [
        min(high if high is not None else _LONGEST_MADE, len(octets)) for low, high in info.ranges if low <= len(octets)
    ]
    if shorter:
        return octets[: max(shorter)]
    size = min(low for low, _ in info.ranges)
    return (octets * (size // max(len(octets), 1) + 1))[:size] if octets else bytes(size)


def natural_size(info: TypeInfo, wanted: int = 8) -> int:
    """The legal size nearest to what nobody wonders at."""
    return len(sized(bytes(wanted), info))
