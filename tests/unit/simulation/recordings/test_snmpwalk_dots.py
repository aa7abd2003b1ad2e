"""Dots that may stand for octets: said of each value where most is dots, once for a text otherwise."""

from __future__ import annotations

import pytest

from trishul.simulation.recordings import FindingCode
from trishul.simulation.recordings.findings import RecordingWarning
from trishul.simulation.recordings.snmpwalk_dots import DotsInText
from trishul.simulation.recordings.snmpwalk_text import read_snmpwalk_text

DOT, REPLACED = FindingCode.DOT_IN_TEXT, FindingCode.REPLACED_OCTETS


def findings(*values: str) -> list[RecordingWarning]:
    lines = [f".1.3.6.1.2.1.1.{number}.0 = {value}\n".encode() for number, value in enumerate(values, 1)]
    found = read_snmpwalk_text(lines).warnings
    return [warning for warning in found if warning.code is not FindingCode.UNKNOWN_HINT]


def told(*values: str) -> list[tuple[FindingCode, int, int]]:
    """Code, line and number of values of each finding."""
    return [(warning.code, warning.line, warning.count) for warning in findings(*values)]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (("STRING: a.b", "STRING: ab", "STRING: 12.4."), [(DOT, 1, 2)]),
        (("STRING: ...a", "STRING: .."), [(REPLACED, 1, 1), (REPLACED, 2, 1)]),
        (("STRING: a.b", 'Wrong Type (should be INTEGER): STRING: "c.d"'), [(DOT, 1, 2)]),
        (('STRING: "a.b"', 'STRING: "...."'), [(DOT, 1, 1), (REPLACED, 2, 1)]),
        (('STRING: "a.b"', "Hex-STRING: 00 01", 'STRING: "...."'), []),
        (("STRING: a.b", "Hex-STRING: 00 01"), [(DOT, 1, 1)]),
        (("INTEGER: 5", "IpAddress: 1.2.3.4", "OID: .1.3.6", "Timeticks: (1) 0:00:00.01"), []),
        (("STRING: first\nsecond.line", "STRING: "), [(DOT, 1, 1)]),
    ],
)
def test_a_dot_is_told_where_one_would_be_printed_for_an_octet(
    values: tuple[str, ...], expected: list[tuple[FindingCode, int, int]]
) -> None:
    assert told(*values) == expected


def test_a_notice_says_its_first_value_and_how_many_there_are() -> None:
    (notice,) = findings("STRING: eth0.1", "STRING: eth0.2", "STRING: eth0.3")
    told_once = "line 1: 'eth0.1' has a dot, which is also printed for an octet that is no text; 2 more like it"
    assert str(notice) == f"{told_once} (dot_in_text)"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        (b'NAMES-MIB::byName."a.c"', FindingCode.DOT_IN_INDEX),
        (b"NAMES-MIB::byName['....'][1]", REPLACED),
        (b'NAMES-MIB::byName."ac".1.2', None),
        (b"byNumber.1.2", None),
    ],
)
def test_indexes_in_words_are_looked_at_as_well(name: bytes, code: FindingCode | None) -> None:
    found: list[tuple[FindingCode, str]] = []
    DotsInText().see_index(name, found)
    assert [one for one, _ in found] == [code] * (code is not None)
