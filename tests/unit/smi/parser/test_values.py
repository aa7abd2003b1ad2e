"""OIDs, lists and numbers in all writings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from trishul.smi.parser.values import read_number


@pytest.mark.parametrize(
    ("text", "number"),
    [("10", 10), ("-1", -1), ("'1F'H", 31), ("'101'B", 5), ("''H", 0), ("0x10", 16), ("x", None), ("'zz'H", None)],
)
def test_numbers(text: str, number: int | None) -> None:
    assert read_number(text) == number


@pytest.mark.parametrize(
    ("text", "oid", "found"),
    [
        ("{ root 1 }", ("root", 1), []),
        ("{ 1 3 6 1 }", (1, 3, 6, 1), []),
        ("{ iso org(3) dod(6) 1 }", ("iso", 3, 6, 1), []),
        ("{ root sub(2) 3 }", ("root", 2, 3), []),
        ("{ SNMPv2-SMI.enterprises 7 }", ("enterprises", 7), []),
        ("{ }", (), ["missing-oid"]),
        ("{ root ² }", ("root",), ["non-ascii", "unexpected-text"]),
        (f"{{ root {'9' * 5000} }}", ("root",), ["unexpected-text"]),
        (f"{{ root {'1 ' * 500} }}", (), ["bad-oid"]),
        ("{ root 1", ("root", 1), ["unexpected-text"]),
        ("root 1 }", ("root", 1), ["unexpected-text"]),
        ("( root 1 )", ("root", 1), ["unexpected-text"]),
        ("{{ root 1 }", ("root", 1), ["unexpected-text"]),
        ("{ 1.3.6.1 }", (1, 3, 6, 1), ["unexpected-text"]),
        ("{ root.1 }", ("root", 1), ["unexpected-text"]),
        ("{ root(7) 1 }", ("root", 1), []),
        ("{ root 0x1F }", ("root", 31), ["unexpected-text"]),
        ("{ root -1 }", (), ["unexpected-text"]),
    ],
)
def test_oid_values(parse: Callable[[str], Any], text: str, oid: tuple[str | int, ...], found: list[str]) -> None:
    module = parse(f"a OBJECT IDENTIFIER ::= {text}")
    assert module.definitions[-1].oid == oid
    assert [one.code for one in module.diagnostics] == found


@pytest.mark.parametrize(
    ("names", "found"),
    [
        ("{ a, b }", []),
        ("{ a, b, }", ["trailing-comma"]),
        ("{ a b }", ["missing-comma"]),
        ("{ T-MIB.a, b }", []),
    ],
)
def test_lists_of_names(parse: Callable[[str], Any], names: str, found: list[str]) -> None:
    module = parse(f'g OBJECT-GROUP OBJECTS {names} STATUS current DESCRIPTION "x" ::= {{ root 1 }}')
    assert module.definitions[-1].members == ("a", "b")
    assert [one.code for one in module.diagnostics] == found
