"""Findings as SARIF 2.1.0."""

from __future__ import annotations

import json
from typing import Any

from trishul.smi.compiling import compile_modules
from trishul.smi.diagnostics import RULES
from trishul.smi.sarif import sarif_report
from trishul.smi.source import Lines, decode_source

SOURCE = decode_source("a b/X-MIB", b"X-MIB DEFINITIONS ::= BEGIN\r\na OBJECT IDENTIFIER := { 1 3 }\r\nEND\r\n")


def log(*, with_lines: bool = True) -> Any:
    """What a program reads."""
    lines = {SOURCE.name: Lines(SOURCE.text)} if with_lines else {}
    return json.loads("".join(sarif_report(compile_modules([SOURCE]).diagnostics, lines, "1.0")))


def test_a_run_names_the_tool_and_all_rules() -> None:
    (run,) = log()["runs"]
    assert log()["version"] == "2.1.0"
    assert (run["tool"]["driver"]["name"], run["tool"]["driver"]["version"]) == ("trishul", "1.0")
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == list(RULES)


def test_a_result_points_at_its_rule_and_place() -> None:
    (run,) = log()["runs"]
    (result,) = run["results"]
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == "wrong-assignment"
    assert result["level"] == "error"
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "a%20b/X-MIB"
    assert place["region"] == {"startLine": 2, "startColumn": 21, "endLine": 2, "endColumn": 23}


def test_an_edit_is_a_fix() -> None:
    (change,) = log()["runs"][0]["results"][0]["fixes"][0]["artifactChanges"]
    assert change["replacements"] == [
        {
            "deletedRegion": {"startLine": 2, "startColumn": 21, "endLine": 2, "endColumn": 23},
            "insertedContent": {"text": "::="},
        }
    ]


def test_without_the_text_there_are_places_and_no_fixes() -> None:
    (result,) = log(with_lines=False)["runs"][0]["results"]
    assert "fixes" not in result
    assert result["locations"][0]["physicalLocation"]["region"] == {"startLine": 2, "startColumn": 21}


def test_nothing_found_is_an_empty_run() -> None:
    assert json.loads("".join(sarif_report([], {}, "1")))["runs"][0]["results"] == []
