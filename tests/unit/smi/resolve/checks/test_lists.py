"""Names in lists are defined somewhere."""

from __future__ import annotations

from collections.abc import Callable

import pytest

ROW = 'a OBJECT-TYPE SYNTAX NULL MAX-ACCESS not-accessible STATUS current DESCRIPTION "" INDEX { gone } ::= { root 1 }'


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ('a NOTIFICATION-TYPE OBJECTS { gone } STATUS current DESCRIPTION "" ::= { root 1 }', ["unknown-object"]),
        ('a OBJECT-GROUP OBJECTS { gone } STATUS current DESCRIPTION "" ::= { root 1 }', ["unknown-object"]),
        (
            ROW,
            ["unknown-object"],
        ),
        (
            'c MODULE-COMPLIANCE STATUS current DESCRIPTION "" MODULE MANDATORY-GROUPS { gone } ::= { root 1 }',
            ["unknown-object"],
        ),
        (
            'c AGENT-CAPABILITIES PRODUCT-RELEASE "" STATUS current DESCRIPTION "" SUPPORTS GONE-MIB ::= { root 1 }',
            ["unknown-module"],
        ),
    ],
)
def test_an_unknown_name_is_one_finding(warnings: Callable[[str], list[str]], body: str, found: list[str]) -> None:
    assert warnings(body) == found
