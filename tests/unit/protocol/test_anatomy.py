"""Datagrams taken apart for looking at."""

from hypothesis import given
from hypothesis import strategies as st

from trishul.datatypes import Oid, Value, VarBind
from trishul.protocol.anatomy import MAX_NODES, BerNode, dissect
from trishul.protocol.message import Message, Version, encode_message
from trishul.protocol.pdu import Pdu, PduKind, TrapV1Pdu

DATA = encode_message(
    Message(
        Version.V2C, b"secret", Pdu(PduKind.INFORM, 7, 0, 0, (VarBind.of("1.3.6.1.2.1.1.3.0", Value.time_ticks(100)),))
    )
)


def nodes(node: BerNode) -> list[BerNode]:
    return [node, *(below for child in node.children for below in nodes(child))]


def test_every_part_has_its_name_and_place() -> None:
    tree = dissect(DATA)
    labels = [node.label for node in nodes(tree)]
    assert labels == [
        "message", "version", "community", "pdu", "request-id", "error-status", "error-index",
        "variable-bindings", "binding", "name", "value",
    ]  # fmt: skip
    for node in nodes(tree):
        assert DATA[node.offset] == node.tag
        assert node.size <= len(DATA) - node.offset
        if node.children:
            assert sum(child.size for child in node.children) == node.size - node.header_size


def test_values_read_as_people_read_them() -> None:
    texts = {node.label: node.text for node in nodes(dissect(DATA))}
    assert texts["version"] == "1 (SNMPv2c)"
    assert texts["error-status"] == "0 (noError)"
    assert texts["binding"] == "1.3.6.1.2.1.1.3.0 = 0:00:01.00"


def test_the_community_is_hidden() -> None:
    assert "secret" not in repr(dissect(DATA))


def test_a_v1_trap_has_its_own_fields() -> None:
    data = encode_message(Message(Version.V1, b"x", TrapV1Pdu(Oid("1.3.6.1.4.1.1"), "192.0.2.1", 3, 0, 5, ())))
    texts = {node.label: node.text for node in nodes(dissect(data))}
    assert texts["agent-addr"] == "192.0.2.1"
    assert texts["generic-trap"] == "3 (linkUp)"


def test_a_cut_datagram_shows_where_it_breaks() -> None:
    broken = DATA[:1] + b"\x20" + DATA[2:40]
    assert any(node.fault for node in nodes(dissect(broken)))


@given(st.binary(max_size=400))
def test_any_bytes_give_a_tree(data: bytes) -> None:
    tree = dissect(data)
    assert tree.size == len(data) or tree.fault or tree.label == "datagram"


def test_hostile_nesting_stays_bounded() -> None:
    nested = b""
    for _ in range(200):
        nested = b"\x30" + bytes((0x82,)) + len(nested).to_bytes(2, "big") + nested
    assert len(nodes(dissect(nested))) < 50
    assert len(nodes(dissect(b"\x30\x82\xff\xf0" + b"\x05\x00" * 32760))) <= MAX_NODES + 2
