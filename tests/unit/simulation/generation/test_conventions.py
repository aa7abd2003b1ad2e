"""Well-known conventions have values with their meaning (RFC 2579)."""

from __future__ import annotations

import pytest

from tests.unit.simulation.generation.small_device import instance
from trishul.datatypes import Value
from trishul.simulation.generation.conventions import conventional_value
from trishul.smi.model import BaseType, TypeInfo


@pytest.mark.parametrize(
    ("base", "name", "value"),
    [
        (BaseType.INTEGER, "RowStatus", Value.integer(1)),
        (BaseType.INTEGER, "StorageType", Value.integer(3)),
        (BaseType.OBJECT_IDENTIFIER, "RowPointer", Value.object_identifier("0.0")),
        (BaseType.OBJECT_IDENTIFIER, "TDomain", Value.object_identifier("1.3.6.1.6.1.1")),
        (BaseType.UNSIGNED32, "InetPortNumber", Value.gauge32(161)),
    ],
)
def test_a_convention_has_its_value(base: BaseType, name: str, value: Value) -> None:
    assert conventional_value(instance("box", TypeInfo(base, name))) == value


def test_a_date_is_a_date() -> None:
    value = conventional_value(instance("box", TypeInfo(BaseType.OCTET_STRING, "DateAndTime")))
    assert value is not None
    year, month, day, hour, minute, second = (int.from_bytes(value.contents[:2], "big"), *value.contents[2:7])
    assert year == 2025
    assert 1 <= month <= 12
    assert 1 <= day <= 28
    assert max(hour, 23) == 23
    assert max(minute, second, 59) == 59


def test_other_types_are_left_to_others() -> None:
    assert conventional_value(instance("box", TypeInfo(BaseType.INTEGER, "VendorState"))) is None
