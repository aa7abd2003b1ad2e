"""What is retrieved, as octets (RFC 3416 §4.2.1 to §4.2.3); whole answers are tested with the agent."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.engine.tables import ListTable
from trishul.datatypes import Oid, Value, VarBind
from trishul.engine.retrieval import RetrievalError, get, get_bulk, get_next
from trishul.protocol.ber import decode_varbinds
from trishul.protocol.pdu import ErrorStatus

COUNT = 30
VARBINDS = [VarBind.of(f"1.3.6.1.2.1.9.{row}.0", Value.octet_string("x" * row)) for row in range(1, COUNT + 1)]
TABLE = ListTable(VARBINDS)
START = Oid("1.3.6.1").contents


def bindings(octets: bytes) -> list[VarBind]:
    return decode_varbinds(octets, 0, len(octets))


@given(st.integers(1, 3), st.integers(0, 40), st.integers(0, 2000))
def test_bulk_never_exceeds_its_budget_and_keeps_the_order(columns: int, repetitions: int, budget: int) -> None:
    octets, count = get_bulk(TABLE, [START] * columns, 0, repetitions, budget, 0.0)
    assert count == len(bindings(octets))
    assert len(octets) <= budget
    found = [varbind for varbind in bindings(octets)[::columns] if not varbind.is_exception]
    assert found == VARBINDS[: len(found)]
    assert len(bindings(octets)) <= columns * max(repetitions, 0) + columns


@given(st.integers(0, COUNT + 1), st.integers(1, 10))
def test_one_column_and_many_columns_answer_alike(row: int, repetitions: int) -> None:
    name = Oid(f"1.3.6.1.2.1.9.{row}.0").contents
    one = bindings(get_bulk(TABLE, [name], 0, repetitions, 60_000, 0.0)[0])
    many = bindings(get_bulk(TABLE, [name, name], 0, repetitions, 60_000, 0.0)[0])
    assert many[0::2] == many[1::2]
    assert many[0::2][: len(one)] == one


def test_an_empty_device_is_at_its_end_at_once() -> None:
    empty = ListTable([])
    for octets, _ in (get_bulk(empty, [START], 0, 5, 1000, 0.0), get_bulk(empty, [START], 1, 5, 1000, 0.0)):
        assert [(varbind.name, varbind.tag) for varbind in bindings(octets)] == [(START, 0x82)]
    assert bindings(get_next(empty, [START], 0.0, is_v1=False))[0].tag == 0x82


def test_long_names_at_the_end_are_named_whole() -> None:
    last = VarBind.of(Oid((1, 3, *[4_294_967_295] * 40)), Value.octet_string("x" * 300))
    table = ListTable([last])
    (first, end) = bindings(get_bulk(table, [START], 0, 2, 5000, 0.0)[0])
    assert (first, end.name, end.tag) == (last, last.name, 0x82)


def test_v1_errors_carry_status_and_index() -> None:
    with pytest.raises(RetrievalError) as caught:
        get(TABLE, [VARBINDS[0].name, START], 0.0, is_v1=True)
    assert (caught.value.status, caught.value.index) == (ErrorStatus.NO_SUCH_NAME, 2)
