"""Defaults of columns that nobody named: DEFVAL, else the least legal value."""

from __future__ import annotations

import pytest

from trishul.datatypes import Value
from trishul.simulation.least_values import least_value
from trishul.simulation.object_rules import ObjectRule
from trishul.smi.model import BaseType, TypeInfo


def rule(info: TypeInfo, default: Value | None = None) -> ObjectRule:
    return ObjectRule(b"\x2b\x06", "x", info, "read-create", default)


@pytest.mark.parametrize(
    ("info", "expected"),
    [
        (TypeInfo(BaseType.INTEGER), Value.integer(0)),
        (TypeInfo(BaseType.INTEGER, ranges=((3, 9),)), Value.integer(3)),
        (TypeInfo(BaseType.INTEGER, ranges=((-9, 9),)), Value.integer(0)),
        (TypeInfo(BaseType.INTEGER, labels=(("b", 2), ("a", 1))), Value.integer(1)),
        (TypeInfo(BaseType.INTEGER, "StorageType", labels=(("other", 1), ("nonVolatile", 3))), Value.integer(3)),
        (TypeInfo(BaseType.OCTET_STRING), Value.octet_string(b"")),
        (TypeInfo(BaseType.OCTET_STRING, ranges=((8, 8), (11, 11)), is_size=True), Value.octet_string(bytes(8))),
        (TypeInfo(BaseType.BITS, labels=(("a", 0),)), Value.octet_string(b"")),
        (TypeInfo(BaseType.OBJECT_IDENTIFIER), Value.object_identifier("0.0")),
        (TypeInfo(BaseType.IP_ADDRESS), Value.ip_address("0.0.0.0")),
        (TypeInfo(BaseType.COUNTER64), Value.counter64(0)),
        (TypeInfo(BaseType.UNSIGNED32, ranges=((1, None),)), Value.gauge32(1)),
    ],
)
def test_the_least_legal_value_stands_in(info: TypeInfo, expected: Value) -> None:
    assert least_value(rule(info)) == expected


def test_a_default_of_the_mib_comes_first() -> None:
    assert least_value(rule(TypeInfo(BaseType.INTEGER), Value.integer(7))) == Value.integer(7)


def test_a_type_that_nothing_is_known_of_has_no_value() -> None:
    assert least_value(rule(TypeInfo(BaseType.UNKNOWN))) is None
