"""`multiplex`: which file is answered, by the time or as a manager chooses."""

from __future__ import annotations

import pytest

from trishul.datatypes import Value
from trishul.protocol.pdu import ErrorStatus
from trishul.simulation.recordings.findings import Unreadable
from trishul.simulation.recordings.snmprec_repair import read_subtree_line
from trishul.simulation.variations.multiplex import FileChoice, MultiplexControl, Multiplexed
from trishul.simulation.variations.variation import Origin

VALUES = [(value.tag, value.contents) for value in (Value.integer(1), Value.integer(2), Value.octet_string("three"))]


@pytest.mark.parametrize(
    ("wraps", "seconds", "expected"),
    [
        (False, (0, 9.9, 10, 20, 1000), (0, 0, 1, 2, 2)),
        (True, (0, 10, 29.9, 30, 45), (0, 1, 2, 0, 1)),
    ],
)
def test_the_time_chooses(wraps: bool, seconds: tuple[float, ...], expected: tuple[int, ...]) -> None:  # noqa: FBT001 -- of a table
    line = Multiplexed(VALUES, FileChoice(3, 10.0, wraps)).with_origin(Origin(started_at=100.0))
    for passed, file in zip(seconds, expected, strict=True):
        reading = line.read(b"", 100.0 + passed)
        assert (reading.tag, reading.contents) == VALUES[file]
        assert line.contents_at(100.0 + passed) == VALUES[file][1]


def test_a_manager_chooses_by_the_control_variable() -> None:
    choice = FileChoice(3, 10.0, wraps=False, chosen=0)
    control, line = MultiplexControl(choice), Multiplexed(VALUES, choice)
    tries = [control.try_set(b"", value.tag, value.contents, 0.0).status for value in (
        Value.integer(2), Value.integer(3), Value.integer(-1), Value.octet_string("2"),
    )]  # fmt: skip
    assert tries == [ErrorStatus.NO_ERROR, ErrorStatus.WRONG_VALUE, ErrorStatus.WRONG_VALUE, ErrorStatus.WRONG_TYPE]
    assert line.contents_at(1000.0) == VALUES[0][1]
    assert control.with_value(Value.integer(2).contents).contents_at(0.0) == Value.integer(2).contents
    assert line.contents_at(0.0) == VALUES[2][1]


@pytest.mark.parametrize("options", [b"", b"period=10", b"dir=x,period=0", b"dir=x,period=z", b"dir=x,control=y"])
def test_a_line_that_cannot_be_meant_is_refused(options: bytes) -> None:
    with pytest.raises(Unreadable):
        read_subtree_line(b"1.3.6.1.2.1.2|:multiplex|" + options, 1, [])


def test_options_that_mean_something_else_or_nothing_are_said() -> None:
    findings: list[tuple[object, str]] = []
    line = read_subtree_line(b"1.3.6.1.2.1.2|:multiplex|dir=x,wrap=0,speed=9", 1, findings)  # type: ignore[arg-type]  # only read here
    assert (line.folder, line.wraps, line.period_s) == ("x", True, 60.0)
    assert len(findings) == 2
