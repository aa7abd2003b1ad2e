"""NOTIFICATION-TYPE (RFC 2578 §8) and TRAP-TYPE (RFC 1215 §2)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest


def test_a_notification_lists_its_objects(definition: Callable[[str], Any]) -> None:
    found = definition('a NOTIFICATION-TYPE OBJECTS { b, c } STATUS current DESCRIPTION "x" ::= { root 0 1 }')
    assert (found.objects, found.oid) == (("b", "c"), ("root", 0, 1))


@pytest.mark.parametrize("enterprise", ["root", "{ root }"])
def test_a_trap_has_an_enterprise_and_a_number(definition: Callable[[str], Any], enterprise: str) -> None:
    found = definition(f"a TRAP-TYPE ENTERPRISE {enterprise} VARIABLES {{ b }} ::= 7")
    assert (found.enterprise, found.number, found.objects, found.oid) == ("root", 7, ("b",), ())


def test_a_trap_without_number_is_reported(codes: Callable[[str], list[str]]) -> None:
    assert codes("a TRAP-TYPE ENTERPRISE root\nb OBJECT IDENTIFIER ::= { root 1 }") == ["missing-oid"]
    assert codes("a TRAP-TYPE ENTERPRISE 5 ::= 1") == ["bad-clause"]
    assert codes("a TRAP-TYPE ENTERPRISE root ::= { root 4 }") == ["unexpected-text"]
    assert codes("a TRAP-TYPE ENTERPRISE root ::= { root 0 4 }") == []
