"""snmpEngineID: its forms, built, checked and told to people (RFC 3411 §5, textual convention SnmpEngineID).

Owns no randomness: octets that should be random come in.
"""

from __future__ import annotations

from enum import IntEnum
from ipaddress import IPv4Address, IPv6Address
from typing import NamedTuple

from trishul.errors import InvalidInput

MIN_OCTETS, MAX_OCTETS = 5, 32
_ENTERPRISE_OCTETS = 4
_FORMAT_BIT = 0x80000000
NET_SNMP = 8072


class EngineIdFormat(IntEnum):
    """The fifth octet; 128 to 255 belong to the enterprise."""

    IPV4 = 1
    IPV6 = 2
    MAC = 3
    TEXT = 4
    OCTETS = 5
    NET_SNMP_RANDOM = 128
    """Of enterprise 8072 only: eight octets, of which four are random and four the time of creation."""


_FIXED_SIZES = {EngineIdFormat.IPV4: 4, EngineIdFormat.IPV6: 16, EngineIdFormat.MAC: 6}
_LABELS = {
    EngineIdFormat.IPV4: "IPv4 address",
    EngineIdFormat.IPV6: "IPv6 address",
    EngineIdFormat.MAC: "MAC address",
    EngineIdFormat.TEXT: "text",
    EngineIdFormat.OCTETS: "octets",
}


class EngineIdDescription(NamedTuple):
    """An snmpEngineID in words."""

    enterprise: int
    """The enterprise number of the vendor."""
    format: int | None
    """The fifth octet; None for the fixed form of twelve octets that SNMPv3 replaced."""
    format_label: str
    text: str
    """The address, text or octets that follow."""


def build_engine_id(enterprise: int, kind: EngineIdFormat, content: bytes | str) -> bytes:
    """An snmpEngineID from text, an address as text, or octets. Raises InvalidInput."""
    if not 0 <= enterprise < _FORMAT_BIT:
        raise InvalidInput("An enterprise number lies between 0 and 2147483647", field="engine_id")
    octets = _content_octets(kind, content) if isinstance(content, str) else content
    expected = _FIXED_SIZES.get(kind)
    if expected is not None and len(octets) != expected:
        raise InvalidInput(f"An engine ID of a {_LABELS[kind]} holds {expected} octets", field="engine_id")
    engine_id = (_FORMAT_BIT | enterprise).to_bytes(_ENTERPRISE_OCTETS, "big") + bytes((kind,)) + octets
    check_engine_id(engine_id)
    return engine_id


def parse_engine_id(text: str) -> bytes:
    """An snmpEngineID from hexadecimal as people and net-snmp's `-e` write it: `0x80001f88…`, `80:00:…`."""
    digits = text.strip().removeprefix("0x").removeprefix("0X")
    for separator in ": -.":
        digits = digits.replace(separator, "")
    try:
        engine_id = bytes.fromhex(digits)
    except ValueError:
        raise InvalidInput(f"{text[:80]!r} is no engine ID in hexadecimal", field="engine_id") from None
    check_engine_id(engine_id)
    return engine_id


def check_engine_id(engine_id: bytes) -> None:
    """Raises InvalidInput for what no snmpEngineID can be (RFC 3411 §5)."""
    if not is_engine_id(engine_id):
        raise InvalidInput(
            f"An engine ID has {MIN_OCTETS} to {MAX_OCTETS} octets, not all zero or all 255", field="engine_id"
        )


def is_engine_id(engine_id: bytes) -> bool:
    """True for octets that can be an snmpEngineID."""
    return MIN_OCTETS <= len(engine_id) <= MAX_OCTETS and engine_id.strip(b"\0") != b"" != engine_id.strip(b"\xff")


def describe_engine_id(engine_id: bytes) -> EngineIdDescription:
    """An snmpEngineID in words; never fails, since devices send what they like."""
    number = int.from_bytes(engine_id[:_ENTERPRISE_OCTETS], "big")
    enterprise = number & ~_FORMAT_BIT
    if not number & _FORMAT_BIT or len(engine_id) < MIN_OCTETS:
        return EngineIdDescription(enterprise, None, "enterprise's own form", engine_id[4:].hex(" "))
    kind, content = engine_id[4], engine_id[5:]
    if kind == EngineIdFormat.NET_SNMP_RANDOM and enterprise == NET_SNMP:
        return EngineIdDescription(enterprise, kind, "net-snmp random", content.hex(" "))
    if kind not in _LABELS or len(content) != _FIXED_SIZES.get(EngineIdFormat(kind), len(content)):
        label = "enterprise's own form" if kind >= 128 else f"format {kind}"
        return EngineIdDescription(enterprise, kind, label, content.hex(" "))
    form = EngineIdFormat(kind)
    return EngineIdDescription(enterprise, kind, _LABELS[form], _content_text(form, content))


def _content_octets(kind: EngineIdFormat, text: str) -> bytes:
    try:
        if kind is EngineIdFormat.IPV4:
            return IPv4Address(text).packed
        if kind is EngineIdFormat.IPV6:
            return IPv6Address(text).packed
        if kind is EngineIdFormat.TEXT:
            return text.encode()
        return bytes.fromhex(text.replace(":", "").replace("-", ""))
    except ValueError:
        raise InvalidInput(f"{text[:80]!r} does not fit an engine ID of this format", field="engine_id") from None


def _content_text(kind: EngineIdFormat, content: bytes) -> str:
    if kind is EngineIdFormat.IPV4:
        return str(IPv4Address(content))
    if kind is EngineIdFormat.IPV6:
        return str(IPv6Address(content))
    if kind is EngineIdFormat.MAC:
        return content.hex(":")
    if kind is EngineIdFormat.TEXT:
        text = content.decode("utf-8", "replace")
        return text if text.isprintable() else content.hex(" ")
    return content.hex(" ")
