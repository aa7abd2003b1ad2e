"""Clauses in any order, with any fault, leave what follows them (RFC 2578 §7)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

OBJECT = "SYNTAX Integer32 MAX-ACCESS read-only STATUS current DESCRIPTION"


@pytest.mark.parametrize(
    ("clauses", "found"),
    [
        (f'{OBJECT} "x" ::= {{ root 1 }}', []),
        (f'{OBJECT} "x" := {{ root 1 }}', ["wrong-assignment"]),
        (f'{OBJECT} "x" {{ root 1 }}', ["wrong-assignment"]),
        (f'{OBJECT} "the "foo" bar" ::= {{ root 1 }}', ["inner-quotes"]),
        (f'{OBJECT} "x" stray words ::= {{ root 1 }}', ["unexpected-text"]),
        (f"{OBJECT} ::= {{ root 1 }}", ["bad-clause"]),
        (
            'SYNTAX Integer32 MAX_ACCESS read-only STATUS current DESCRIPTION "x" ::= { root 1 }',
            ["misspelled-clause"],
        ),
        (
            'SYNTAX Integer32 MAX-ACCESS read-only STATUS current DESCRIPTON "x" ::= { root 1 }',
            ["misspelled-clause"],
        ),
        (
            'SYNTAX Integer32 MAX-ACCESS readonly STATUS current DESCRIPTION "x" ::= { root 1 }',
            ["unknown-access"],
        ),
        ('SYNTAX Integer32 MAX-ACCESS STATUS current DESCRIPTION "x" ::= { root 1 }', ["bad-clause"]),
        (
            'SYNTAX Integer32 STATUS current MAX-ACCESS read-only DESCRIPTION "x" ::= { root 1 }',
            ["clause-order"],
        ),
    ],
)
def test_one_fault_is_one_finding_and_loses_nothing(
    parse: Callable[[str], Any], clauses: str, found: list[str]
) -> None:
    module = parse(f"a OBJECT-TYPE {clauses}\nb OBJECT IDENTIFIER ::= {{ root 2 }}")
    assert [one.code for one in module.diagnostics] == found
    assert [(one.name, one.oid) for one in module.definitions[-2:]] == [("a", ("root", 1)), ("b", ("root", 2))]


def test_a_hint_names_the_nearest_word(parse: Callable[[str], Any]) -> None:
    module = parse('a OBJECT-IDENTITY STATUS curent DESCRIPTION "x" ::= { root 1 }')
    assert [one.hint for one in module.diagnostics] == ["Did you mean current?"]
