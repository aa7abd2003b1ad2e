"""What agents answered in captured messages: by agent and community, the last value of each instance."""

from __future__ import annotations

from collections import Counter

from trishul.datatypes import Value, VarBind
from trishul.protocol.capture.internet import Endpoint
from trishul.protocol.capture.messages import CapturedMessage
from trishul.protocol.message import Message, Version, encode_message
from trishul.protocol.pdu import Pdu, PduKind
from trishul.simulation.recordings.captured import read_captured

ONE, OTHER, ASKER = Endpoint("192.0.2.1", 161), Endpoint("2001:db8::1", 161), Endpoint("192.0.2.9", 50000)
NAME = VarBind.of("1.3.6.1.2.1.1.5.0", Value.octet_string("one"))
RENAMED = VarBind.of("1.3.6.1.2.1.1.5.0", Value.octet_string("two"))
DESCR = VarBind.of("1.3.6.1.2.1.1.1.0", Value.octet_string("a switch"))


def message(
    source: Endpoint,
    *varbinds: VarBind,
    community: bytes = b"public",
    kind: PduKind = PduKind.RESPONSE,
    status: int = 0,
) -> CapturedMessage:
    octets = encode_message(Message(Version.V2C, community, Pdu(kind, 1, status, 0, varbinds)))
    return captured(source, octets)


def captured(source: Endpoint, octets: bytes, *, is_cut: bool = False) -> CapturedMessage:
    return CapturedMessage(1, None, source, ASKER, "udp", octets, is_cut)


def test_each_agent_and_community_is_a_recording_in_order() -> None:
    skipped: Counter[str] = Counter()
    end = VarBind(NAME.name, 0x82, b"")
    agents = read_captured(
        [
            message(ONE, NAME, DESCR),
            message(OTHER, NAME),
            message(ONE, NAME, community=b"secret"),
            message(ONE, RENAMED, end),
        ],
        skipped,
    )
    assert [(agent.agent, agent.community, agent.varbinds) for agent in agents] == [
        (ONE, b"public", (DESCR, RENAMED)),
        (OTHER, b"public", (NAME,)),
        (ONE, b"secret", (NAME,)),
    ]
    assert not skipped
    assert "secret" not in repr(agents)


def test_what_holds_no_values_is_passed_over_and_counted() -> None:
    skipped: Counter[str] = Counter()
    v3 = bytes.fromhex("3003020103")
    agents = read_captured(
        [
            message(ONE, NAME, kind=PduKind.GET),
            message(ONE, NAME, status=5),
            captured(ONE, v3),
            captured(ONE, b"\x30\x05\x02"),
            captured(ONE, b"\x30", is_cut=True),
        ],
        skipped,
    )
    assert agents == []
    assert sorted(skipped.values()) == [1, 1, 1, 1]
