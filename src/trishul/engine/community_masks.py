"""Communities in octets that are kept: each octet of them is replaced by an asterisk, lengths and all else stay.

Owns where a community can stand: in the frame of SNMPv1 and SNMPv2c messages, and in snmpTrapCommunity.0, where a proxy
puts that of the agent behind it (RFC 3584 §3.1 (4)). Hot path: most notifications cost one look for one octet.

Datagrams that were dropped have any shape, and a community that was typed wrongly is a secret as well, so nothing here
knows the right ones. `mask_any` goes by these rules:

- A v1 or v2c frame that is readable up to the PDU has the contents of its community masked. It counts as readable only
  if a PDU follows the community and fits the frame, so a damaged length shows no half of a secret.
- Any other frame is masked as a whole behind the last thing that could be read of it: behind the version, behind the
  outer header, or from the first octet on. What cannot be parsed may be a message with one octet in its way.
- A version 3 frame has no community and stays as it is when a header sequence follows its version.
- Lengths may announce more than is there: the octets may be the beginning of a longer datagram.
"""

from __future__ import annotations

import re

from trishul.protocol.ber import INTEGER, OBJECT_IDENTIFIER, SEQUENCE, read_header

_SNMP_TRAP_COMMUNITY_0 = re.compile(rb"\x2b\x80*\x06\x80*\x01\x80*\x06\x80*\x03\x80*\x12\x80*\x01\x80*\x04\x80*\x00")
"""1.3.6.1.6.3.18.1.4.0, also where sub-identifiers are padded, which is no BER but is understood."""
_EIGHTEEN = b"\x12"
"""The sub-identifier of that name which is seldom anywhere else."""
_V1, _V2C, _V3 = b"\x02\x01\x00", b"\x02\x01\x01", b"\x02\x01\x03"
_VERSION_OCTETS = 3
_PDU_TAGS = range(0xA0, 0xA9)
_MAX_LENGTH_OCTETS = 4
"""A longer length field is no length: it would show octets that lie where a community may be."""


def mask_community(data: bytes) -> bytes:
    """A readable community-based message with the octets of its community replaced by asterisks."""
    _, start, end = read_header(data, 0, len(data))
    _, _, version_end = read_header(data, start, end)
    _, start, stop = read_header(data, version_end, end)
    return _masked(data, start, stop)


def mask_any(data: bytes) -> bytes:
    """A datagram of any shape, or its beginning, without any octet that could belong to a community."""
    return mask_trap_community(_masked(data, *_community_span(data)))


def mask_trap_community(octets: bytes) -> bytes:
    """Octets of a datagram or a variable-bindings list with the values of snmpTrapCommunity.0 replaced by asterisks."""
    if _EIGHTEEN not in octets:
        return octets
    found = _SNMP_TRAP_COMMUNITY_0.search(octets)
    while found is not None:
        at = found.end()
        if octets[at : at + 1] != b"\x30":  # else the name was somebody's value, and this is the next binding
            octets = _masked(octets, *(_lenient_header(octets, at) or (at, len(octets))))
        found = _SNMP_TRAP_COMMUNITY_0.search(octets, at)
    return octets


def _masked(octets: bytes, start: int, stop: int) -> bytes:
    stop = min(stop, len(octets))
    return octets[:start] + b"*" * (stop - start) + octets[stop:]


def _community_span(data: bytes) -> tuple[int, int]:
    """Start and end of what must be hidden; empty for SNMPv3."""
    end = len(data)
    frame = _lenient_header(data, 0) if data[:1] == bytes((SEQUENCE,)) else None
    if frame is None:
        return 0, end
    version_at, frame_end = frame
    version = data[version_at : version_at + _VERSION_OCTETS]
    behind_version = version_at + _VERSION_OCTETS
    if version[:2] != _V1[:2] or len(version) < _VERSION_OCTETS:
        return version_at, end
    community = _lenient_header(data, behind_version)
    if version == _V3 and data[behind_version : behind_version + 1] == bytes((SEQUENCE,)) and community is not None:
        return end, end
    if version not in (_V1, _V2C) or community is None or not _is_pdu(data, community[1], frame_end):
        return behind_version, end
    return community


def _is_pdu(data: bytes, at: int, frame_end: int) -> bool:
    """True when a PDU stands at `at` that ends with its frame, or at least begins as one."""
    header = _lenient_header(data, at)
    if header is None or data[at] not in _PDU_TAGS:
        return False
    start, stop = header
    return stop == frame_end or data[start : start + 1] in (bytes((INTEGER,)), bytes((OBJECT_IDENTIFIER,)))


def _lenient_header(data: bytes, at: int) -> tuple[int, int] | None:
    """Start and announced end of the contents of the TLV at `at`, which may lie behind the data; None without one."""
    if at + 2 > len(data):
        return None
    length, start = data[at + 1], at + 2
    if length >= 0x80:
        count = length & 0x7F
        if not 0 < count <= _MAX_LENGTH_OCTETS or start + count > len(data):
            return None
        length = int.from_bytes(data[start : start + count], "big")
        start += count
    return start, start + length
