"""Types that a module makes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

CONVENTION = 'T ::= TEXTUAL-CONVENTION {} STATUS current DESCRIPTION "x" SYNTAX {} '
OBJECT = 'a OBJECT-TYPE SYNTAX {} MAX-ACCESS read-only STATUS current DESCRIPTION "x" ::= {{ root 1 }} '


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (CONVENTION.format('DISPLAY-HINT "1x:"', "OCTET STRING"), []),
        (CONVENTION.format('DISPLAY-HINT "zz9"', "Integer32"), ["bad-display-hint"]),
        (CONVENTION.format('DISPLAY-HINT "65535a"', "OCTET STRING"), []),
        (CONVENTION.format('DISPLAY-HINT "65536a"', "OCTET STRING"), ["bad-display-hint"]),
        (CONVENTION.format(f'DISPLAY-HINT "{"*1d:" * 100_000}1d"', "OCTET STRING"), ["bad-display-hint"]),
        (CONVENTION.format("", "OCTET STRING"), ["missing-hint"]),
        (CONVENTION.format("", "INTEGER { up(1) }"), []),
        (CONVENTION.format("", "DisplayString"), ["nested-convention"]),
        ("T ::= OCTET STRING", ["plain-type"]),
        (CONVENTION.format("", "BITS { a(0) }") + OBJECT.format("T"), []),
        (CONVENTION.format("", "BITS { a(0) }") + OBJECT.format("Integer32"), ["unused-type"]),
    ],
)
def test_a_type_is_checked(findings: Callable[[str], list[str]], body: str, found: list[str]) -> None:
    assert findings(body) == found
