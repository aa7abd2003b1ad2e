"""Indexes as values (RFC 2578 §7.7): whole, in range, nothing left over."""

from __future__ import annotations

import pytest

from trishul.datatypes import Oid, Value
from trishul.simulation.object_rules import IndexRule, RowRule
from trishul.simulation.row_index import index_values
from trishul.smi.model import BaseType, TypeInfo

NUMBER = IndexRule("n", TypeInfo(BaseType.INTEGER, ranges=((1, 300),)))
TEXT = IndexRule("t", TypeInfo(BaseType.OCTET_STRING, ranges=((1, 4),), is_size=True))
IMPLIED = IndexRule("i", TypeInfo(BaseType.OCTET_STRING), is_implied=True)
FIXED = IndexRule("f", TypeInfo(BaseType.OCTET_STRING, ranges=((2, 2),), is_size=True))
ADDRESS = IndexRule("a", TypeInfo(BaseType.IP_ADDRESS))
OID = IndexRule("o", TypeInfo(BaseType.OBJECT_IDENTIFIER))


def values(arcs: str, *index: IndexRule) -> dict[str, Value] | None:
    suffix = Oid(f"0.0.{arcs}").contents[1:] if arcs else b""
    return index_values(RowRule(b"", index, ()), suffix)


@pytest.mark.parametrize(
    ("arcs", "index", "expected"),
    [
        ("300", (NUMBER,), {"n": Value.integer(300)}),
        ("7.2.97.98", (NUMBER, TEXT), {"n": Value.integer(7), "t": Value.octet_string("ab")}),
        ("97.98", (IMPLIED,), {"i": Value.octet_string("ab")}),
        ("97.98.3", (FIXED, NUMBER), {"f": Value.octet_string("ab"), "n": Value.integer(3)}),
        ("192.0.2.1", (ADDRESS,), {"a": Value.ip_address("192.0.2.1")}),
        ("3.1.3.6", (OID,), {"o": Value.object_identifier("1.3.6")}),
    ],
)
def test_arcs_are_read_as_their_index_says(arcs: str, index: tuple[IndexRule, ...], expected: dict[str, Value]) -> None:
    assert values(arcs, *index) == expected


@pytest.mark.parametrize(
    ("arcs", "index"),
    [
        ("", (NUMBER,)),
        ("0", (NUMBER,)),
        ("301", (NUMBER,)),
        ("7.7", (NUMBER,)),
        ("2.97", (TEXT,)),
        ("5.97.97.97.97.97", (TEXT,)),
        ("1.256", (TEXT,)),
        ("97", (FIXED,)),
        ("192.0.2", (ADDRESS,)),
        ("192.0.2.256", (ADDRESS,)),
        ("4.1.3.6", (OID,)),
        ("2.9.9", (OID,)),
        ("1", ()),
        ("1", (IndexRule("x", TypeInfo(BaseType.UNKNOWN)),)),
    ],
)
def test_what_does_not_fit_is_no_index(arcs: str, index: tuple[IndexRule, ...]) -> None:
    assert values(arcs, *index) is None
