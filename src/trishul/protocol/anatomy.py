"""A datagram taken apart for looking at: every BER value with its byte range and what it means in SNMP.

Owns the tree that the pages show beside the hexadecimal view and `trishul decode` prints. It never raises: where octets
make no sense, the rest is one node that says why. Not for hot paths. The community is shown as hidden, whatever the
octets are. Of an encrypted SNMPv3 message the ScopedPDU is shown where somebody has decrypted it (RFC 3412 §6).
"""

from __future__ import annotations

import msgspec

from trishul.datatypes.values import Value, ValueType
from trishul.errors import DecodeError
from trishul.protocol.ber import MAX_MESSAGE_OCTETS, read_header
from trishul.protocol.message_v3 import AUTH_FLAG, LEVEL_FLAGS, PRIV_FLAG, REPORTABLE_FLAG
from trishul.protocol.pdu import PduKind, error_status_label
from trishul.protocol.security.engine_id import describe_engine_id
from trishul.protocol.security.protocols import SecurityLevel

MAX_DEPTH = 12
"""An SNMPv3 message is seven deep; more is somebody's joke."""
MAX_NODES = 20_000

_CONSTRUCTED = 0x20
_MAX_HEADER_OCTETS = 6
"""Of a tag and a length below 2^32."""
_VALUE_TAGS = frozenset(value_type.value for value_type in ValueType)
_TYPE_NAMES = {
    **{kind.value: kind.label for kind in PduKind},
    **{value_type.value: value_type.label for value_type in ValueType},
    0x30: "SEQUENCE",
    0x31: "SET",
}
_MESSAGE_FIELDS = ("version", "community", "pdu")
_MESSAGE_V3_FIELDS = ("version", "msgGlobalData", "msgSecurityParameters", "msgData")
_FIELDS_V3 = {
    "msgGlobalData": ("msgID", "msgMaxSize", "msgFlags", "msgSecurityModel"),
    "msgSecurityParameters": ("UsmSecurityParameters",),
    "UsmSecurityParameters": (
        "msgAuthoritativeEngineID", "msgAuthoritativeEngineBoots", "msgAuthoritativeEngineTime", "msgUserName",
        "msgAuthenticationParameters", "msgPrivacyParameters",
    ),
    "scopedPDU": ("contextEngineID", "contextName", "pdu"),
    "encryptedPDU": ("scopedPDU", "padding"),
}  # fmt: skip
_ENGINE_IDS = frozenset(("msgAuthoritativeEngineID", "contextEngineID"))
_SECURITY_MODELS = {1: "SNMPv1", 2: "SNMPv2c", 3: "USM", 4: "TSM"}
_VERSION_3 = b"\x02\x01\x03"
_PDU_FIELDS = ("request-id", "error-status", "error-index", "variable-bindings")
_BULK_FIELDS = ("request-id", "non-repeaters", "max-repetitions", "variable-bindings")
_TRAP_V1_FIELDS = (
    "enterprise",
    "agent-addr",
    "generic-trap",
    "specific-trap",
    "time-stamp",
    "variable-bindings",
)
_BINDING_FIELDS = ("name", "value")
_VERSIONS = {0: "SNMPv1", 1: "SNMPv2c", 3: "SNMPv3"}
_GENERIC_TRAPS = (
    "coldStart", "warmStart", "linkDown", "linkUp", "authenticationFailure", "egpNeighborLoss", "enterpriseSpecific",
)  # fmt: skip


class BerNode(msgspec.Struct, frozen=True):
    """One BER value: where it stands, what it is, what it says."""

    label: str
    """Its part in the message: `request-id`, `name` …"""
    offset: int
    """Octet of the datagram at which its tag stands."""
    header_size: int
    """Octets of tag and length."""
    size: int
    """Octets of the whole value, header included."""
    tag: int
    type: str
    text: str
    """The value for people; empty for values that hold others."""
    fault: str | None = None
    """Why these octets could not be read."""
    children: tuple[BerNode, ...] = ()


class _Budget:
    """Counts nodes, so that a hostile datagram cannot make a tree larger than it; and knows what was decrypted."""

    def __init__(self, *, is_decrypted: bool) -> None:
        self.nodes = 0
        self.is_decrypted = is_decrypted


def with_plain_octets(data: bytes, payload_at: int, plain: bytes) -> bytes:
    """A datagram with the decrypted octets in the place of the encrypted ones, as `dissect` takes it.

    All ciphers keep the length, so that every octet keeps its place.
    """
    return data[:payload_at] + plain + data[payload_at + len(plain) :]


def dissect(data: bytes, *, is_decrypted: bool = False) -> BerNode:
    """The tree of a datagram; a part that cannot be read is a node with a `fault`.

    `is_decrypted`: the octets of an encryptedPDU are plain, as `with_plain_octets` puts them there.
    """
    data = data[:MAX_MESSAGE_OCTETS]
    nodes = _dissect_all(data, 0, len(data), ("message",), "message", 0, _Budget(is_decrypted=is_decrypted))
    if len(nodes) == 1:
        return nodes[0]
    return BerNode(
        "datagram",
        0,
        0,
        len(data),
        0,
        "octets",
        "",
        None if nodes else "empty",
        tuple(nodes),
    )


