"""Octets become text, or one clear sentence says what they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from trishul.smi.source import MAX_SOURCE_BYTES, Lines, decode_source, diagnose, read_source

MODULE = "X-MIB DEFINITIONS ::= BEGIN\nEND\n"


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"%PDF-1.7 ...", "a PDF document"),
        (b"PK\x03\x04rest", "a zip archive"),
        (b"\x1f\x8b\x08rest", "a gzip archive"),
        (b"\n<!DOCTYPE html><html>", "a web page"),
        (b"<HTML><body>", "a web page"),
        (b"", "empty"),
        (bytes(range(256)) * 40, "binary data"),
    ],
)
def test_what_is_no_text_is_named(data: bytes, what: str) -> None:
    source = decode_source("a.mib", data)
    assert source.text == ""
    assert [finding.code for finding in source.findings] == ["not-a-mib"]
    assert what in source.findings[0].message


def test_a_file_larger_than_any_mib_is_refused() -> None:
    source = decode_source("a.mib", b"a" * (MAX_SOURCE_BYTES + 1))
    assert [finding.code for finding in source.findings] == ["too-large"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-8", "latin-1"])
def test_usual_encodings_are_read(encoding: str) -> None:
    text = MODULE.replace("END\n", "-- Zürich\nEND\n")
    assert decode_source("a.mib", text.encode(encoding)).text == text


def test_latin_1_is_reported_where_it_begins() -> None:
    source = decode_source("a.mib", b"A\r\n-- Z\xfcrich")
    assert source.text == "A\n-- Zürich"
    assert [(finding.code, finding.start) for finding in source.findings] == [("odd-encoding", 6)]


def test_line_ends_of_all_systems_are_the_same() -> None:
    assert decode_source("a", b"a\r\nb\rc\n").text == "a\nb\nc\n"
    assert [finding.code for finding in decode_source("a", b"a\rb\r").findings] == ["carriage-returns"]


def test_page_breaks_of_an_rfc_become_blanks_and_offsets_stay() -> None:
    text = "a\n\nSmith          Standards Track       [Page 7]\n\f\nRFC 9999    Foo MIB     May 2026\n\nb\n"
    source = decode_source("a", text.encode())
    assert len(source.text) == len(text)
    assert source.text.split() == ["a", "b"]
    assert [finding.code for finding in source.findings] == ["page-break"]


def test_offsets_have_lines_and_columns_counted_from_one() -> None:
    text = "one\ntwo\n"
    lines = Lines(text)
    assert lines.position(0) == (1, 1)
    assert lines.position(5) == (2, 2)
    assert lines.excerpt(text, 5) == "two"


def test_a_file_is_read_from_disk(tmp_path: Path) -> None:
    path = tmp_path / "X-MIB"
    path.write_bytes(MODULE.encode() + b"\x1a")
    source = read_source(path, "X-MIB")
    assert source.name == "X-MIB"
    assert [finding.code for finding in source.findings] == ["control-character"]
    shown = diagnose(source.name, "X-MIB", Lines(source.text), source.findings[0])
    assert (shown.line, shown.column) == (3, 1)
