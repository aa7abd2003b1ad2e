"""Bindings are counted by headers alone, and no octets make the counting fail."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trishul.datatypes import Oid, Value, VarBind
from trishul.engine.varbind_counts import SHORTEST_VARBIND, count_varbinds
from trishul.protocol.ber import encode_varbinds
from trishul.protocol.message import Message, Version, encode_message
from trishul.protocol.pdu import Pdu, PduKind, TrapV1Pdu

NULLS = tuple(VarBind.of(f"1.3.{number}", Value.null()) for number in range(5))


@pytest.mark.parametrize(("most", "counted"), [(4, 5), (3, 4), (5, 5), (100, 5)])
def test_counting_stops_behind_the_bound(most: int, counted: int) -> None:
    for version, pdu in (
        (Version.V2C, Pdu(PduKind.TRAP_V2, 1, 0, 0, NULLS)),
        (Version.V1, TrapV1Pdu(Oid("1.3.6.1"), "192.0.2.1", 6, 1, 0, NULLS)),
    ):
        assert count_varbinds(encode_message(Message(version, b"public", pdu)), most) == counted


def test_no_binding_is_shorter_than_is_said() -> None:
    assert len(encode_varbinds([VarBind(b"", 5, b"")])) == SHORTEST_VARBIND


@given(st.binary(max_size=60))
def test_octets_that_are_no_message_count_as_few(data: bytes) -> None:
    assert count_varbinds(data, 3) <= 4
