"""What `trishul decode` says of one message: as a record for scripts, and in words.

Owns the names of the JSON fields. Communities are shown only on demand.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from trishul.cli.rows import row_of
from trishul.datatypes.oid import oid_text
from trishul.protocol.capture.internet import Endpoint
from trishul.protocol.capture.messages import CapturedMessage
from trishul.protocol.message_v3 import LEVEL_FLAGS, MessageV3
from trishul.protocol.pdu import Pdu, PduKind, TrapV1Pdu, error_status_label
from trishul.protocol.reading import Reading
from trishul.protocol.security.protocols import SecurityLevel

if TYPE_CHECKING:
    from trishul.library.names import Names

HIDDEN = "(hidden)"


def record_of(
    message: CapturedMessage, reading: Reading, names: Names | None, *, shows_community: bool
) -> dict[str, Any]:
    """The record; fields of other versions and of what a lone message does not have are absent."""
    record: dict[str, Any] = {"number": message.number}
    if message.transport:
        record |= {
            "time": time_text(message.time_ns),
            "source": endpoint_text(message.source),
            "destination": endpoint_text(message.destination),
            "transport": message.transport,
        }
    record["version"] = None if reading.version is None else reading.version.label
    if reading.community is not None:
        record["community"] = community_text(reading.community) if shows_community else HIDDEN
    if reading.message_v3 is not None:
        record |= _security_of(reading)
    if reading.pdu is not None:
        record |= _pdu_fields(reading.pdu)
        record["varbinds"] = [row_of(varbind, names) for varbind in reading.pdu.varbinds]
    record["anomalies"] = [{"kind": each.kind.value, "offset": each.offset} for each in reading.anomalies]
    record["fault"] = fault_text(message, reading)
    return record


def _security_of(reading: Reading) -> dict[str, Any]:
    message = reading.message_v3
    assert message is not None
    fields: dict[str, Any] = {
        "msg_id": message.msg_id,
        "level": level_text(message),
        "user": message.user_name.decode("utf-8", "backslashreplace"),
        "engine_id": message.engine_id.hex(),
        "engine_boots": message.engine_boots,
        "engine_time": message.engine_time,
    }
    if reading.inspection is not None:
        fields |= {"digest": reading.inspection.digest.value, "privacy": reading.inspection.privacy.value}
    if reading.scoped is not None:
        fields |= {
            "context_engine_id": reading.scoped.context_engine_id.hex(),
            "context": reading.scoped.context_name.decode("utf-8", "backslashreplace"),
        }
    return fields


def _pdu_fields(pdu: Pdu | TrapV1Pdu) -> dict[str, Any]:
    fields: dict[str, Any] = {"pdu_type": pdu.kind.label}
    if isinstance(pdu, TrapV1Pdu):
        return fields | {
            "enterprise": str(pdu.enterprise),
            "agent_address": pdu.agent_address,
            "generic_trap": pdu.generic_trap,
            "specific_trap": pdu.specific_trap,
            "time_stamp": pdu.time_stamp,
        }
    fields["request_id"] = pdu.request_id
    if pdu.kind is PduKind.GET_BULK:
        return fields | {"non_repeaters": pdu.non_repeaters, "max_repetitions": pdu.max_repetitions}
    return fields | {"error_status": error_status_label(pdu.error_status), "error_index": pdu.error_index}


def level_text(message: MessageV3) -> str:
    """The security level, or what its flags are instead."""
    try:
        return SecurityLevel(message.flags & LEVEL_FLAGS).label
    except ValueError:
        return "privacy without authentication"


def kind_text(reading: Reading) -> str:
    """The PDU's name, or why there is none."""
    if reading.pdu is not None:
        return reading.pdu.kind.label
    if reading.fault is not None:
        return "malformed"
    return "encrypted"


def fault_text(message: CapturedMessage, reading: Reading) -> str | None:
    """What is wrong and where; None for a message that could be read."""
    if reading.fault is None:
        return None
    return f"{reading.fault}{' (the capture cut the packet)' if message.is_cut else ''}"


def binding_texts(reading: Reading, names: Names | None) -> list[str]:
    """`name = value` of each binding."""
    if reading.pdu is None:
        return []
    texts = []
    for varbind in reading.pdu.varbinds:
        row = row_of(varbind, names)
        name = oid_text(varbind.name) if names is None else row["name"]
        value = row["value"] if names is None else row["display"]
        texts.append(f"{name} = {row['type'] if value is None else value}")
    return texts


def community_text(community: bytes) -> str:
    """A community for a terminal."""
    text = community.decode("utf-8", "backslashreplace")
    return text if text.isprintable() else community.hex()


def endpoint_text(endpoint: Endpoint) -> str:
    """Address and port."""
    return f"[{endpoint.host}]:{endpoint.port}" if ":" in endpoint.host else f"{endpoint.host}:{endpoint.port}"


def time_text(time_ns: int | None) -> str | None:
    """The time of a capture in UTC, to the microsecond; None for one that no calendar has."""
    if time_ns is None:
        return None
    try:
        moment = datetime.fromtimestamp(time_ns // 1_000_000_000, UTC)
    except (OverflowError, ValueError, OSError):
        return None
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{time_ns % 1_000_000_000 // 1000:06}Z"
