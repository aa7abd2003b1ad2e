"""Modules begin, end and follow each other; nothing between them stops the parser."""

from __future__ import annotations

import pickle
import random

import pytest

from trishul.smi.parser import parse_source
from trishul.smi.source import decode_source
from trishul.smi.syntax import ParsedSource


def parsed(text: str | bytes) -> ParsedSource:
    return parse_source(decode_source("file", text.encode() if isinstance(text, str) else text))


def test_several_modules_in_a_text_keep_their_own_findings() -> None:
    source = parsed("A DEFINITIONS ::= BEGIN a := INTEGER END junk B { iso 3 } DEFINITIONS ::= BEGIN ! END")
    assert [module.name for module in source.modules] == ["A", "B"]
    found = [[one.code for one in module.diagnostics] for module in source.modules]
    assert found == [["type-name-case", "wrong-assignment"], ["unexpected-text"]]


def test_a_missing_end_before_another_module_is_reported() -> None:
    source = parsed("A DEFINITIONS ::= BEGIN\nB DEFINITIONS ::= BEGIN END")
    assert [module.name for module in source.modules] == ["A", "B"]
    assert [one.code for one in source.modules[0].diagnostics] == ["missing-end"]


@pytest.mark.parametrize(
    ("body", "found", "names"),
    [
        ("M MACRO ::= BEGIN TYPE NOTATION ::= a END a OBJECT IDENTIFIER ::= { iso 1 }", ["macro-definition"], ["a"]),
        ("EXPORTS x; a OBJECT IDENTIFIER ::= { iso 1 }", [], ["a"]),
        ("stray words a OBJECT IDENTIFIER ::= { iso 1 }", ["unexpected-text"], ["a"]),
        ("a ::= { iso 1 }", ["unexpected-text"], ["a"]),
        ("a_b OBJECT IDENTIFIER ::= { iso 1 }", ["underscore-in-name"], ["a_b"]),
        ("a- OBJECT IDENTIFIER ::= { iso 1 }", ["trailing-hyphen"], ["a-"]),
        (f"{'a' * 65} OBJECT IDENTIFIER ::= {{ iso 1 }}", ["name-too-long"], ["a" * 65]),
    ],
)
def test_what_has_no_place_costs_nothing_else(body: str, found: list[str], names: list[str]) -> None:
    (module,) = parsed(f"M DEFINITIONS ::= BEGIN {body} END").modules
    assert [one.code for one in module.diagnostics] == found
    assert [one.name for one in module.definitions] == names


@pytest.mark.parametrize("text", ["hello", "DEFINITIONS ::= BEGIN", "-- M DEFINITIONS ::= BEGIN"])
def test_a_text_without_a_module_is_one_finding(text: str) -> None:
    source = parsed(text)
    assert source.modules == ()
    assert [one.code for one in source.diagnostics] == ["no-module"]


def test_random_octets_are_one_finding() -> None:
    source = parsed(random.Random(1).randbytes(10_000))
    assert source.modules == ()
    assert len(source.diagnostics) == 1


def test_random_words_of_the_smi_never_stop_the_parser() -> None:
    words = [
        "M",
        "DEFINITIONS",
        "::=",
        "BEGIN",
        "IMPORTS",
        "FROM",
        ";",
        "a",
        "OBJECT-TYPE",
        "SYNTAX",
        "INTEGER",
        "{",
        "(",
        "1",
        ")",
        "}",
        '"x"',
        "STATUS",
        ",",
        "END",
        "MACRO",
    ]
    choice = random.Random(2)
    for _ in range(300):
        parsed("M DEFINITIONS ::= BEGIN " + " ".join(choice.choices(words, k=80)))


def test_what_the_parser_returns_can_be_sent_to_another_process() -> None:
    source = parsed("A DEFINITIONS ::= BEGIN a OBJECT IDENTIFIER ::= { iso 1 } END")
    assert pickle.loads(pickle.dumps(source)) == source


@pytest.mark.parametrize(
    ("name", "stray", "read"),
    [("AT@MIB", "AT@", "MIB"), ("../../ETC", "../../", "ETC"), ("My Own-MIB { iso 3 }", "My", "Own-MIB")],
)
def test_what_stands_before_the_name_of_a_module_is_reported(name: str, stray: str, read: str) -> None:
    source = parsed(f"-- A comment\n  {name} DEFINITIONS ::= BEGIN END")
    assert [module.name for module in source.modules] == [read]
    [found] = source.modules[0].diagnostics
    assert (found.code, found.line) == ("unexpected-text", 2)
    assert found.message == f"{stray} is not expected before the name of a module"


@pytest.mark.parametrize(
    "before", ["A whole line\n", "A DEFINITIONS ::= BEGIN END ", "A DEFINITIONS ::= BEGIN END -- A\n", "\t"]
)
def test_other_text_before_a_module_says_nothing(before: str) -> None:
    assert [module.diagnostics for module in parsed(f"{before}B DEFINITIONS ::= BEGIN END").modules][-1] == ()


def test_no_name_fills_a_page() -> None:
    source = parsed(f"{'M' * 1_000_000} DEFINITIONS ::= BEGIN x{'y' * 100_000}_z OBJECT IDENTIFIER ::= {{ 1 3 }}")
    found = source.modules[0].diagnostics
    assert [one.code for one in found] == ["name-too-long", "underscore-in-name", "missing-end"]
    assert all(len(one.message) + len(one.hint) < 300 for one in found)
