"""Default values fit their types."""

from __future__ import annotations

from collections.abc import Callable

import pytest

SCALAR = 'a OBJECT-TYPE SYNTAX {} MAX-ACCESS read-only STATUS current DESCRIPTION "x" {} ::= {{ root 1 }} '


NUMBER = "INTEGER { up(1) }"


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (SCALAR.format("Integer32 (0..9)", "DEFVAL { 5 }"), []),
        (SCALAR.format("Integer32 (0..9)", "DEFVAL { 10 }"), ["bad-default"]),
        (SCALAR.format("Integer32", 'DEFVAL { "5" }'), ["bad-default"]),
        (SCALAR.format(NUMBER, "DEFVAL { up }"), []),
        (SCALAR.format(NUMBER, "DEFVAL { 1 }"), ["bad-default"]),
        (SCALAR.format(NUMBER, "DEFVAL { down }"), ["bad-default"]),
        (SCALAR.format("OCTET STRING", "DEFVAL { '0A'H }"), []),
        (SCALAR.format("OCTET STRING", "DEFVAL { '0'H }"), ["bad-default"]),
        (SCALAR.format("OCTET STRING", "DEFVAL { '1010'B }"), ["bad-default"]),
    ],
)
def test_a_default_is_a_value_of_the_type(findings: Callable[[str], list[str]], body: str, found: list[str]) -> None:
    assert findings(body) == found
