"""Communities in octets that are kept: each octet of them is replaced by an asterisk, lengths and all else stay.

Owns where a community can stand: in the frame of SNMPv1 and SNMPv2c messages, and in snmpTrapCommunity.0, where a proxy
puts that of the agent behind it (RFC 3584 §3.1 (4)). Hot path: most notifications cost one look for one octet.
"""

from __future__ import annotations

import re

from trishul.errors import DecodeError
from trishul.protocol.ber import SEQUENCE, read_header

_SNMP_TRAP_COMMUNITY_0 = re.compile(rb"\x2b\x80*\x06\x80*\x01\x80*\x06\x80*\x03\x80*\x12\x80*\x01\x80*\x04\x80*\x00")
"""1.3.6.1.6.3.18.1.4.0, also where sub-identifiers are padded, which is no BER but is understood."""
_EIGHTEEN = b"\x12"
"""The sub-identifier of that name which is seldom anywhere else."""


def mask_community(data: bytes) -> bytes:
    """A readable community-based message with the octets of its community replaced by asterisks."""
    _, start, end = read_header(data, 0, len(data))
    _, _, version_end = read_header(data, start, end)
    _, start, stop = read_header(data, version_end, end)
    return data[:start] + b"*" * (stop - start) + data[stop:]


def mask_trap_community(octets: bytes) -> bytes:
    """Octets of a datagram or a variable-bindings list with the values of snmpTrapCommunity.0 replaced by asterisks."""
    if _EIGHTEEN not in octets:
        return octets
    found = _SNMP_TRAP_COMMUNITY_0.search(octets)
    while found is not None:
        try:
            tag, start, end = read_header(octets, found.end(), len(octets))
        except DecodeError:
            break
        if tag != SEQUENCE:  # else the name was somebody's value, and this is the next binding
            octets = octets[:start] + b"*" * (end - start) + octets[end:]
        found = _SNMP_TRAP_COMMUNITY_0.search(octets, found.end())
    return octets
