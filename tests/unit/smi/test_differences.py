"""RFC 2578 §10: each rule, kept and broken, as a change of one small module."""

from __future__ import annotations

import pytest

from trishul.smi.compiling import compile_modules
from trishul.smi.differences import Change, differences
from trishul.smi.model import Module
from trishul.smi.source import decode_source

OLD = """ACME-MIB DEFINITIONS ::= BEGIN
IMPORTS MODULE-IDENTITY, OBJECT-TYPE, NOTIFICATION-TYPE, Integer32, enterprises FROM SNMPv2-SMI
  TEXTUAL-CONVENTION FROM SNMPv2-TC;
acme MODULE-IDENTITY LAST-UPDATED "202601010000Z" ORGANIZATION "x" CONTACT-INFO "x" DESCRIPTION "x"
  ::= { enterprises 9 }
Level ::= TEXTUAL-CONVENTION STATUS current DESCRIPTION "x" SYNTAX Integer32 (0..7)
mode OBJECT-TYPE SYNTAX INTEGER { low(1), high(2) } MAX-ACCESS read-only STATUS current DESCRIPTION "x" ::= { acme 1 }
size OBJECT-TYPE SYNTAX Integer32 (0..7) MAX-ACCESS read-write STATUS current DESCRIPTION "x" ::= { acme 2 }
boxes OBJECT-TYPE SYNTAX SEQUENCE OF Box MAX-ACCESS not-accessible STATUS current DESCRIPTION "x" ::= { acme 3 }
box OBJECT-TYPE SYNTAX Box MAX-ACCESS not-accessible STATUS current DESCRIPTION "x" INDEX { boxId } ::= { boxes 1 }
Box ::= SEQUENCE { boxId Integer32, boxTwo Integer32 }
boxId OBJECT-TYPE SYNTAX Integer32 (1..9) MAX-ACCESS not-accessible STATUS current DESCRIPTION "x" ::= { box 1 }
boxTwo OBJECT-TYPE SYNTAX Integer32 UNITS "m" MAX-ACCESS read-only STATUS deprecated DESCRIPTION "x" ::= { box 3 }
full NOTIFICATION-TYPE OBJECTS { size } STATUS current DESCRIPTION "x" ::= { acme 0 1 }
END
"""
DATED = ('"202601010000Z"', '"202602010000Z"')
COLUMN = 'boxNew OBJECT-TYPE SYNTAX Integer32 MAX-ACCESS read-only STATUS current DESCRIPTION "x" ::= {{ box {} }}\n'
SIZE = "size OBJECT-TYPE SYNTAX Integer32 (0..7)"
MODE_ACCESS = "high(2) } MAX-ACCESS read-only STATUS current"


def compiled(text: str) -> Module:
    return compile_modules([decode_source("x", text.encode())]).modules["ACME-MIB"]


def changes(*replaced: tuple[str, str]) -> list[Change]:
    text = OLD
    for before, after in (DATED, *replaced):
        assert before in text
        text = text.replace(before, after, 1)
    return [each for each in differences(compiled(OLD), compiled(text)) if each.kind != "revision"]


@pytest.mark.parametrize(
    ("before", "after", "kind", "is_legal", "rule"),
    [
        ("high(2)", "high(2), off(3)", "labels", True, "§10.2 (1)"),
        ("high(2)", "large(2)", "label", True, "§10.2 (1)"),
        (", high(2)", "", "labels", False, "§10.2"),
        (SIZE, SIZE.replace("Integer32 (0..7)", "Level"), "convention", True, "§10.2 (2)"),
        (SIZE, SIZE.replace("7", "9"), "range", False, "§10.2"),
        (SIZE, SIZE.replace("Integer32 (0..7)", "OCTET STRING"), "type", False, "§10.2"),
        (MODE_ACCESS, MODE_ACCESS.replace("current", "obsolete"), "status", True, "§10.2 (3)"),
        ("STATUS deprecated", "STATUS current", "status", False, "§10.2 (3)"),
        ('"x" ::= { acme 2 }', '"x" DEFVAL { 3 } ::= { acme 2 }', "default", True, "§10.2 (4)"),
        ('UNITS "m"', "", "units", False, "§10.2 (6)"),
        ("(0..7) MAX-ACCESS read-write", '(0..7) UNITS "m" MAX-ACCESS read-write', "units", True, "§10.2 (6)"),
        ("full NOT", COLUMN.format(4) + "full NOT", "added", True, "§10.2 (7)"),
        ("full NOT", COLUMN.format(2) + "full NOT", "added", False, "§10.2 (7)"),
        ("full NOT", COLUMN.format(4).replace("box 4", "acme 4") + "full NOT", "added", True, "§10.2 (9)"),
        (MODE_ACCESS, MODE_ACCESS.replace("only", "write"), "access", False, "§10.2"),
        ("INDEX { boxId }", "INDEX { boxTwo }", "index", False, "§10.2"),
        ("mode OBJECT-TYPE", "modus OBJECT-TYPE", "renamed", False, "§10.2"),
        ('"x" ::= { acme 1 }', '"x" ::= { acme 7 }', "moved", False, "§10.2"),
        ("OBJECTS { size }", "OBJECTS { size, mode }", "objects", False, "§10.3"),
        ("{ size } STATUS current", "{ size } STATUS obsolete", "status", True, "§10.3 (2)"),
        ("Level ::= TEXTUAL", "Other ::= TEXTUAL", "removed", False, "RFC 2578 §10"),
    ],
)  # fmt: skip
def test_each_change_is_judged_by_its_rule(before: str, after: str, kind: str, *, is_legal: bool, rule: str) -> None:
    found = next(each for each in changes((before, after)) if each.kind == kind)
    assert (found.is_legal, found.rule.endswith(rule)) == (is_legal, True)


def test_a_definition_that_is_gone_is_never_legal() -> None:
    text = OLD.replace(*DATED)
    line = next(each for each in text.splitlines() if each.startswith("mode "))
    (found,) = [each for each in differences(compiled(OLD), compiled(text.replace(line, ""))) if each.name == "mode"]
    assert (found.kind, found.before, found.is_legal) == ("removed", "scalar", False)


def test_every_change_needs_a_newer_date() -> None:
    undated = differences(compiled(OLD), compiled(OLD.replace("high(2)", "high(2), off(3)")))
    assert [(each.kind, each.is_legal) for each in undated] == [("revision", False), ("labels", True)]
    dated = differences(compiled(OLD), compiled(OLD.replace(*DATED)))
    assert [(each.kind, each.is_legal) for each in dated] == [("revision", True)]


def test_the_same_text_and_another_wording_differ_in_nothing() -> None:
    reworded = OLD.replace('DESCRIPTION "x" ::= { acme 1 }', 'DESCRIPTION "y" ::= { acme 1 }')
    assert differences(compiled(OLD), compiled(OLD)) == differences(compiled(OLD), compiled(reworded)) == []
