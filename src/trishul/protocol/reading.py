"""One datagram read for people: any version, whole or broken, SNMPv3 opened where the keys are known.

Owns what is told of a message beside its tree: version, PDU, bindings, anomalies, and the fault with its octet. Never
raises. Not for hot paths.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from trishul.errors import DecodeError
from trishul.protocol.anatomy import BerNode, dissect, with_plain_octets
from trishul.protocol.anomalies import DecodeAnomaly
from trishul.protocol.message import UnsupportedVersion, Version, decode_message
from trishul.protocol.message_v3 import MessageV3, ScopedPdu, community_message, read_message_v3, read_scoped_pdu
from trishul.protocol.pdu import Pdu, TrapV1Pdu
from trishul.protocol.security.inspection import Digest, Inspection, KeyRing, Privacy


@dataclass(frozen=True)
class Reading:
    """What a datagram says; None for what it does not have, or keeps hidden."""

    octets: bytes = field(repr=False)
    """The datagram, decrypted where that could be done, every octet in its place."""
    tree: BerNode = field(repr=False)
    version: Version | None = None
    community: bytes | None = field(default=None, repr=False)
    pdu: Pdu | TrapV1Pdu | None = None
    message_v3: MessageV3 | None = None
    scoped: ScopedPdu | None = None
    inspection: Inspection | None = field(default=None, repr=False)
    anomalies: tuple[DecodeAnomaly, ...] = ()
    fault: DecodeError | None = None
    """Why the rest could not be read, with its octet of the datagram."""


def read_datagram(data: bytes, keys: KeyRing | None = None) -> Reading:
    """Reads one datagram as far as it goes."""
    try:
        message, anomalies = decode_message(data)
    except UnsupportedVersion as error:
        if error.version == Version.V3:
            return _read_v3(data, keys or KeyRing())
        return Reading(data, dissect(data), fault=error)
    except DecodeError as error:
        return Reading(data, dissect(data), _told_version(data), fault=error)
    return Reading(data, dissect(data), message.version, message.community, message.pdu, anomalies=anomalies)


def _read_v3(data: bytes, keys: KeyRing) -> Reading:
    try:
        message = read_message_v3(data)
    except DecodeError as error:
        return Reading(data, dissect(data), Version.V3, fault=error)
    inspection = keys.inspect(data, message)
    octets = data
    is_decrypted = False
    encrypted = find_node(dissect(data), "encryptedPDU") if inspection.privacy is Privacy.DECRYPTED else None
    if encrypted is not None and inspection.plain is not None:
        octets = with_plain_octets(data, encrypted.offset + encrypted.header_size, inspection.plain)
        is_decrypted = True
    tree = dissect(octets, is_decrypted=is_decrypted)
    scoped, pdu, anomalies, fault = _read_scoped(inspection.plain, tree)
    return Reading(
        octets,
        tree,
        Version.V3,
        None,
        pdu,
        message,
        scoped,
        inspection,
        (*message.anomalies, *anomalies),
        fault,
    )


def _read_scoped(
    plain: bytes | None, tree: BerNode
) -> tuple[ScopedPdu | None, Pdu | TrapV1Pdu | None, tuple[DecodeAnomaly, ...], DecodeError | None]:
    """ScopedPDU and PDU, with all places as octets of the datagram."""
    if plain is None:
        return None, None, (), None
    outer = find_node(tree, "scopedPDU")
    outer_at = 0 if outer is None else outer.offset
    try:
        scoped = read_scoped_pdu(plain)
    except DecodeError as error:
        return None, None, (), DecodeError(error.reason, outer_at + error.offset)
    dressed = community_message(scoped.pdu)
    node = find_node(tree, "pdu")
    shift = (outer_at if node is None else node.offset) - (len(dressed) - len(scoped.pdu))
    try:
        message, anomalies = decode_message(dressed)
    except DecodeError as error:
        return scoped, None, (), DecodeError(error.reason, error.offset + shift)
    moved = tuple(DecodeAnomaly(anomaly.kind, anomaly.offset + shift) for anomaly in anomalies)
    return scoped, message.pdu, moved, None


def find_node(tree: BerNode, label: str) -> BerNode | None:
    """The first part of this name, from the top."""
    if tree.label == label:
        return tree
    for child in tree.children:
        found = find_node(child, label)
        if found is not None:
            return found
    return None


def _told_version(data: bytes) -> Version | None:
    """The version that a broken message says it has."""
    node = find_node(dissect(data), "version")
    if node is None or node.size != node.header_size + 1:
        return None
    number = data[node.offset + node.header_size]
    return Version(number) if number in list(Version) else None


def security_sentence(reading: Reading) -> str:
    """What is known of digest and privacy, such as `digest valid, decrypted`; empty for other versions."""
    inspection = reading.inspection
    if inspection is None:
        return ""
    parts = [] if inspection.digest is Digest.ABSENT else [f"digest {inspection.digest}"]
    if inspection.privacy is Privacy.DECRYPTED:
        parts.append("decrypted")
    elif inspection.privacy is not Privacy.PLAIN:
        parts.append(f"encrypted: {inspection.privacy}")
    return ", ".join(parts)
