"""IMPORTS are mended without touching what else stands there."""

from __future__ import annotations

import pytest

from trishul.smi.diagnostics import Edit
from trishul.smi.parser import parse_source
from trishul.smi.resolve.import_edits import addition, removals, usual_home
from trishul.smi.source import decode_source
from trishul.smi.syntax import ParsedModule


def parsed(imports: str) -> tuple[str, ParsedModule]:
    """A text with these imports."""
    text = f"M DEFINITIONS ::= BEGIN{imports}\ne OBJECT IDENTIFIER ::= {{ iso 3 }} END"
    return text, parse_source(decode_source("m", text.encode())).modules[0]


def edited(text: str, edits: set[Edit | None]) -> str:
    """What stands between BEGIN and the definition after the edits."""
    for edit in sorted((edit for edit in edits if edit), key=lambda edit: edit.start, reverse=True):
        text = text[: edit.start] + edit.replacement + text[edit.end :]
    return " ".join(text.partition("BEGIN")[2].rpartition("e OBJECT")[0].split())


@pytest.mark.parametrize(
    ("imports", "wanted"),
    [
        (" IMPORTS a FROM X b FROM Y;", "IMPORTS a, new FROM X b FROM Y;"),
        (" IMPORTS b FROM Y -- why\n;", "IMPORTS b FROM Y -- why new FROM X;"),
        ("", "IMPORTS new FROM X;"),
    ],
)
def test_a_name_is_added(imports: str, wanted: str) -> None:
    text, module = parsed(imports)
    assert edited(text, {addition(module, "new", "X")}) == wanted


def test_imports_without_a_semicolon_are_left_alone() -> None:
    assert addition(parsed(" IMPORTS b FROM Y")[1], "new", "X") is None


@pytest.mark.parametrize(
    ("unused", "wanted"),
    [
        ("a", "IMPORTS b, c FROM X d FROM Y;"),
        ("b", "IMPORTS a, c FROM X d FROM Y;"),
        ("c", "IMPORTS a, b FROM X d FROM Y;"),
        ("ac", "IMPORTS b FROM X d FROM Y;"),
        ("bc", "IMPORTS a FROM X d FROM Y;"),
        ("abc", "IMPORTS d FROM Y;"),
        ("d", "IMPORTS a, b, c FROM X ;"),
        ("abcd", "IMPORTS a, b, c FROM X d FROM Y;"),
    ],
)
def test_names_are_taken_out(unused: str, wanted: str) -> None:
    text, module = parsed(" IMPORTS a, b, c FROM X d FROM Y;")
    assert edited(text, set(removals(module, unused).values())) == wanted


def test_modules_of_smiv1_import_from_their_own_modules() -> None:
    old, new = parsed(" IMPORTS a FROM RFC1155-SMI;")[1], parsed(" IMPORTS a FROM SNMPv2-SMI;")[1]
    names = ("OBJECT-TYPE", "TRAP-TYPE", "enterprises", "Counter", "RowStatus")
    assert [usual_home(old, name) for name in names] == [
        "RFC-1212",
        "RFC-1215",
        "RFC1155-SMI",
        "RFC1155-SMI",
        "SNMPv2-TC",
    ]
    assert usual_home(new, "OBJECT-TYPE") == "SNMPv2-SMI"