def _dissect_all(
    data: bytes,
    pos: int,
    end: int,
    labels: tuple[str, ...],
    part: str,
    depth: int,
    budget: _Budget,
) -> list[BerNode]:
    nodes: list[BerNode] = []
    while pos < end:
        budget.nodes += 1
        label = labels[min(len(nodes), len(labels) - 1)] if labels else "value"
        if labels and part != "bindings" and len(nodes) >= len(labels):
            label = "trailing"
        if label == "padding":
            nodes.append(BerNode(label, pos, 0, end - pos, data[pos], "octets", ""))
            break
        try:
            if budget.nodes > MAX_NODES or depth > MAX_DEPTH:
                raise DecodeError("nested too deep or too long to show", pos)
            tag, start, stop = read_header(data, pos, end)
            fault = None
        except DecodeError as error:
            start = _contents_of_what_is_cut(data, pos, end, depth, budget)
            if start == 0:
                nodes.append(BerNode("unreadable", pos, 0, end - pos, data[pos], "octets", "", str(error)))
                break
            tag, stop, fault = data[pos], end, str(error)
        nodes.append(_node(data, label, (pos, start, stop), tag, depth, budget, fault))
        pos = stop
    return nodes


def _node(
    data: bytes,
    label: str,
    span: tuple[int, int, int],
    tag: int,
    depth: int,
    budget: _Budget,
    fault: str | None,
) -> BerNode:
    pos, start, stop = span
    children: list[BerNode] = []
    text = ""
    if label == "msgData":
        label = "scopedPDU" if tag & _CONSTRUCTED else "encryptedPDU"
    if tag & _CONSTRUCTED or _holds_others(label, data, start, stop, budget):
        is_v3 = label == "message" and data[start : start + 3] == _VERSION_3
        labels, part = (_MESSAGE_V3_FIELDS, "message") if is_v3 else _fields(label, tag)
        children = _dissect_all(data, start, stop, labels, part, depth + 1, budget)
        if part == "binding" and len(children) == 2:
            text = f"{children[0].text} = {children[1].text}"
    else:
        text = _text(label, tag, data[start:stop])
    type_name = _TYPE_NAMES.get(tag) or f"tag 0x{tag:02X}"
    return BerNode(label, pos, start - pos, stop - pos, tag, type_name, text, fault, tuple(children))


def _contents_of_what_is_cut(data: bytes, pos: int, end: int, depth: int, budget: _Budget) -> int:
    """Where the contents begin of a value that announces more than is there, so that its parts keep their names.

    0 for octets that begin no value.
    """
    if budget.nodes > MAX_NODES or depth > MAX_DEPTH or pos + 2 > end:
        return 0
    length = data[pos + 1]
    start = pos + 2 + (length & 0x7F if length & 0x80 else 0)
    is_length = length != 0x80 and start - pos <= _MAX_HEADER_OCTETS
    return start if data[pos] & 0x1F != 0x1F and is_length and start <= end else 0


def _holds_others(label: str, data: bytes, start: int, stop: int, budget: _Budget) -> bool:
    """True for the octet strings of SNMPv3 that are values of their own."""
    if label == "encryptedPDU":
        return budget.is_decrypted
    return label == "msgSecurityParameters" and data[start:stop][:1] == b"\x30"


def _fields(label: str, tag: int) -> tuple[tuple[str, ...], str]:
    """Labels of the values inside a constructed value, and which part of a message it is."""
    if label == "message":
        return _MESSAGE_FIELDS, "message"
    if label == "pdu":
        if tag == PduKind.TRAP_V1:
            return _TRAP_V1_FIELDS, "pdu"
        return (_BULK_FIELDS if tag == PduKind.GET_BULK else _PDU_FIELDS), "pdu"
    if label == "variable-bindings":
        return ("binding",), "bindings"
    if label == "binding":
        return _BINDING_FIELDS, "binding"
    return _FIELDS_V3.get(label, ()), "other"


def _text(label: str, tag: int, contents: bytes) -> str:
    if label == "community":
        return "(hidden)"
    if label in _V3_TEXTS:
        return _V3_TEXTS[label](contents)
    text = str(Value(tag, contents)) if tag in _VALUE_TAGS else contents.hex(" ").upper()
    if tag == ValueType.INTEGER and text.lstrip("-").isdigit():
        number = int(text)
        if label == "version":
            return f"{number} ({_VERSIONS.get(number, 'unknown')})"
        if label == "msgSecurityModel":
            return f"{number} ({_SECURITY_MODELS.get(number, 'unknown')})"
        if label == "error-status":
            return f"{number} ({error_status_label(number)})"
        if label == "generic-trap" and 0 <= number < len(_GENERIC_TRAPS):
            return f"{number} ({_GENERIC_TRAPS[number]})"
    return text


def _engine_id_text(octets: bytes) -> str:
    if not octets:
        return "(none)"
    described = describe_engine_id(octets)
    return f"{octets.hex()} (enterprise {described.enterprise}, {described.format_label} {described.text})"


def _flags_text(octets: bytes) -> str:
    if not octets:
        return "(none)"
    flags = octets[0]
    level = "privacy without authentication" if flags & LEVEL_FLAGS == PRIV_FLAG else ""
    level = level or SecurityLevel(flags & (AUTH_FLAG | PRIV_FLAG)).label
    return f"0x{octets.hex()} ({level}{', reportable' if flags & REPORTABLE_FLAG else ''})"


def _name_text(octets: bytes) -> str:
    text = octets.decode("utf-8", "backslashreplace")
    return text if text.isprintable() else octets.hex(" ").upper()


def _octets_text(octets: bytes) -> str:
    return octets.hex(" ").upper()


def _encrypted_text(octets: bytes) -> str:
    return f"{len(octets)} encrypted octets"


_V3_TEXTS = {
    **dict.fromkeys(_ENGINE_IDS, _engine_id_text),
    "msgFlags": _flags_text,
    "msgUserName": _name_text,
    "contextName": _name_text,
    "msgAuthenticationParameters": _octets_text,
    "msgPrivacyParameters": _octets_text,
    "encryptedPDU": _encrypted_text,
}
