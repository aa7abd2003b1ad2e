"""The first look at a file: a MIB, or the words for what it is instead."""

from __future__ import annotations

from pathlib import Path

import pytest

from trishul.services.mibs.texts import judge_text, module_names
from trishul.smi.source import MAX_SOURCE_BYTES


def judged(tmp_path: Path, octets: bytes) -> tuple[tuple[str, ...], str | None]:
    place = tmp_path / "text"
    place.write_bytes(octets)
    return judge_text(place)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (b"ACME-MIB DEFINITIONS ::= BEGIN END", ["ACME-MIB"]),
        (b"-- about\nACME-MIB -- v2\n  DEFINITIONS\n ::=\n BEGIN\nEND", ["ACME-MIB"]),
        (b"ACME-MIB { iso org(3) dod(6) }\nDEFINITIONS ::= BEGIN END", ["ACME-MIB"]),
        (b"A-MIB DEFINITIONS IMPLICIT TAGS ::= BEGIN END\r\nB-MIB DEFINITIONS := BEGIN END", ["A-MIB", "B-MIB"]),
        (b"\xef\xbb\xbfA_B DEFINITIONS ::= BEGIN", ["A_B"]),
        (b"DEFINITIONS ::= BEGIN", []),
        (b"the word DEFINITIONS in prose", []),
    ],
)
def test_modules_are_found_by_their_beginnings(text: bytes, names: list[str]) -> None:
    assert module_names(text) == names


def test_a_name_is_found_across_the_borders_of_what_is_read_at_once(tmp_path: Path) -> None:
    for size in range(4070, 4110):
        assert judged(tmp_path, b" " * size + b"ACME-MIB DEFINITIONS ::= BEGIN END").modules == ("ACME-MIB",)  # type: ignore[attr-defined]


def test_utf_16_is_read(tmp_path: Path) -> None:
    assert judged(tmp_path, "ACME-MIB DEFINITIONS ::= BEGIN END".encode("utf-16")) == (("ACME-MIB",), None)


@pytest.mark.parametrize(
    ("octets", "words"),
    [
        (b"", "empty"),
        (b" \n\n", "empty"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"<!DOCTYPE html><html>", "web page"),
        (bytes(range(256)) * 40, "binary"),
        (b"Dear customer, please find the MIB attached.", "No module begins"),
    ],
)
def test_what_is_no_mib_is_named(tmp_path: Path, octets: bytes, words: str) -> None:
    names, refusal = judged(tmp_path, octets)
    assert names == ()
    assert words in str(refusal)


def test_a_file_larger_than_any_mib_is_not_read(tmp_path: Path) -> None:
    place = tmp_path / "large"
    with place.open("wb") as file:
        file.truncate(MAX_SOURCE_BYTES + 1)
    assert "larger than 32 MB" in str(judge_text(place).refusal)


def test_a_text_that_mentions_a_module_is_left_to_the_compiler(tmp_path: Path) -> None:
    assert judged(tmp_path, b"DEFINITIONS BEGIN") == ((), None)
