"""Findings as people and programs read them."""

from __future__ import annotations

import json

from trishul.smi.compiling import compile_modules
from trishul.smi.diagnostics import Preset
from trishul.smi.reports import as_object, as_text, json_report, shown, text_report
from trishul.smi.source import decode_source

SOURCE = decode_source("X-MIB", b"X-MIB DEFINITIONS ::= BEGIN\na OBJECT IDENTIFIER := { 1 3 }\nEND\n")


def test_a_finding_shows_its_line_with_a_caret_and_a_hint() -> None:
    (found,) = shown(compile_modules([SOURCE]).diagnostics, Preset.PERMISSIVE)
    assert as_text(found, SOURCE).splitlines() == [
        "X-MIB:2:21: error: The assignment sign is ::= [wrong-assignment]",
        "    a OBJECT IDENTIFIER := { 1 3 }",
        "                        ^^",
    ]


def test_a_finding_is_one_plain_object() -> None:
    (found,) = compile_modules([SOURCE]).diagnostics
    told = as_object(found)
    assert (told["code"], told["severity"], told["line"], told["column"]) == ("wrong-assignment", "error", 2, 21)
    assert told["edit"] == {"start": 48, "end": 50, "replacement": "::="}
    assert "hint" in told


def test_without_the_text_there_is_no_excerpt() -> None:
    (found,) = compile_modules([SOURCE]).diagnostics
    assert len(as_text(found).splitlines()) == 1


def test_reports_come_piece_by_piece() -> None:
    found = compile_modules([SOURCE]).diagnostics
    assert "".join(text_report(found, {SOURCE.name: SOURCE})) == f"{as_text(found[0], SOURCE)}\n"
    assert json.loads("".join(json_report(found * 3))) == [as_object(found[0])] * 3
    assert json.loads("".join(json_report([]))) == []


def test_findings_that_repeat_themselves_are_counted_by_code_and_module() -> None:
    text = "".join(f"{name} DEFINITIONS ::= BEGIN {'a := INTEGER ' * 5} END\n" for name in ("A", "B"))
    source = decode_source("many", text.encode())
    found = [one for one in compile_modules([source]).diagnostics if one.code in {"wrong-assignment", "type-name-case"}]
    whole = "".join(text_report(found, {}))
    cut = "".join(text_report(found, {}, 3))
    assert (whole.count(": warning: "), whole.count(": error: ")) == (10, 10)
    assert (cut.count(": warning: "), cut.count(": error: ")) == (6, 6)
    assert cut.count("many: and 2 more of this kind [type-name-case]; --all shows them\n") == 2
    assert cut.endswith("many: and 2 more of this kind [wrong-assignment]; --all shows them\n")
