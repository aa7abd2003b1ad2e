"""What the worker tells of a group of requests: in words, and without a community."""

from __future__ import annotations

from trishul.datatypes import Oid, Value, VarBind
from trishul.engine.activity import LastExchange, RequestsServed
from trishul.protocol.message import Message, Version, encode_message
from trishul.protocol.pdu import Pdu, PduKind
from trishul.simulation.device import Device
from trishul.workers.activity_entries import entry_of

NAME = Oid("1.3.6.1.2.1.1.5.0")


def test_an_entry_names_its_agent_and_masks_the_community_in_its_octets() -> None:
    pdu = Pdu(PduKind.GET, 1, 0, 0, (VarBind.of(NAME, Value.null()),))
    request = encode_message(Message(Version.V2C, b"s3cret", pdu))
    last = LastExchange(request, b"", len(request), 0)
    group = RequestsServed(
        ("::1", 9), Device.from_instances({}), PduKind.GET, Version.V2C, 2, 5, 1, NAME.contents, NAME.contents, last
    )
    entry = entry_of(group, 1.5, "router", "router's name")
    assert (entry.agent_id, entry.device, entry.source, entry.operation) == (
        "router", "router's name", "[::1]:9", "GetRequest",
    )  # fmt: skip
    assert (entry.first_oid, entry.last.request) == (str(NAME), request.replace(b"s3cret", b"******"))
    assert (entry.last.request_size, entry.last.answer) == (len(request), b"")
