"""OIDs by their parents (RFC 2578 §3.5), and those of traps (RFC 3584 §3.1)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest


def first_oid(compiled: Callable[..., Any], body: str) -> tuple[str | None, list[str]]:
    found = compiled(f"A DEFINITIONS ::= BEGIN {body} END")
    node = found.modules["A"].find_node("x")
    return (str(node.oid) if node else None), [one.code for one in found.diagnostics if one.code != "missing-import"]


@pytest.mark.parametrize(
    ("body", "oid", "found"),
    [
        ("x OBJECT IDENTIFIER ::= { y 1 } y OBJECT IDENTIFIER ::= { enterprises 9 }", "1.3.6.1.4.1.9.1", []),
        ("x OBJECT IDENTIFIER ::= { 1 3 6 1 4 1 9 }", "1.3.6.1.4.1.9", []),
        ("x OBJECT IDENTIFIER ::= { iso org dod 1 }", "1.3.6.1", []),
        ("x OBJECT IDENTIFIER ::= { iso std(0) iso8802(8802) }", "1.0.8802", []),
        ("x OBJECT IDENTIFIER ::= { 0 0 }", "0.0", []),
        ("x OBJECT IDENTIFIER ::= { nowhere 1 }", None, ["unknown-parent"]),
        ("x OBJECT IDENTIFIER ::= { iso nowhere 1 }", None, ["unknown-parent"]),
        ("x OBJECT IDENTIFIER ::= { x 1 }", None, ["oid-loop"]),
        ("x OBJECT IDENTIFIER ::= { y 1 } y OBJECT IDENTIFIER ::= { x 1 }", None, ["oid-loop"]),
        ("x OBJECT IDENTIFIER ::= { iso 4294967296 }", None, ["bad-oid"]),
        ("x OBJECT IDENTIFIER ::= { 5 1 }", None, ["bad-oid"]),
        ("x TRAP-TYPE ENTERPRISE y ::= 4 y OBJECT IDENTIFIER ::= { enterprises 9 }", "1.3.6.1.4.1.9.0.4", []),
        ("x TRAP-TYPE ENTERPRISE snmp ::= 3", "1.3.6.1.6.3.1.1.5.4", []),
    ],
)
def test_oids(compiled: Callable[..., Any], body: str, oid: str | None, found: list[str]) -> None:
    assert first_oid(compiled, body) == (oid, found)


def test_a_chain_of_thousands_does_not_exhaust_the_stack(compiled: Callable[..., Any]) -> None:
    chain = " ".join(f"x{number} OBJECT IDENTIFIER ::= {{ x{number + 1} 1 }}" for number in range(5000))
    found = compiled(f"A DEFINITIONS ::= BEGIN {chain} x5000 OBJECT IDENTIFIER ::= {{ iso 3 }} END")
    assert len(found.modules["A"].nodes) == 127
    assert {one.code for one in found.diagnostics} == {"bad-oid"}
