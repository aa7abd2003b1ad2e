"""`delay`: how long an answer takes, and when none comes."""

from __future__ import annotations

import pytest

from tests.unit.simulation.variations.lines import NAME, line, read_line
from trishul.datatypes.contents import encode_integer
from trishul.engine.instances import Withheld
from trishul.protocol.pdu import ErrorStatus
from trishul.simulation.recordings.findings import Unreadable
from trishul.simulation.variations.variation import Origin, Reading, SetTrial


@pytest.mark.parametrize(
    ("options", "reading"),
    [
        ("value=7", Reading(2, b"\7", 0.5)),
        ("value=7,wait=20", Reading(2, b"\7", 0.02)),
        ("value=7,wait=-20", Reading(2, b"\7", 0.0)),
        ("value=7,wait=99999", Reading(2, b"\7", 99.999)),
        ("wait=1", Reading(5, b"", 0.001)),
        ("value=7,tlist=lt:1000:30:gt:2000:40:eq:1500:50", Reading(2, b"\7", 0.5)),
    ],
)
def test_a_question_takes_its_time(options: str, reading: Reading) -> None:
    assert line("2:delay", options).with_origin(Origin(0.0, 1200.0)).read(NAME, 0.0) == reading


@pytest.mark.parametrize(("now", "delay_s"), [(0.0, 0.03), (1500.0, 0.05), (1501.0, 0.5), (2001.0, 0.04)])
def test_the_time_of_day_decides(now: float, delay_s: float) -> None:
    timed = line("2:delay", "value=7,tlist=lt:1000:30:gt:2000:40:eq:1500:50")
    assert timed.read(NAME, now).delay_s == delay_s


def test_chance_shortens_and_lengthens_the_wait() -> None:
    jittery = line("2:delay", "value=7,wait=100,deviation=50")
    waits = [jittery.read(NAME, float(now)).delay_s for now in range(100)]
    assert 0.05 <= min(waits) < 0.07
    assert 0.13 < max(waits) <= 0.15


def test_a_wait_beyond_99999_ms_means_silence_and_is_told() -> None:
    silent, findings = read_line("2:delay", "value=7,wait=100000")
    assert findings == ["Variation module 'delay' waits more than 99,999 ms, which means that no answer comes"]
    with pytest.raises(Withheld):
        silent.read(NAME, 0.0)
    assert silent.contents_at(0.0) == b"\7"


@pytest.mark.parametrize(("value", "delay_s"), [(5, 0.001), (50, 0.5), (33, 0.002), (101, 0.003)])
def test_what_is_set_decides_how_long_it_takes(value: int, delay_s: float) -> None:
    taking = line("2:delay", "value=7,vlist=lt:10:1:eq:33:2:gt:100:3")
    assert taking.try_set(NAME, 2, encode_integer(value), 0.0) == SetTrial(ErrorStatus.NO_ERROR, delay_s)
    assert not taking.keeps_set_values


def test_a_value_of_another_type_is_refused_at_once() -> None:
    assert line("2:delay", "value=7").try_set(NAME, 4, b"x", 0.0) == SetTrial(ErrorStatus.WRONG_TYPE)


@pytest.mark.parametrize(
    "options", ["wait=x", "vlist=eq:1", "vlist=ne:1:1", "vlist=eq:x:1", "vlist=eq:1:x", "tlist=eq:x:1"]
)
def test_options_that_cannot_be_read_exclude_the_line(options: str) -> None:
    with pytest.raises(Unreadable):
        line("2:delay", f"value=1,{options}")
