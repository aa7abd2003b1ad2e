"""Meaning across definitions is checked, once and calmly."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from trishul.smi.resolve.checks import comparable_date

SCALAR = 'a OBJECT-TYPE SYNTAX {} {} STATUS current DESCRIPTION "x" {} ::= {{ root 1 }} '


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (SCALAR.format("Integer32", "MAX-ACCESS read-only", "DEFVAL { 5 }"), []),
        (SCALAR.format("Integer32", "MAX-ACCESS read-only", 'DEFVAL { "5" }'), ["bad-default"]),
        (SCALAR.format("INTEGER { up(1) }", "MAX-ACCESS read-only", "DEFVAL { up }"), []),
        (SCALAR.format("INTEGER { up(1) }", "MAX-ACCESS read-only", "DEFVAL { 1 }"), ["bad-default"]),
        (SCALAR.format("INTEGER { up(1) }", "MAX-ACCESS read-only", "DEFVAL { down }"), ["bad-default"]),
        (SCALAR.format("Integer32", "ACCESS read-only", ""), ["smiv1-access"]),
        ("a OBJECT IDENTIFIER ::= { root 1 } b OBJECT IDENTIFIER ::= { root 1 }", ["duplicate-oid"]),
        ('a NOTIFICATION-TYPE OBJECTS { gone } STATUS current DESCRIPTION "" ::= { root 1 }', ["unknown-object"]),
        ('a OBJECT-GROUP OBJECTS { gone } STATUS current DESCRIPTION "" ::= { root 1 }', ["unknown-object"]),
        (SCALAR.format("Integer32", "MAX-ACCESS not-accessible", "INDEX { gone }"), ["unknown-object"]),
        (
            'T ::= TEXTUAL-CONVENTION DISPLAY-HINT "zz9" STATUS current DESCRIPTION "" SYNTAX Integer32',
            ["bad-display-hint"],
        ),
        ('T ::= TEXTUAL-CONVENTION DISPLAY-HINT "1x:" STATUS current DESCRIPTION "" SYNTAX OCTET STRING', []),
        (
            'c MODULE-COMPLIANCE STATUS current DESCRIPTION "" MODULE MANDATORY-GROUPS { gone } ::= { root 1 }',
            ["unknown-object"],
        ),
        (
            'c AGENT-CAPABILITIES PRODUCT-RELEASE "" STATUS current DESCRIPTION "" SUPPORTS GONE-MIB ::= { root 1 }',
            ["unknown-module"],
        ),
        ('a NOTIFICATION-TYPE STATUS mandatory DESCRIPTION "" ::= { root 1 }', ["smiv1-status"]),
    ],
)
def test_one_fault_is_one_finding(warnings: Callable[[str], list[str]], body: str, found: list[str]) -> None:
    assert warnings(body) == found


def test_a_module_of_smiv2_has_an_identity(compiled: Callable[..., Any]) -> None:
    text = "A DEFINITIONS ::= BEGIN IMPORTS enterprises FROM SNMPv2-SMI; a OBJECT IDENTIFIER ::= { enterprises 1 } END"
    assert [one.code for one in compiled(text).diagnostics] == ["no-module-identity"]


def test_revisions_fall_and_the_last_update_is_one_of_them(compiled: Callable[..., Any]) -> None:
    text = (
        "A DEFINITIONS ::= BEGIN IMPORTS MODULE-IDENTITY FROM SNMPv2-SMI;"
        ' a MODULE-IDENTITY LAST-UPDATED "202601010000Z" ORGANIZATION "" CONTACT-INFO "" DESCRIPTION ""'
        ' REVISION "9901010000Z" DESCRIPTION "" REVISION "200001010000Z" DESCRIPTION "" ::= { iso 3 } END'
    )
    assert [one.code for one in compiled(text).diagnostics] == ["revision-order", "revision-missing"]
    assert comparable_date("9901010000Z") == "199901010000Z"


def test_objects_are_in_groups_where_a_module_has_groups(compiled: Callable[..., Any]) -> None:
    text = (
        "A DEFINITIONS ::= BEGIN a TRAP-TYPE ENTERPRISE snmp ::= 1"
        ' b OBJECT-GROUP OBJECTS { snmp } STATUS current DESCRIPTION "" ::= { iso 3 }'
        " IMPORTS snmp FROM SNMPv2-SMI; END"
    )
    assert "group-membership" in [one.code for one in compiled(text).diagnostics]
