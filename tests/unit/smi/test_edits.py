"""Edits are applied to the octets of a file; what they do not touch stays as it is."""

from __future__ import annotations

import json

import pytest

from tests.conftest import SHARED
from trishul.smi.compiling import compile_modules
from trishul.smi.diagnostics import Diagnostic, Edit, Severity
from trishul.smi.edits import MAX_PASSES, encoded_like, mend, mend_until_clean
from trishul.smi.source import decode_source

TEXT = "X-MIB DEFINITIONS ::= BEGIN\na OBJECT IDENTIFIER := { 1 3 }\n-- \u00e9\nb OBJECT IDENTIFIER := { a 4 }\nEND\n"
PROBES = SHARED / "mibs/probes"
MANIFEST = json.loads((PROBES / "manifest.json").read_text()) if PROBES.is_dir() else {}


def check(data: bytes) -> tuple[Diagnostic, ...]:
    """All findings about a text."""
    return compile_modules([decode_source("x", data)]).diagnostics


def change(start: int, end: int, replacement: str) -> Diagnostic:
    """A finding that carries an edit."""
    edit = Edit(start, end, replacement)
    return Diagnostic("wrong-assignment", Severity.ERROR, "m", "h", "s", "M", 1, 1, start, end, edit)


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1", "utf-8-sig"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_encoding_and_line_ends_stay(encoding: str, line_end: str) -> None:
    data = TEXT.replace("\n", line_end).encode(encoding)
    findings = [one for one in check(data) if one.code == "wrong-assignment"]
    assert mend(data, findings).data == data.replace(b" := ", b" ::= ")


def test_utf_16_stays_utf_16() -> None:
    data = TEXT.encode("utf-16")
    assert mend(data, check(data)).data.decode("utf-16") == TEXT.replace(" := ", " ::= ")


def test_a_byte_order_mark_is_taken_out_where_that_is_asked_for() -> None:
    data = TEXT.encode("utf-8-sig")
    assert mend(data, check(data)).data == TEXT.replace(" := ", " ::= ").encode()


def test_new_lines_end_like_the_others() -> None:
    data = b"A DEFINITIONS ::= BEGIN\r\na OBJECT IDENTIFIER ::= { iso 3 }\r\n"
    assert mend(data, check(data)).data.endswith(b"}\r\n\r\nEND\r\n\r\n")


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        ([change(1, 3, "x"), change(2, 4, "y")], b"0x3456"),
        ([change(2, 2, "x"), change(2, 2, "y")], b"01xy23456"),
        ([change(2, 4, "x"), change(2, 4, "x")], b"01x456"),
        ([change(4, 4, "y"), change(2, 4, "x")], b"01xy456"),
        ([], b"0123456"),
    ],
)
def test_edits_do_not_overlap(changes: list[Diagnostic], wanted: bytes) -> None:
    assert mend(b"0123456", changes).data == wanted


def test_what_was_applied_is_told() -> None:
    assert len(mend(TEXT.encode(), check(TEXT.encode())).applied) == 2


def test_one_mend_may_show_the_next_fault() -> None:
    text = b"""T-MIB DEFINITIONS ::= BEGIN
IMPORTS OBJECT-TYPE, enterprises FROM SNMPv2-SMI;
a OBJECT-TYPE SYNTAX INTEGER MAX-ACCESS read-only STATUS current DESCRIPTION "x" ::= { enterprises 1 }
END
"""
    mended = mend_until_clean(text, check)
    assert [one.code for one in mended.applied] == ["integer-misuse", "missing-import"]
    assert b"SYNTAX Integer32" in mended.data
    assert b"enterprises, Integer32 FROM" in mended.data


def test_a_mend_without_end_is_left() -> None:
    def grow(data: bytes) -> list[Diagnostic]:
        return [change(0, 0, "x")]

    assert mend_until_clean(b"", grow).data == b"x" * MAX_PASSES


@pytest.mark.parametrize("name", MANIFEST)
def test_mended_probes_have_none_of_the_findings_that_were_mended(name: str) -> None:
    for file in MANIFEST[name]["files"]:
        data = (PROBES / name / file).read_bytes()
        left = check(mend_until_clean(data, check).data)
        assert [one.code for one in left if one.edit is not None] == []


@pytest.mark.parametrize(
    ("former", "text", "expected"),
    [
        (b"", "a\nb\n", b"a\nb\n"),
        (b"x\r\ny\r\n", "a\nb\n", b"a\r\nb\r\n"),
        (b"\xef\xbb\xbfx\n", "\u00e9\n", b"\xef\xbb\xbf\xc3\xa9\n"),
        (b"caf\xe9\n", "\u00e9\n", b"\xe9\n"),
        (b"caf\xe9\n", "\u20ac\n", b"\xe2\x82\xac\n"),
        ("x\n".encode("utf-16"), "y\n", "\ufeffy\n".encode("utf-16-le")),
    ],
)
def test_an_edited_text_takes_the_form_of_the_file_it_replaces(former: bytes, text: str, expected: bytes) -> None:
    assert encoded_like(former, text) == expected
