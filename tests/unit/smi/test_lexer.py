"""Text becomes tokens, whatever stands in comments and strings."""

from __future__ import annotations

import pytest

from trishul.smi.lexer import SENTINELS, tokenize
from trishul.smi.parser.words import AFTER_STRING


def tokens(text: str) -> list[str]:
    return [token for token in tokenize(text, AFTER_STRING)[0].texts if token]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a OBJECT-TYPE ::= { b 1 }", ["a", "OBJECT-TYPE", "::=", "{", "b", "1", "}"]),
        ("(0..-5|'0A'H)", ["(", "0", "..", "-5", "|", "'0A'H", ")"]),
        ('"one ""two"" -- three"', ['"one ""two"" -- three"']),
        ("10base-t(1), a_b-c--x", ["10base-t", "(", "1", ")", ",", "a_b-c"]),
        ("a\n-- whole -- line\nb", ["a", "b"]),
        ("a\n-----\nb", ["a", "b"]),
        ("a -- to the end\nb", ["a", "b"]),
        ("a -- this -- , b", ["a", ",", "b"]),
        ("a -- odd -- prose here\nb", ["a", "b"]),
        ('a -- 5" rack\nb', ["a", "b"]),
        ("a := b", ["a", ":=", "b"]),
        ("", []),
        (" \n\x1a", []),
    ],
)
def test_tokens(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected


def test_offsets_point_at_the_tokens() -> None:
    text = 'a  -- c\n  "b"  ::='
    found, _ = tokenize(text, AFTER_STRING)
    pairs = list(zip(found.texts, found.starts, strict=True))[:-SENTINELS]
    assert all(text[start : start + len(token)] == token for token, start in pairs)


def test_a_string_without_closing_quote_ends_before_the_definition_it_swallowed() -> None:
    text = 'a OBJECT-TYPE DESCRIPTION "x\n ::= { r 1 }\nb OBJECT-TYPE DESCRIPTION "y" ::= { r 2 }'
    found, findings = tokenize(text, AFTER_STRING)
    assert '"x"' in found.texts
    assert '"y"' in found.texts
    assert [finding.code for finding in findings] == ["unterminated-string"]
    assert findings[0].edit is not None
    assert text[findings[0].edit.start - 1] == "x"


def test_a_string_that_never_ends_stops_at_its_line() -> None:
    found, findings = tokenize('a "b\nc', AFTER_STRING)
    assert [token for token in found.texts if token] == ["a", '"b"', "c"]
    assert len(findings) == 1


def test_the_number_of_mended_strings_is_bounded() -> None:
    text = '"x\n ::= { r 1 }\nname "' * 200
    assert len(tokenize(text, AFTER_STRING)[1]) <= 20
