"""How types are written where they are used."""

from __future__ import annotations

from collections.abc import Callable

import pytest

SCALAR = 'a OBJECT-TYPE SYNTAX {} MAX-ACCESS read-only STATUS current DESCRIPTION "x" {} ::= {{ root 1 }} '


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (SCALAR.format("INTEGER", ""), ["integer-misuse"]),
        (SCALAR.format("INTEGER { up(1) }", ""), []),
        (SCALAR.format("INTEGER { up(1), up(2) }", ""), ["duplicate-enum"]),
        (SCALAR.format("INTEGER { up(1), down(1) }", ""), ["duplicate-enum"]),
        (SCALAR.format("INTEGER { up(2), down(1) }", ""), ["label-order"]),
        (SCALAR.format("INTEGER { half-up(1) }", ""), ["enum-hyphen"]),
        (SCALAR.format("BITS { one(1) }", ""), ["bit-zero"]),
        (SCALAR.format("BITS { zero(0), far(128) }", ""), ["many-bits"]),
        (SCALAR.format("Integer32 (5..9 | 0..3)", ""), ["range-order"]),
        (SCALAR.format("Integer32 (0..4294967295)", ""), ["range-beyond-type"]),
        (SCALAR.format("DisplayString (SIZE (0..300))", ""), ["range-beyond-type"]),
        (SCALAR.format("DisplayString { up(1) }", ""), ["bad-subtype"]),
        (SCALAR.format("Integer32 (SIZE (4))", ""), ["bad-subtype"]),
    ],
)
def test_an_odd_syntax_is_one_finding(findings: Callable[[str], list[str]], body: str, found: list[str]) -> None:
    assert findings(body) == found
