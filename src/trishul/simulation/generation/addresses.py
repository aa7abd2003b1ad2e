"""Addresses whose kind another object tells: InetAddress, TAddress and their kin (RFC 4001, RFC 3419, RFC 2579).

Owns which kind of address a row has, when several objects must agree on it, and the octets of each kind.
"""

from __future__ import annotations

from collections.abc import Sequence

from trishul.simulation.generation.octets import ipv4_address, ipv6_address
from trishul.simulation.value_checks import is_within
from trishul.smi.model import TypeInfo

IPV4, IPV6, DNS, UNKNOWN = 1, 2, 16, 0
_KINDS = (IPV4, IPV6, UNKNOWN, DNS)
_SNMP_PORT = b"\x00\xa1"
_TYPES = frozenset(("InetAddressType", "AddressFamilyNumbers", "TransportAddressType"))
_ADDRESSES = frozenset(("InetAddress", "LldpManAddress", "TransportAddress"))
_OWN_KINDS = {"InetAddressIPv4": IPV4, "InetAddressIPv6": IPV6, "Ipv6Address": IPV6}
_UDP = {"TAddress", "TransportAddress", "TransportAddressIPv4", "SnmpUDPAddress"}


def is_address_type(info: TypeInfo) -> bool:
    """True for an object that tells what kind of address another one is."""
    return info.name in _TYPES


def is_address(info: TypeInfo) -> bool:
    """True for an address of whose kind another object tells."""
    return info.name in _ADDRESSES


def kind_for(info: TypeInfo, addresses: Sequence[TypeInfo]) -> int | None:
    """The first kind that an address type allows and that fits all its addresses; None where none does."""
    allowed = {number for _, number in info.labels} or set(_KINDS)
    for kind in _KINDS:
        if kind in allowed and all(_fits(address, kind) for address in addresses):
            return kind
    return min(allowed, default=None)


def _fits(info: TypeInfo, kind: int) -> bool:
    return not info.ranges or is_within(info, len(address_octets(info, kind, 0)))


def address_octets(info: TypeInfo, kind: int, number: int) -> bytes:
    """The octets of the address with this number, counted from 0; an unknown address is empty."""
    own = _OWN_KINDS.get(info.name, kind)
    if own == IPV6:
        octets = ipv6_address(number)
    elif own == DNS:
        octets = f"host{number + 1}.example.net".encode()
    else:
        octets = ipv4_address(number) if own == IPV4 else b""
    return octets + _SNMP_PORT if info.name in _UDP and octets else octets


def is_own_kind(info: TypeInfo) -> bool:
    """True for an address that says by its type what kind it is."""
    return info.name in _OWN_KINDS or info.name in _UDP
