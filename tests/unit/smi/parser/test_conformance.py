"""Groups, compliance and capabilities (RFC 2580)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def test_groups_have_members(definition: Callable[[str], Any]) -> None:
    found = definition('g NOTIFICATION-GROUP NOTIFICATIONS { a } STATUS current DESCRIPTION "x" ::= { root 1 }')
    assert (found.members, found.has_notifications) == (("a",), True)


def test_a_compliance_statement_has_parts_and_refinements(definition: Callable[[str], Any]) -> None:
    found = definition(
        'c MODULE-COMPLIANCE STATUS current DESCRIPTION "x" MODULE MANDATORY-GROUPS { g }'
        ' GROUP h DESCRIPTION "y" OBJECT o SYNTAX INTEGER { up(1) } MIN-ACCESS read-only DESCRIPTION "z"'
        " MODULE IF-MIB MANDATORY-GROUPS { i } ::= { root 1 }"
    )
    own, other = found.parts
    assert (own.module, own.groups, [one.name for one in own.refinements]) == ("", ("g",), ["h", "o"])
    assert own.refinements[1].access == "read-only"
    assert (other.module, other.groups) == ("IF-MIB", ("i",))


def test_a_capabilities_statement_has_variations(parse: Callable[[str], Any]) -> None:
    module = parse(
        'c AGENT-CAPABILITIES PRODUCT-RELEASE "1" STATUS current DESCRIPTION "x" SUPPORTS IF-MIB INCLUDES { g }'
        ' VARIATION o ACCESS read-only DEFVAL { { a } } CREATION-REQUIRES { p } DESCRIPTION "y" ::= { root 1 }'
    )
    (part,) = module.definitions[-1].parts
    assert (part.module, part.groups) == ("IF-MIB", ("g",))
    assert [(one.kind, one.name, one.access) for one in part.refinements] == [("VARIATION", "o", "read-only")]
    assert module.diagnostics == ()


def test_a_group_without_name_is_reported(codes: Callable[[str], list[str]]) -> None:
    text = 'c MODULE-COMPLIANCE STATUS current DESCRIPTION "x" MODULE GROUP DESCRIPTION "y" ::= { root 1 }'
    assert codes(text) == ["bad-clause"]
