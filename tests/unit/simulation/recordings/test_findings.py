"""Findings: every code says whether the record is lost, every message is short and printable."""

from __future__ import annotations

from trishul.simulation.recordings.findings import (
    EXCLUDING,
    FindingCode,
    RecordingWarning,
    excerpt,
)


def test_a_finding_says_whether_the_record_is_lost() -> None:
    lost = RecordingWarning(FindingCode.BAD_VALUE, 7, "'x' is no INTEGER")
    kept = RecordingWarning(FindingCode.OUT_OF_ORDER, 8, "Stands late")
    assert lost.excluded
    assert not kept.excluded
    assert {code for code in FindingCode if code.excluded} == EXCLUDING


def test_a_finding_reads_as_a_line() -> None:
    lost = RecordingWarning(FindingCode.BAD_VALUE, 7, "'x' is no INTEGER")
    assert str(lost) == "line 7: 'x' is no INTEGER (bad_value)"
    assert str(RecordingWarning(FindingCode.EMPTY_RECORDING, 0, "Nothing")).startswith("recording: ")


def test_an_excerpt_is_short_and_printable() -> None:
    assert excerpt(b"\x00\x1b[31m" + b"a" * 1000) == "'..[31m" + "a" * 34 + "…'"
