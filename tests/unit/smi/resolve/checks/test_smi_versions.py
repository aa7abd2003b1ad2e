"""Words of one version of the SMI in a module of the other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from trishul.smi.diagnostics import Edit

OBJECT = 'a OBJECT-TYPE SYNTAX Integer32 {} read-only STATUS {} DESCRIPTION "x" ::= {{ root 1 }} '


def test_words_of_smiv1_are_found_in_smiv2(findings: Callable[[str], list[str]]) -> None:
    assert findings(OBJECT.format("MAX-ACCESS", "current")) == []
    assert findings(OBJECT.format("ACCESS", "mandatory")) == ["smiv1-access"]
    assert findings(OBJECT.format("MAX-ACCESS", "mandatory")) == ["smiv1-status"]
    assert findings('b NOTIFICATION-TYPE STATUS optional DESCRIPTION "x" ::= { root 0 1 }') == ["smiv1-status"]


def test_they_carry_the_word_of_smiv2(compiled: Callable[..., Any]) -> None:
    text = "A-MIB DEFINITIONS ::= BEGIN IMPORTS OBJECT-TYPE, enterprises FROM SNMPv2-SMI; root OBJECT IDENTIFIER ::= "
    text += "{ enterprises 1 } " + OBJECT.format("MAX-ACCESS", "mandatory") + "END"
    at = text.index("mandatory")
    (edit,) = [one.edit for one in compiled(text).diagnostics if one.code == "smiv1-status"]
    assert edit == Edit(at, at + 9, "current")


def test_words_of_smiv2_are_found_in_smiv1(compiled: Callable[..., Any]) -> None:
    text = "A-MIB DEFINITIONS ::= BEGIN IMPORTS OBJECT-TYPE FROM RFC-1212; root OBJECT IDENTIFIER ::= { iso 3 } "
    text += OBJECT.format("ACCESS", "current").replace("Integer32", "INTEGER") + "END"
    assert [one.code for one in compiled(text).diagnostics] == ["smiv2-status"]


def test_smiv2_imports_from_its_own_modules(compiled: Callable[..., Any]) -> None:
    text = "A-MIB DEFINITIONS ::= BEGIN IMPORTS enterprises FROM RFC1155-SMI Integer32 FROM SNMPv2-SMI; "
    text += "a OBJECT IDENTIFIER ::= { enterprises 1 } END"
    assert "old-import" in [one.code for one in compiled(text).diagnostics]
