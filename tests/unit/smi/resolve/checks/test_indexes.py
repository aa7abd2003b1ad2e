"""Elements of an INDEX can be part of an OID."""

from __future__ import annotations

from collections.abc import Callable

import pytest

TABLE = """
aTable OBJECT-TYPE SYNTAX SEQUENCE OF AEntry MAX-ACCESS not-accessible STATUS current DESCRIPTION "x" ::= {{ root 1 }}
aEntry OBJECT-TYPE SYNTAX AEntry MAX-ACCESS not-accessible STATUS current DESCRIPTION "x" INDEX {{ {names} }}
    ::= {{ aTable 1 }}
AEntry ::= SEQUENCE {{ aOne {name}, aTwo Integer32 }}
aOne OBJECT-TYPE SYNTAX {name}{narrowed} MAX-ACCESS {access} STATUS current DESCRIPTION "x" {more} ::= {{ aEntry 1 }}
aTwo OBJECT-TYPE SYNTAX Integer32 MAX-ACCESS read-only STATUS current DESCRIPTION "x" ::= {{ aEntry 2 }}
"""


def index(name: str, narrowed: str = "", access: str = "not-accessible", more: str = "", names: str = "aOne") -> str:
    """A table with an index of one type."""
    return TABLE.format(name=name, narrowed=narrowed, access=access, more=more, names=names)


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (index("Integer32", " (0..9)"), []),
        (index("Integer32"), ["index-range"]),
        (index("Integer32", " (-1..9)"), ["index-negative"]),
        (index("INTEGER", " { none(-1), up(1) }"), ["index-negative"]),
        (index("OCTET STRING"), ["index-size"]),
        (index("OCTET STRING", " (SIZE (6))"), []),
        (index("OCTET STRING", " (SIZE (0..200))"), ["index-too-long"]),
        (index("Integer32", " (0..9)", "read-only"), ["index-access"]),
        (index("Integer32", " (0..9)", "accessible-for-notify"), []),
        (index("Integer32", " (0..9)", more="DEFVAL { 1 }"), ["index-default"]),
        (index("NULL"), ["index-base-type"]),
    ],
)
def test_an_index_fits_into_an_oid(findings: Callable[[str], list[str]], body: str, found: list[str]) -> None:
    assert findings(body) == found


def test_an_index_is_a_column(findings: Callable[[str], list[str]]) -> None:
    scalar = 'b OBJECT-TYPE SYNTAX Integer32 (0..9) MAX-ACCESS read-only STATUS current DESCRIPTION "x" ::= { root 2 }'
    assert findings(index("Integer32", " (0..9)", names="b") + scalar) == ["index-no-column"]
