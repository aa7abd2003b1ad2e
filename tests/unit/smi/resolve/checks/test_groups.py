"""Groups hold everything that can be read, of the right kind and status."""

from __future__ import annotations

from collections.abc import Callable

import pytest

SCALAR = 'a OBJECT-TYPE SYNTAX Integer32 MAX-ACCESS {} STATUS {} DESCRIPTION "x" ::= {{ root 1 }} '
GROUP = 'g OBJECT-GROUP OBJECTS {{ {} }} STATUS {} DESCRIPTION "x" ::= {{ root 2 }} '
RULE = 'c MODULE-COMPLIANCE STATUS current DESCRIPTION "x" MODULE MANDATORY-GROUPS {{ g }} {} ::= {{ root 3 }} '
OTHER = 'b OBJECT-TYPE SYNTAX Integer32 MAX-ACCESS read-only STATUS current DESCRIPTION "x" ::= { root 4 } '
USUAL = SCALAR.format("read-only", "current")


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (USUAL + GROUP.format("a", "current"), []),
        (USUAL + OTHER + GROUP.format("a", "current"), ["group-membership"]),
        (SCALAR.format("not-accessible", "current") + GROUP.format("a", "current"), ["group-member"]),
        (SCALAR.format("read-only", "obsolete") + GROUP.format("a", "current"), ["group-status"]),
        (USUAL + GROUP.format("a", "current") + RULE.format(""), []),
        (USUAL + GROUP.format("a", "obsolete") + RULE.format(""), ["compliance-status"]),
        (USUAL + GROUP.format("a", "current") + RULE.format("OBJECT b"), ["unknown-object"]),
        (
            USUAL + OTHER + GROUP.format("a", "current") + RULE.format("OBJECT b"),
            ["group-membership", "compliance-object"],
        ),
        (USUAL + GROUP.format("a", "current") + RULE.format("").replace("{ g }", "{ a }"), ["unused-group"]),
    ],
)
def test_groups_are_checked(findings: Callable[[str], list[str]], body: str, found: list[str]) -> None:
    assert findings(body) == found
