"""Bindings of a form: read by the MIB, or the place named that is wrong; and back into a form."""

from __future__ import annotations

import pytest

from trishul.datatypes import Value, VarBind
from trishul.errors import InvalidInput
from trishul.library.names import Names
from trishul.services.varbind_texts import VarBindText, text_of_varbind, varbinds_from_texts


def test_texts_become_bindings_in_their_order() -> None:
    texts = [VarBindText("1.3.6.1", "Integer", "3"), VarBindText("1.3.6.2", None, "text")]
    assert varbinds_from_texts(texts, Names(None)) == [
        VarBind.of("1.3.6.1", Value.integer(3)),
        VarBind.of("1.3.6.2", Value.octet_string("text")),
    ]


@pytest.mark.parametrize(
    ("text", "field"),
    [
        (VarBindText("no.oid", "i", "3"), "varbinds.1.oid"),
        (VarBindText("1.3.6.1", "=", "3"), "varbinds.1.type"),
        (VarBindText("1.3.6.1", "i", "three"), "varbinds.1.value"),
    ],
)
def test_the_field_is_named_that_cannot_be_meant(text: VarBindText, field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        varbinds_from_texts([VarBindText("1.3.6.9", "i", "1"), text], Names(None))
    assert refused.value.field == field


@pytest.mark.parametrize(
    "value",
    [
        Value.integer(-3),
        Value.octet_string("it's up"),
        Value.octet_string("0x12"),
        Value.octet_string(b"\x00\xff"),
        Value.octet_string(b""),
        Value.object_identifier("1.3.6.1"),
        Value.ip_address("10.0.0.1"),
        Value.counter32(2**32 - 1),
        Value.gauge32(7),
        Value.time_ticks(4200),
        Value.counter64(2**64 - 1),
        Value.opaque_float(1.5),
        Value.null(),
    ],
)
def test_a_binding_put_into_a_form_is_the_same_when_it_is_read_again(value: Value) -> None:
    binding = VarBind.of("1.3.6.1.4.1.5.1.0", value)
    assert varbinds_from_texts([text_of_varbind(binding)], Names(None)) == [binding]
