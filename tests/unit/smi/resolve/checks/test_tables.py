"""Tables, their rows, columns and SEQUENCEs agree."""

from __future__ import annotations

from collections.abc import Callable

import pytest

TABLE = """
aTable OBJECT-TYPE SYNTAX SEQUENCE OF {type} MAX-ACCESS {table} STATUS current DESCRIPTION "x" ::= {{ root 1 }}
{row} OBJECT-TYPE SYNTAX AEntry MAX-ACCESS {entry} STATUS current DESCRIPTION "x" {index} ::= {{ aTable {number} }}
AEntry ::= SEQUENCE {{ {columns} }}
aOne OBJECT-TYPE SYNTAX Integer32 (0..9) MAX-ACCESS not-accessible STATUS current DESCRIPTION "x" ::= {{ {row} 1 }}
aTwo OBJECT-TYPE SYNTAX DisplayString MAX-ACCESS {access} STATUS current DESCRIPTION "x" ::= {{ {row} 2 }}
"""
COLUMNS = "aOne Integer32, aTwo DisplayString"
USUAL = {
    "type": "AEntry",
    "table": "not-accessible",
    "entry": "not-accessible",
    "row": "aEntry",
    "index": "INDEX { aOne }",
    "number": "1",
    "columns": COLUMNS,
    "access": "read-only",
}
SCALAR = 'a OBJECT-TYPE SYNTAX {} MAX-ACCESS {} STATUS current DESCRIPTION "x" ::= {{ root 9 }} '


def table(**changes: str) -> str:
    """A table that differs from a faultless one."""
    return TABLE.format(**{**USUAL, **changes})


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (table(), []),
        (table(type="Other"), ["table-type"]),
        (table(table="read-only"), ["table-access"]),
        (table(entry="read-only"), ["row-access"]),
        (table(row="aRow"), ["row-name"]),
        (table(row="otherEntry"), ["row-table-name"]),
        (table(number="2"), ["row-number"]),
        (table(index=""), ["missing-index"]),
        (table(index="AUGMENTS { aTwo }"), ["bad-augments"]),
        (table(columns="aOne INTEGER, aTwo DisplayString"), []),
        (table(columns="aOne OCTET STRING, aTwo DisplayString"), ["sequence-type"]),
        (table(columns="aTwo DisplayString, aOne Integer32"), ["sequence-order"]),
        (table(columns="aOne Integer32"), ["sequence-missing"]),
        (table(columns=f"{COLUMNS}, aThree Integer32"), ["sequence-stray"]),
        (table(access="write-only"), ["write-only"]),
        (SCALAR.format("Integer32", "read-create"), ["scalar-access"]),
    ],
)
def test_what_belongs_together_agrees(findings: Callable[[str], list[str]], body: str, found: list[str]) -> None:
    assert findings(body) == found
