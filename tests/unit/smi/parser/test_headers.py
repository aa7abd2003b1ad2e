"""A module begins also where its header is written in another way."""

from __future__ import annotations

import pytest

from trishul.smi.parser import parse_source
from trishul.smi.source import decode_source


@pytest.mark.parametrize(
    ("header", "name", "codes"),
    [
        ("A-MIB Definitions ::= Begin", "A-MIB", ["misspelled-clause"]),
        ("A-MIB DEFINITION ::= BEGIN", "A-MIB", ["misspelled-clause"]),
        ("DEFINITIONS A-MIB ::= BEGIN", "A-MIB", ["misspelled-clause"]),
        ("DEFINITIONS ::= BEGIN", "FILE-MIB", ["unexpected-text"]),
        ("A-MIB DEFINITIONS = BEGIN", "A-MIB", ["wrong-assignment"]),
        ("/* A's comment */ A-MIB DEFINITIONS ::= BEGIN", "A-MIB", ["unexpected-text"]),
    ],
)
def test_headers_in_other_writings(header: str, name: str, codes: list[str]) -> None:
    text = f"{header}\na OBJECT IDENTIFIER ::= {{ iso 1 }}\nEND\n"
    (module,) = parse_source(decode_source("d/FILE-MIB.txt", text.encode())).modules
    assert (module.name, [one.name for one in module.definitions]) == (name, ["a"])
    assert [one.code for one in module.diagnostics] == codes


@pytest.mark.parametrize(
    "text", ["Definitions of terms begin here", "DEFINITION", "no module", "BEGIN ::= DEFINITIONS"]
)
def test_prose_is_no_module(text: str) -> None:
    parsed = parse_source(decode_source("prose", text.encode()))
    assert (parsed.modules, [one.code for one in parsed.diagnostics]) == ((), ["no-module"])
