"""Recordings from captured traffic: what agents answered, one recording for each agent and community.

Takes the Response PDUs of SNMPv1 and v2c out of messages that `protocol.capture` found; the last value of an instance
counts. SNMPv3 is left out and counted: what is encrypted cannot be read, and what is not belongs to no community.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from trishul.datatypes.oid import oid_sort_key
from trishul.datatypes.varbind import VarBind
from trishul.errors import DecodeError
from trishul.protocol.capture.internet import Endpoint
from trishul.protocol.capture.messages import CapturedMessage
from trishul.protocol.message import UnsupportedVersion, decode_message
from trishul.protocol.pdu import Pdu, PduKind

MAX_AGENTS = 10_000
MAX_INSTANCES = 5_000_000
"""Of all agents together."""


@dataclass(frozen=True, slots=True)
class CapturedAgent:
    """One agent by its address and the community that it was asked with; rows in lexicographic order."""

    agent: Endpoint
    community: bytes = field(repr=False)
    varbinds: tuple[VarBind, ...] = field(repr=False)


def read_captured(
    messages: Iterable[CapturedMessage], skipped: Counter[str], max_instances: int = MAX_INSTANCES
) -> list[CapturedAgent]:
    """The agents that answered, in the order of their first answers; `skipped` counts what was passed over."""
    found: dict[tuple[Endpoint, bytes], dict[bytes, VarBind]] = {}
    instances = 0
    for message in messages:
        answer = _answer_in(message, skipped)
        if answer is None:
            continue
        key = message.source, answer[0]
        if key not in found and len(found) >= MAX_AGENTS:
            skipped[f"answers of more than {MAX_AGENTS:,} agents"] += 1
            continue
        values = found.setdefault(key, {})
        before = len(values)
        for varbind in answer[1]:
            if varbind.is_exception:
                continue
            if varbind.name in values or instances + len(values) - before < max_instances:
                values[varbind.name] = varbind
            else:
                skipped[f"values of more than {max_instances:,} instances"] += 1
        instances += len(values) - before
    return [
        CapturedAgent(agent, community, _in_order(values, skipped))
        for (agent, community), values in found.items()
        if values
    ]


def _in_order(values: dict[bytes, VarBind], skipped: Counter[str]) -> tuple[VarBind, ...]:
    keyed = []
    for name, varbind in values.items():
        try:
            keyed.append((oid_sort_key(name), varbind))
        except DecodeError:
            skipped["instances without a name that can be read"] += 1
    return tuple(varbind for _, varbind in sorted(keyed, key=lambda pair: pair[0]))


def _answer_in(message: CapturedMessage, skipped: Counter[str]) -> tuple[bytes, list[VarBind]] | None:
    """Community and bindings of a Response without an error."""
    if message.is_cut:
        skipped["messages cut by the capture"] += 1
        return None
    try:
        decoded, _ = decode_message(message.octets)
    except UnsupportedVersion:
        skipped["SNMPv3 messages, which have no community"] += 1
        return None
    except DecodeError:
        skipped["messages that cannot be read"] += 1
        return None
    pdu = decoded.pdu
    if not isinstance(pdu, Pdu) or pdu.kind is not PduKind.RESPONSE:
        return None  # requests and notifications hold no values of an agent
    if pdu.error_status:
        skipped["answers with an error"] += 1
        return None
    return decoded.community, list(pdu.varbinds)
