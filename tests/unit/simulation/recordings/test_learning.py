"""Two readings of a device: what moves between them goes on moving, everything else stays as it was read last."""

from __future__ import annotations

import pytest

from trishul.datatypes import Oid, Value
from trishul.simulation.device import Device
from trishul.simulation.recordings.learning import Sample, learn
from trishul.simulation.recordings.snmprec import read_snmprec
from trishul.simulation.variations.variation import Origin

NAME = Oid("1.3.6.1.4.1.99999.1").contents
TOP = 2**32


def sample(value: Value, at_s: float) -> dict[bytes, Sample]:
    return {NAME: Sample(value.tag, value.contents, at_s)}


def values_after(before: Value, after: Value, *seconds: float, span_s: float = 10.0) -> list[object]:
    """What a device answers so long after its start that was made of two readings."""
    learned = learn(sample(before, 100.0), sample(after, 100.0 + span_s))
    recording = read_snmprec(learned.lines)
    assert recording.warnings == ()
    assert learned.moving == len(recording.variations)
    device = Device.from_recording(recording)
    device.start(Origin(started_at=5.0))
    return [device.value_at(0, 5.0 + passed).native for passed in seconds]


@pytest.mark.parametrize(
    ("before", "after", "seconds", "expected"),
    [
        (Value.counter32(1000), Value.counter32(1500), (0, 10, 20), [1500, 2000, 2500]),
        (Value.counter32(TOP - 100), Value.counter32(100), (0, 10), [100, 300]),
        (Value.counter32(5000), Value.counter32(10), (0, 10), [10, 10]),
        (Value.counter64(10**15), Value.counter64(10**15 + 10**10), (0, 10), [10**15 + 10**10, 10**15 + 2 * 10**10]),
        (Value.counter64(5000), Value.counter64(10), (0, 10), [10, 10]),
        (Value.time_ticks(500), Value.time_ticks(1503), (0, 10), [1503, 2503]),
        (Value.time_ticks(500), Value.time_ticks(900_000), (0, 10), [900_000, 900_000]),
        (Value.gauge32(40), Value.gauge32(60), (0, 5, 10, 15, 20), [60, 50, 40, 50, 60]),
        (Value.integer(1), Value.integer(2), (0, 10), [2, 2]),
        (Value.octet_string(b"a"), Value.octet_string(b"b"), (0,), [b"b"]),
        (Value.integer(1), Value.counter32(2), (0,), [2]),
    ],
)
def test_values_go_on_as_they_did_between_the_readings(
    before: Value, after: Value, seconds: tuple[float, ...], expected: list[object]
) -> None:
    found = values_after(before, after, *seconds)
    if isinstance(expected[0], int):
        assert found == pytest.approx(expected, abs=1)
    else:
        assert found == expected


def test_readings_at_one_time_teach_nothing() -> None:
    assert values_after(Value.counter32(1), Value.counter32(9), 0, 10, span_s=0.01) == [9, 9]


def test_rows_of_either_reading_are_kept_in_lexicographic_order() -> None:
    names = {number: Oid(f"1.3.6.1.4.1.99999.{number}").contents for number in (2, 10, 300)}
    text = Value.octet_string("x")
    first = {names[10]: Sample(text.tag, text.contents, 1.0), names[2]: Sample(text.tag, text.contents, 1.0)}
    second = {names[300]: Sample(text.tag, text.contents, 9.0), names[10]: Sample(text.tag, text.contents, 9.0)}
    lines = learn(first, second).lines
    assert [line.split(b"|")[0].rpartition(b".")[2] for line in lines] == [b"2", b"10", b"300"]


def test_what_is_no_name_or_no_value_is_left_out_and_counted() -> None:
    broken = {b"\x2b\x86": Sample(4, b"x", 1.0), NAME: Sample(0x99, b"x", 1.0)}
    learned = learn(broken, {})
    assert (learned.lines, learned.left_out) == ([], 2)


def test_the_old_unsigned_type_is_recorded_as_a_gauge() -> None:
    assert learn({NAME: Sample(0x47, b"\x05", 1.0)}, {}).lines == [b"1.3.6.1.4.1.99999.1|66|5\n"]
