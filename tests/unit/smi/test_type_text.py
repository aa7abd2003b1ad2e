"""Types as a person writes them."""

from __future__ import annotations

import pytest

from trishul.smi.model import BaseType, TypeInfo
from trishul.smi.type_text import ranges_text, short_type_text, type_text

UP_DOWN = (("up", 1), ("down", 2))


@pytest.mark.parametrize(
    ("info", "expected"),
    [
        (TypeInfo(BaseType.INTEGER, labels=UP_DOWN), "INTEGER { up(1), down(2) }"),
        (TypeInfo(BaseType.OCTET_STRING, ranges=((0, 255),), is_size=True), "OCTET STRING (SIZE (0..255))"),
        (TypeInfo(BaseType.INTEGER, "Integer32", ranges=((-(2**31), 2**31 - 1),)), "Integer32"),
        (TypeInfo(BaseType.INTEGER, "Rank", "X-MIB", ranges=((1, 1), (3, None))), "Rank (1 | 3..MAX)"),
        (TypeInfo(BaseType.TABLE, row_type="IfEntry"), "SEQUENCE OF IfEntry"),
        (TypeInfo(BaseType.TABLE), "SEQUENCE OF"),
        (TypeInfo(BaseType.ROW, "IfEntry"), "IfEntry"),
        (TypeInfo(BaseType.OBJECT_IDENTIFIER), "OBJECT IDENTIFIER"),
    ],
)
def test_a_type_is_its_name_and_what_narrows_it(info: TypeInfo, expected: str) -> None:
    assert type_text(info) == expected


def test_a_range_of_sizes_is_never_taken_for_that_of_a_number() -> None:
    assert ranges_text(((0, 2**32 - 1),), is_size=True) == "(SIZE (0..4294967295))"


def test_in_a_list_a_convention_is_its_name_and_long_ones_are_cut() -> None:
    assert short_type_text(TypeInfo(BaseType.INTEGER, "IANAifType", "IANAifType-MIB", UP_DOWN), 20) == "IANAifType"
    assert short_type_text(TypeInfo(BaseType.INTEGER, labels=UP_DOWN), 18) == "INTEGER { up(1),…"
