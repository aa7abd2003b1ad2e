"""Devices that are found by more than their names, in snmpsim's order."""

from __future__ import annotations

import pytest

from tests.unit.engine.secured import BERT, ENGINE_ID, PEER, USERS, nulls, opened, pdu_octets, secured
from tests.unit.engine.tables import ListTable
from trishul.datatypes import Value, VarBind
from trishul.engine.agent import AgentEngine
from trishul.engine.local_engine import LocalEngine
from trishul.engine.probing import Probing, needs_probing, probe
from trishul.protocol.message import Message, Version, decode_message, encode_message
from trishul.protocol.pdu import Pdu, PduKind
from trishul.protocol.security.reports import Refusal

IPV4, IPV6 = b"1.3.6.1.6.1.1.0", b"1.3.6.1.2.1.100.1.2.0"
FOREIGN = bytes.fromhex("80001f8804666f726569676e")
FOLDER = b"0x" + FOREIGN.hex().encode()
NAME = "1.3.6.1.2.1.1.5.0"
NAMES = {
    b"sw",
    b"sw/" + IPV4,
    b"sw/" + IPV4 + b"/192.0.2.9",
    b"sw/" + IPV6 + b"/fe80__1",
    b"lone/" + IPV4 + b"/192.0.2.9",
    IPV4 + b"/192.0.2.9",
    FOLDER,
    FOLDER + b"/sw",
    FOLDER + b"/sw/" + IPV4,
    b"plain",
}


def test_the_most_telling_name_comes_first_and_our_own_recordings_after_those_of_an_engine() -> None:
    assert list(probe(b"0x80", b"sw", b"1.0", b"::1")) == [
        b"0x80/sw/1.0/::1", b"0x80/sw/1.0", b"0x80/sw", b"0x80", b"sw/1.0/::1", b"sw/1.0", b"sw"
    ]  # fmt: skip
    assert list(probe(b"", b"", b"1.0", b"192.0.2.9")) == [b"1.0/192.0.2.9", b"1.0"]


@pytest.mark.parametrize(
    ("name", "source", "engine_id", "found"),
    [
        (b"sw", "192.0.2.9", b"", b"sw/" + IPV4 + b"/192.0.2.9"),
        (b"sw", "192.0.2.8", b"", b"sw/" + IPV4),
        (b"sw", "fe80::1", b"", b"sw/" + IPV6 + b"/fe80__1"),
        (b"sw", "fe80::2", b"", b"sw"),
        (b"lone", "192.0.2.9", b"", b"lone/" + IPV4 + b"/192.0.2.9"),
        (b"lone", "192.0.2.8", b"", b"lone"),
        (b"", "192.0.2.9", b"", IPV4 + b"/192.0.2.9"),
        (b"plain", "192.0.2.9", b"", b"plain"),
        (b"sw", "192.0.2.9", FOREIGN, FOLDER + b"/sw/" + IPV4),
        (b"sw", "fe80::1", FOREIGN, FOLDER + b"/sw"),
        (b"whatever", "192.0.2.9", FOREIGN, FOLDER),
    ],
)
def test_names_lead_to_devices(name: bytes, source: str, engine_id: bytes, found: bytes) -> None:
    assert Probing(NAMES).find(name, (source, 40000), engine_id) == found


def test_the_second_address_has_its_own_folders() -> None:
    second = Probing(NAMES, 1)
    assert second.find(b"sw", ("192.0.2.9", 40000)) == b"sw"
    assert [second.transport_id("192.0.2.1"), second.transport_id("::1")] == [
        "1.3.6.1.6.1.1.1",
        "1.3.6.1.2.1.100.1.2.1",
    ]


def test_folders_that_only_look_alike_cost_nobody_anything() -> None:
    for name in (b"sw/1.3.6.1.6.1.1.3", b"1.3.6.1.2.1.100.1.2.0/__1", FOLDER, FOLDER + b"/sw"):
        assert needs_probing([b"plain", name])
    for name in (b"sw/1.3.6.1.6.1.1", b"0x8000", b"core/sw", b"sw/192.0.2.9"):
        assert not needs_probing([b"plain", name])


def engine_of_all() -> AgentEngine:
    """An agent of which every device says its own name."""
    devices = {name: ListTable([VarBind.of(NAME, Value.octet_string(name))]) for name in NAMES}
    engine = AgentEngine(devices, engines={ENGINE_ID: LocalEngine(ENGINE_ID, USERS, devices, boots=3, started_at=0.0)})
    engine.probing = Probing(NAMES)
    return engine


def test_a_community_is_answered_by_the_device_of_its_source() -> None:
    engine = engine_of_all()
    request = Pdu(PduKind.GET, 1, 0, 0, nulls(NAME))
    engine.receive_datagram(encode_message(Message(Version.V2C, b"sw", request)), PEER, 0.0)
    ((data, _),) = engine.datagrams_to_send()
    message, _ = decode_message(data)
    assert isinstance(message.pdu, Pdu)
    assert (message.community, message.pdu.varbinds[0].contents) == (b"sw", b"sw/" + IPV4 + b"/192.0.2.9")


@pytest.mark.parametrize(
    ("context", "found"),
    [
        ((ENGINE_ID, b"sw"), b"sw/" + IPV4 + b"/192.0.2.9"),
        ((ENGINE_ID, b""), IPV4 + b"/192.0.2.9"),
        ((FOREIGN, b"sw"), FOLDER + b"/sw/" + IPV4),
        ((FOREIGN, b"other"), FOLDER),
    ],
)
def test_a_context_is_answered_by_the_device_of_its_engine(context: tuple[bytes, bytes], found: bytes) -> None:
    engine = engine_of_all()
    engine.receive_datagram(secured(pdu_octets(PduKind.GET, *nulls(NAME)), context=context), PEER, 50.0)
    ((data, _),) = engine.datagrams_to_send()
    reply = opened(data, BERT)
    assert (reply.context, reply.pdu.varbinds[0].contents) == (context, found)


def test_an_engine_without_a_folder_is_not_answered_for() -> None:
    engine = engine_of_all()
    context = (FOREIGN + b"!", b"sw")
    engine.receive_datagram(secured(pdu_octets(PduKind.GET, *nulls(NAME)), context=context), PEER, 50.0)
    ((data, _),) = engine.datagrams_to_send()
    assert opened(data, BERT).counter == str(Refusal.UNKNOWN_PDU_HANDLER.oid)
