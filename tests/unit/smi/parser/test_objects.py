"""OBJECT-TYPE of both SMIs (RFC 1212 §4.1, RFC 2578 §7)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

ROW = 'a OBJECT-TYPE SYNTAX Row MAX-ACCESS not-accessible STATUS current DESCRIPTION "x" {} ::= {{ root 1 }}'


@pytest.mark.parametrize(
    ("index", "names", "found"),
    [
        ("INDEX { b, IMPLIED c }", ("b", "c"), []),
        ("INDEX { INTEGER }", ("INTEGER",), ["index-type"]),
        ("INDEX { OCTET STRING (SIZE (4)), b }", ("OCTET", "b"), ["index-type"]),
        ("INDEX { T-MIB.b }", ("b",), []),
        ("INDEX { b, }", ("b",), ["trailing-comma"]),
        ("INDEX b", (), ["bad-clause"]),
    ],
)
def test_an_index_names_objects(
    parse: Callable[[str], Any], index: str, names: tuple[str, ...], found: list[str]
) -> None:
    module = parse(ROW.format(index))
    assert module.definitions[-1].index == names
    assert [one.code for one in module.diagnostics] == found


def test_implied_augments_units_and_default_are_kept(definition: Callable[[str], Any]) -> None:
    assert definition(ROW.format("INDEX { IMPLIED b }")).is_implied
    assert definition(ROW.format("AUGMENTS { b }")).augments == "b"
    scalar = definition(
        'a OBJECT-TYPE SYNTAX Integer32 UNITS "s" ACCESS read-write STATUS mandatory DEFVAL { 5 } ::= { root 1 }'
    )
    assert (scalar.units, scalar.default, scalar.access) == ("s", "5", "read-write")
    assert scalar.old_access_at > 0


def test_smiv1_needs_no_description(codes: Callable[[str], list[str]]) -> None:
    assert codes("a OBJECT-TYPE SYNTAX INTEGER ACCESS read-only STATUS mandatory ::= { root 1 }") == []
    assert codes("a OBJECT-TYPE SYNTAX INTEGER MAX-ACCESS read-only STATUS current ::= { root 1 }") == [
        "missing-clause"
    ]
