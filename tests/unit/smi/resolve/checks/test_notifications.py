"""Notifications have OIDs that SMIv1 can have too, and carry what can be read."""

from __future__ import annotations

from collections.abc import Callable

import pytest

SCALAR = 'a OBJECT-TYPE SYNTAX Integer32 MAX-ACCESS {} STATUS current DESCRIPTION "x" ::= {{ root 1 }} '
TRAP = 'b NOTIFICATION-TYPE OBJECTS {{ {} }} STATUS current DESCRIPTION "x" ::= {{ root {} }} '


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (SCALAR.format("read-only") + TRAP.format("a", "0 1"), []),
        (SCALAR.format("not-accessible") + TRAP.format("a", "0 1"), ["notification-access"]),
        (SCALAR.format("read-only") + TRAP.format("a", "7"), ["notification-oid"]),
        (TRAP.format("root", "0 1"), ["notification-object"]),
        ('c TRAP-TYPE ENTERPRISE root DESCRIPTION "x" ::= 1', ["smiv1-trap"]),
    ],
)
def test_a_notification_is_checked(findings: Callable[[str], list[str]], body: str, found: list[str]) -> None:
    assert findings(body) == found
