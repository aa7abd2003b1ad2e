"""MODULE-IDENTITY, OBJECT-IDENTITY, OID values (RFC 2578 §3.6, §5, §6)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

IDENTITY = 'm MODULE-IDENTITY LAST-UPDATED "{}" ORGANIZATION "o" CONTACT-INFO "c" DESCRIPTION "d" {} ::= {{ root 5 }}'


def test_revisions_are_kept_with_their_texts(definition: Callable[[str], Any]) -> None:
    revisions = 'REVISION "9901010000Z" DESCRIPTION "r" REVISION "9801010000Z"'
    found = definition(IDENTITY.format("202601010000Z", revisions))
    assert found.last_updated == "202601010000Z"
    assert [(date, text > 0) for date, text in found.revisions] == [("9901010000Z", True), ("9801010000Z", False)]


def test_dates_are_checked(codes: Callable[[str], list[str]]) -> None:
    assert codes(IDENTITY.format("9912312359Z", "")) == []
    assert codes(IDENTITY.format("202613010000Z", "")) == ["bad-date"]


def test_an_identity_has_status_and_description(definition: Callable[[str], Any]) -> None:
    found = definition('a OBJECT-IDENTITY STATUS obsolete DESCRIPTION "x" ::= { root 1 }')
    assert (found.status, found.oid) == ("obsolete", ("root", 1))
    assert definition("b OBJECT IDENTIFIER ::= { root 2 }").oid == ("root", 2)
