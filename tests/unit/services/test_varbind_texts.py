"""Bindings of a form: read by the MIB, or the place named that is wrong."""

from __future__ import annotations

import pytest

from trishul.datatypes import Value, VarBind
from trishul.errors import InvalidInput
from trishul.library.names import Names
from trishul.services.varbind_texts import VarBindText, varbinds_from_texts


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
