"""The plain value of lines that name a variation module of snmpsim."""

from __future__ import annotations

import pytest

from trishul.simulation.recordings.findings import Unreadable
from trishul.simulation.recordings.lenient import Findings
from trishul.simulation.recordings.variation_lines import initial_value, split_escaped


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (b"a,b,c", [b"a", b"b", b"c"]),
        (b"a,b,,c,d", [b"a,b", b"c,d"]),
        (b"a,,b,,,c", [b"a,,b", b"c"]),
        (b"abc", [b"abc"]),
    ],
)
def test_doubled_and_tripled_separators_escape_single_ones(text: bytes, parts: list[bytes]) -> None:
    assert split_escaped(text, b",") == parts


@pytest.mark.parametrize(
    ("options", "start"),
    [
        (b"initial=5,min=1", b"5"),
        (b"min=3,rate=2", b"3"),
        (b"rate=2", b"0"),
        (b"initial=2.9", b"2"),
        (b"", b"0"),
    ],
)
def test_numeric_starts_at_initial_else_at_min_else_at_zero(options: bytes, start: bytes) -> None:
    assert initial_value(b"numeric", options, []) == (start, False)


def test_a_value_may_hold_the_separators_when_they_are_doubled() -> None:
    findings: Findings = []
    text, is_hexadecimal = initial_value(b"delay", b"value==a=b, c,,wait==5", findings)
    assert (text, is_hexadecimal) == (b"a=b, c", False)
    assert len(findings) == 1


@pytest.mark.parametrize("start", [b"abc", b"inf", b"nan"])
def test_a_start_that_is_no_number_is_excluded(start: bytes) -> None:
    with pytest.raises(Unreadable):
        initial_value(b"numeric", b"initial=" + start, [])
