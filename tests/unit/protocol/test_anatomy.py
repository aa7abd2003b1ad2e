"""Datagrams taken apart for looking at."""

import pytest
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


class TestWhatIsCut:
    """The parts that are there keep their names, and what is cut says so."""

    V3 = bytes.fromhex(
        "3054020103300e020107020300ffe3040104020103041930170405800000000102010002010004046265727404000400"
        "3024040580000000010400a019020107020100020100300e300c06082b060102010105000500"
    )

    @staticmethod
    def labels(node: BerNode) -> list[str]:
        return [node.label, *(label for child in node.children for label in TestWhatIsCut.labels(child))]

    @pytest.mark.parametrize("size", range(20, len(V3)))
    def test_a_cut_v3_message_has_no_label_of_another_version(self, size: int) -> None:
        tree = dissect(self.V3[:size])
        found = self.labels(tree)
        whole = self.labels(dissect(self.V3))
        assert found[:3] == ["message", "version", "msgGlobalData"]
        assert [label for label in found if label != "unreadable"] == whole[: len(found) - found.count("unreadable")]
        assert "community" not in found
        assert tree.fault is not None

    def test_a_length_that_lies_inside_is_a_fault_of_that_part(self) -> None:
        tree = dissect(bytes.fromhex("300d020101040170a0060204010203"))
        assert self.labels(tree)[:3] == ["message", "version", "community"]
        assert "octets announced" in (tree.children[2].children[0].fault or "")

    def test_octets_that_begin_no_value_are_unreadable(self) -> None:
        for octets in (b"\x30", b"\x30\x80\x00", b"\x30\x87\x00", b"\x1f\x05\x00"):
            assert dissect(octets).label == "unreadable"
