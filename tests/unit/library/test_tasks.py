"""A task on a text or module gives all that is kept of it."""

from __future__ import annotations

import hashlib

from trishul.library.parsed import ParsedText
from trishul.library.schema import Origin
from trishul.library.sources import LibraryPlaces
from trishul.library.tasks import MAX_FINDINGS, MAX_MODULES, ParseText, TaskRunner, worst_findings
from trishul.smi.diagnostics import Diagnostic, Severity


def parsed(places: LibraryPlaces, text: str) -> ParsedText:
    (places.uploads / "file").write_text(text)
    runner = TaskRunner(places)
    answer = runner.run(ParseText(Origin.UPLOADED, "file"))
    runner.close()
    assert isinstance(answer, ParsedText)
    return answer


def test_a_parsed_text_names_its_modules_and_what_they_define(places: LibraryPlaces) -> None:
    text = "A DEFINITIONS ::= BEGIN a OBJECT IDENTIFIER ::= { iso 3 } T ::= INTEGER END B DEFINITIONS ::= BEGIN END"
    answer = parsed(places, text)
    assert answer.sha256 == hashlib.sha256(text.encode()).digest()
    assert [(one.name, one.values, one.types) for one in answer.modules] == [("A", ("a",), ("T",)), ("B", (), ())]


def test_a_text_of_many_modules_is_cut_and_says_where(places: LibraryPlaces) -> None:
    answer = parsed(places, "\n".join(f"M{number} DEFINITIONS ::= BEGIN END" for number in range(MAX_MODULES + 9)))
    assert len(answer.modules) == MAX_MODULES
    assert [(one.code, one.line) for one in answer.findings] == [("too-complex", MAX_MODULES + 1)]


def test_of_too_many_findings_the_worst_are_kept() -> None:
    def finding(place: int) -> Diagnostic:
        severity = Severity.ERROR if place % 100 == 0 else Severity.STYLE
        return Diagnostic("bad-clause", severity, str(place), "", "f", "A", 1, 1, place, place + 1)

    kept = worst_findings([finding(place) for place in range(2000)])
    assert len(kept) == MAX_FINDINGS + 1
    assert [one.start for one in kept[:-1]] == sorted(one.start for one in kept[:-1])
    assert sum(one.severity is Severity.ERROR for one in kept) == 20
    assert (kept[-1].code, kept[-1].message[:18]) == ("more-findings", "1000 more findings")
