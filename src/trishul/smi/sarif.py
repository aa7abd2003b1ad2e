"""Findings as SARIF 2.1.0 (OASIS), which code hosts and editors show beside the lines: rules, places, fixes.

Written piece by piece, so that a corpus with a million findings needs no more memory than one with ten.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import quote

from trishul.smi.diagnostics import RULES, Diagnostic, Edit, Severity
from trishul.smi.source import Lines

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.STYLE: "note"}
_PLACES = {code: place for place, code in enumerate(RULES)}


def sarif_report(diagnostics: Iterable[Diagnostic], lines: Mapping[str, Lines], version: str) -> Iterator[str]:
    """A log with one run. `lines` by source places the fixes; sources that it lacks have findings without them."""
    driver = {"name": "trishul", "version": version, "rules": [_rule(code) for code in RULES]}
    head = {"$schema": SCHEMA, "version": "2.1.0", "runs": [{"tool": {"driver": driver}}]}
    yield json.dumps(head).removesuffix("}]}") + ', "columnKind": "unicodeCodePoints", "results": ['
    separator = "\n"
    for diagnostic in diagnostics:
        yield separator + json.dumps(_result(diagnostic, lines.get(diagnostic.source)))
        separator = ",\n"
    yield "\n]}]}\n"


def _rule(code: str) -> dict[str, Any]:
    """A row of the table of rules."""
    rule = RULES[code]
    row: dict[str, Any] = {
        "id": code,
        "shortDescription": {"text": rule.meaning},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }
    if rule.smilint:
        row["properties"] = {"tags": ["smilint", rule.smilint]}
    return row


def _result(diagnostic: Diagnostic, lines: Lines | None) -> dict[str, Any]:
    """One finding."""
    place = {"artifactLocation": {"uri": _uri(diagnostic.source)}, "region": _region(diagnostic, lines)}
    hint = f" {diagnostic.hint}." if diagnostic.hint else ""
    result: dict[str, Any] = {
        "ruleId": diagnostic.code,
        "ruleIndex": _PLACES[diagnostic.code],
        "level": _LEVELS[diagnostic.severity],
        "message": {"text": f"{diagnostic.message}.{hint}"},
        "locations": [{"physicalLocation": place}],
    }
    if diagnostic.edit is not None and lines is not None:
        result["fixes"] = [_fix(diagnostic, diagnostic.edit, lines)]
    return result


def _region(diagnostic: Diagnostic, lines: Lines | None) -> dict[str, int]:
    if lines is not None and diagnostic.end > diagnostic.start:
        return _span(lines, diagnostic.start, diagnostic.end)
    return {"startLine": diagnostic.line, "startColumn": diagnostic.column}


def _span(lines: Lines, start: int, end: int) -> dict[str, int]:
    """From the first character to behind the last one, counted from 1."""
    (first_line, first_column), (last_line, last_column) = lines.position(start), lines.position(end)
    return {"startLine": first_line, "startColumn": first_column, "endLine": last_line, "endColumn": last_column}


def _fix(diagnostic: Diagnostic, edit: Edit, lines: Lines) -> dict[str, Any]:
    replacement: dict[str, Any] = {"deletedRegion": _span(lines, edit.start, edit.end)}
    if edit.replacement:
        replacement["insertedContent"] = {"text": edit.replacement}
    change = {"artifactLocation": {"uri": _uri(diagnostic.source)}, "replacements": [replacement]}
    return {"description": {"text": diagnostic.hint or diagnostic.message}, "artifactChanges": [change]}


def _uri(source: str) -> str:
    """A path as a relative or absolute reference (RFC 3986)."""
    return quote(source.replace("\\", "/"), safe="/-._~")
