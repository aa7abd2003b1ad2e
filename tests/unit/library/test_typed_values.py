"""Values from text: the named type wins, the MIB helps."""

from __future__ import annotations

import pytest

from tests.unit.services.named_devices import DEVICE, device_names
from trishul.datatypes import Oid, Value
from trishul.errors import InvalidInput
from trishul.library.names import Names
from trishul.library.typed_values import value_from_text

STATE = Oid(f"{DEVICE}.1.0").contents
UNKNOWN = Oid("1.3.6.1.4.1.1.1").contents
NAMES = device_names().names


@pytest.mark.parametrize(
    ("oid", "type_name", "text", "value"),
    [
        (STATE, None, "up", Value.integer(1)),
        (STATE, "=", "2", Value.integer(2)),
        (STATE, "i", "7", Value.integer(7)),
        (STATE, "Integer", "down", Value.integer(2)),
        (STATE, "String", "up", Value.octet_string("up")),
        (UNKNOWN, None, "up", Value.octet_string("up")),
        (UNKNOWN, "Counter64", "5", Value.counter64(5)),
    ],
)
def test_a_value_is_read_by_the_named_type_else_by_the_mib(
    oid: bytes, type_name: str | None, text: str, value: Value
) -> None:
    assert value_from_text(NAMES, oid, type_name, text) == value


@pytest.mark.parametrize(
    ("oid", "type_name", "text", "field"),
    [
        (STATE, None, "sideways", None),
        (STATE, "Gauge32", "up", None),
        (STATE, "Integer", "sideways", None),
        (UNKNOWN, "=", "up", "type"),
        (UNKNOWN, "Integer", "up", None),
        (UNKNOWN, "Whatever", "up", None),
    ],
)
def test_what_cannot_be_meant_is_refused(oid: bytes, type_name: str | None, text: str, field: str | None) -> None:
    with pytest.raises(InvalidInput) as refusal:
        value_from_text(NAMES, oid, type_name, text)
    assert refusal.value.field == field


def test_without_a_library_only_named_types_are_read() -> None:
    assert value_from_text(Names(None), STATE, None, "up") == Value.octet_string("up")
    with pytest.raises(InvalidInput):
        value_from_text(Names(None), STATE, "Integer", "up")
