"""Values of an index are different, legal, and arcs as RFC 2578 §7.7 lays them out."""

from __future__ import annotations

import pytest

from trishul.datatypes import Oid, Value
from trishul.simulation.generation.index_values import index_arcs, values_for
from trishul.simulation.generation.object_types import IndexObject
from trishul.smi.model import BaseType, TypeInfo

IDENTITY = Oid("1.3.6.1.4.1.32473.1").contents


def index(info: TypeInfo, name: str = "place", *, is_implied: bool = False) -> IndexObject:
    return IndexObject(b"", name, info, is_implied)


def test_numbers_count_up_within_their_ranges() -> None:
    info = TypeInfo(BaseType.INTEGER, ranges=((-3, 2), (10, 20)))
    assert [value.native for value in values_for(index(info), 5, 1, IDENTITY)] == [0, 1, 2, 10, 11]


def test_strings_have_their_length_in_the_name_unless_it_is_fixed_or_implied() -> None:
    value = Value.octet_string("ab")
    any_size = TypeInfo(BaseType.OCTET_STRING)
    fixed = TypeInfo(BaseType.OCTET_STRING, ranges=((2, 2),), is_size=True)
    assert index_arcs(index(any_size), value) == (2, 97, 98)
    assert index_arcs(index(fixed), value) == (97, 98)
    assert index_arcs(index(any_size, is_implied=True), value) == (97, 98)


def test_oids_have_their_length_and_addresses_four_arcs() -> None:
    assert index_arcs(index(TypeInfo(BaseType.OBJECT_IDENTIFIER)), Value.object_identifier("1.3.6")) == (3, 1, 3, 6)
    assert index_arcs(index(TypeInfo(BaseType.IP_ADDRESS)), Value.ip_address("192.0.2.1")) == (192, 0, 2, 1)


def test_texts_that_are_cut_stay_different() -> None:
    info = TypeInfo(BaseType.OCTET_STRING, ranges=((3, 3),), is_size=True)
    assert len(values_for(index(info, "siteName"), 12, 1, IDENTITY)) == 12


@pytest.mark.parametrize(
    "info",
    [
        TypeInfo(BaseType.OCTET_STRING, "DateAndTime", ranges=((8, 8),), is_size=True),
        TypeInfo(BaseType.OCTET_STRING, ranges=((4, 4),), is_size=True, display_hint="1x:"),
        TypeInfo(BaseType.OCTET_STRING, "DisplayString", ranges=((5, 5),), is_size=True, display_hint="255a"),
    ],
)
def test_there_are_thousands_where_thousands_are_asked_for(info: TypeInfo) -> None:
    assert len(values_for(index(info), 3_000, 1, IDENTITY)) == 3_000


def test_what_has_no_legal_value_has_none() -> None:
    assert values_for(index(TypeInfo(BaseType.UNKNOWN)), 3, 1, IDENTITY) == []
    assert values_for(index(TypeInfo(BaseType.INTEGER, ranges=((-9, -1),))), 3, 1, IDENTITY) == []
