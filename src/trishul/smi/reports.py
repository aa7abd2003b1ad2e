"""Findings as people and programs read them: text with the line and a caret, or plain objects for JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import NamedTuple

from trishul.smi.diagnostics import Diagnostic, Preset
from trishul.smi.source import Source

MAX_EXCERPT = 120
"""Longer lines are cut around the caret."""


class Excerpt(NamedTuple):
    """The line of a finding, cut where it is long, and which characters of it are meant."""

    line: str
    start: int
    length: int


def shown(diagnostics: Iterable[Diagnostic], preset: Preset) -> list[Diagnostic]:
    """The findings that a preset shows."""
    return [diagnostic for diagnostic in diagnostics if preset.shows(diagnostic.severity)]


def as_text(diagnostic: Diagnostic, source: Source | None = None) -> str:
    """`file:line:column: severity: sentence [code]`, the line with a caret where the text is at hand, and the hint."""
    place = f"{diagnostic.source}:{diagnostic.line}:{diagnostic.column}"
    parts = [f"{place}: {diagnostic.severity.label}: {diagnostic.message} [{diagnostic.code}]"]
    if source is not None and source.text:
        line, start, length = excerpt_of(diagnostic, source.text)
        parts += [f"    {line}", f"    {' ' * start}{'^' * length}"]
    if diagnostic.hint:
        parts.append(f"    hint: {diagnostic.hint}")
    return "\n".join(parts)


def excerpt_of(diagnostic: Diagnostic, text: str) -> Excerpt:
    """The line of a finding in its text, tabs as single blanks."""
    end = text.find("\n", diagnostic.start)
    line = text[text.rfind("\n", 0, diagnostic.start) + 1 : len(text) if end < 0 else end]
    column = diagnostic.column - 1
    first = max(0, column - MAX_EXCERPT // 2)
    line = line[first : first + MAX_EXCERPT].expandtabs(1)
    start = column - first
    return Excerpt(line, start, max(1, min(diagnostic.end - diagnostic.start, len(line) - start)))


def as_object(diagnostic: Diagnostic) -> dict[str, object]:
    """What JSON shows of a finding."""
    edit = diagnostic.edit
    return {
        "code": diagnostic.code,
        "severity": diagnostic.severity.label,
        "smilint": diagnostic.smilint_tag,
        "file": diagnostic.source,
        "module": diagnostic.module,
        "line": diagnostic.line,
        "column": diagnostic.column,
        "message": diagnostic.message,
        "hint": diagnostic.hint,
        "edit": {"start": edit.start, "end": edit.end, "replacement": edit.replacement} if edit else None,
    }


def text_report(
    diagnostics: Iterable[Diagnostic], sources: Mapping[str, Source], most: int | None = None
) -> Iterator[str]:
    """Findings as text, one after the other, each with its line end; they come in the order of their modules.

    Of one code in one module at most `most` are shown, and behind the module stands how many more there are.
    """
    for (name, _), findings in groupby(diagnostics, key=lambda one: (one.source, one.module)):
        counts: Counter[str] = Counter()
        for diagnostic in findings:
            counts[diagnostic.code] += 1
            if most is None or counts[diagnostic.code] <= most:
                yield f"{as_text(diagnostic, sources.get(diagnostic.source))}\n"
        for code, count in counts.items():
            if most is not None and count > most:
                yield f"{name}: and {count - most:,} more of this kind [{code}]; --all shows them\n"


def json_report(diagnostics: Iterable[Diagnostic]) -> Iterator[str]:
    """All findings as one JSON array, piece by piece."""
    opening = "[\n"
    for diagnostic in diagnostics:
        yield f"{opening}{json.dumps(as_object(diagnostic))}"
        opening = ",\n"
    yield "[]\n" if opening == "[\n" else "\n]\n"
