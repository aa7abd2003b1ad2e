"""MODULE-IDENTITY, its dates and revisions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from trishul.smi.resolve.checks.identity import comparable_date

MODULE = (
    "A DEFINITIONS ::= BEGIN IMPORTS MODULE-IDENTITY FROM SNMPv2-SMI;"
    ' a MODULE-IDENTITY LAST-UPDATED "{}" ORGANIZATION "o" CONTACT-INFO "c" DESCRIPTION "d" {} ::= {{ iso 3 }} END'
)
REVISION = 'REVISION "{}" DESCRIPTION "r" '


@pytest.mark.parametrize(
    ("updated", "revisions", "found"),
    [
        ("202601010000Z", ["202601010000Z", "9901010000Z"], []),
        ("202601010000Z", ["9901010000Z", "200001010000Z"], ["revision-order", "revision-missing"]),
        ("200001010000Z", ["202601010000Z", "200001010000Z"], ["revision-after-update"]),
        ("0601010000Z", [], ["short-date"]),
    ],
)
def test_revisions_fall_and_the_last_update_is_one_of_them(
    compiled: Callable[..., Any], updated: str, revisions: list[str], found: list[str]
) -> None:
    text = MODULE.format(updated, "".join(REVISION.format(date) for date in revisions))
    assert [one.code for one in compiled(text).diagnostics] == found


def test_dates_with_two_digits_of_the_year_can_be_compared() -> None:
    assert comparable_date("9901010000Z") == "199901010000Z"


def test_a_module_of_smiv2_has_an_identity(compiled: Callable[..., Any]) -> None:
    text = "A DEFINITIONS ::= BEGIN IMPORTS enterprises FROM SNMPv2-SMI; a OBJECT IDENTIFIER ::= { enterprises 1 } END"
    assert [one.code for one in compiled(text).diagnostics] == ["no-module-identity"]


def test_the_identity_is_the_first_definition(compiled: Callable[..., Any]) -> None:
    text = MODULE.format("202601010000Z", "").replace("; a", "; b OBJECT IDENTIFIER ::= { iso 2 } a")
    assert [one.code for one in compiled(text).diagnostics] == ["identity-order"]
