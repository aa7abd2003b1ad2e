"""What two readings of one device teach: lines of a recording whose counters go on as they did between the readings.

A counter that grew keeps its rate from the second reading on, time that ticked ticks, a gauge that changed swings
between what was read; everything else stays as it was read last. The lines are those of snmpsim's variation module
`numeric`, so that other simulators move as well. Owns what is learned, not how a device is read (`snmp.recorder`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import pi
from typing import NamedTuple

from trishul.datatypes.contents import decode_unsigned
from trishul.datatypes.oid import oid_sort_key, oid_text
from trishul.datatypes.values import ValueType
from trishul.datatypes.varbind import VarBind
from trishul.errors import DecodeError
from trishul.simulation.recordings.snmprec import write_snmprec

MIN_SPAN_S = 0.05
"""Between readings closer than this nothing is learned: the network's delays would be larger than the time."""
TICKS_A_SECOND = 100
_TICKING = (0.5 * TICKS_A_SECOND, 2.0 * TICKS_A_SECOND)
"""Time that moves at another rate is no clock, but the time of something that happened meanwhile."""
_HALF_OF_32_BITS = 1 << 31
"""A Counter32 that seems to have grown by more was set back rather than wrapped."""


class Sample(NamedTuple):
    """A value and when it was read, in seconds of any clock."""

    tag: int
    contents: bytes
    at_s: float


@dataclass(slots=True)
class LearnedRecording:
    """Lines of a .snmprec file in lexicographic order, and what is special about them."""

    lines: list[bytes] = field(default_factory=list, repr=False)
    moving: int = 0
    """Lines whose value moves."""
    left_out: int = 0
    """Instances whose name or value is none that SNMP has."""


def learn(first: Mapping[bytes, Sample], second: Mapping[bytes, Sample]) -> LearnedRecording:
    """The recording of a device by what was read first and, where that was done, once more later.

    Names are contents octets. An instance that is in one reading only is taken from it.
    """
    learned = LearnedRecording()
    for name in _in_order({**first, **second}, learned):
        earlier, latest = first.get(name), second.get(name)
        line = b""
        if earlier is not None and latest is not None:
            line = _moving_line(name, earlier, latest)
        if line:
            learned.moving += 1
        else:
            line = _constant_line(name, latest or first[name])
        if line:
            learned.lines.append(line)
        else:
            learned.left_out += 1
    return learned


def _in_order(samples: Mapping[bytes, Sample], learned: LearnedRecording) -> list[bytes]:
    keyed = []
    for name in samples:
        try:
            keyed.append((oid_sort_key(name), name))
        except DecodeError:
            learned.left_out += 1
    return [name for _, name in sorted(keyed)]


def _constant_line(name: bytes, sample: Sample) -> bytes:
    """The line of a value as it is; empty where it is none."""
    tag = ValueType.GAUGE32 if sample.tag == ValueType.UINTEGER32 else sample.tag
    try:
        return b"".join(write_snmprec((VarBind(name, tag, sample.contents),)))
    except DecodeError:
        return b""


def _moving_line(name: bytes, earlier: Sample, latest: Sample) -> bytes:
    """The line of a value that moves from the second reading on; empty where it stands still."""
    span_s = latest.at_s - earlier.at_s
    if earlier.tag != latest.tag or earlier.contents == latest.contents or span_s < MIN_SPAN_S:
        return b""
    learn_options = _OPTIONS.get(latest.tag)
    if learn_options is None:
        return b""
    try:
        options = learn_options(decode_unsigned(earlier.contents), decode_unsigned(latest.contents), span_s)
    except DecodeError:
        return b""
    return f"{oid_text(name)}|{latest.tag}:numeric|{options}\n".encode() if options else b""


def _counter32(before: int, after: int, span_s: float) -> str:
    grown = (after - before) % (1 << 32)
    return _growing(after, grown / span_s) if grown < _HALF_OF_32_BITS else ""


def _counter64(before: int, after: int, span_s: float) -> str:
    return _growing(after, (after - before) / span_s) if after > before else ""


def _time_ticks(before: int, after: int, span_s: float) -> str:
    rate = ((after - before) % (1 << 32)) / span_s
    return _growing(after, TICKS_A_SECOND) if _TICKING[0] <= rate <= _TICKING[1] else ""


def _growing(initial: int, rate: float) -> str:
    return f"initial={initial},rate={rate:.6g},wrap=1"


def _gauge(before: int, after: int, span_s: float) -> str:
    """A swing that is at what was read last when it starts, and at what was read first a span later."""
    least, most = sorted((before, after))
    turn, middle = pi / span_s, (before + after) / 2
    return (
        f"min={least},max={most},initial={middle:.12g},rate={turn:.6g},function=cos,scale={(after - before) / 2:.12g}"
    )


_OPTIONS = {
    ValueType.COUNTER32.value: _counter32,
    ValueType.COUNTER64.value: _counter64,
    ValueType.TIME_TICKS.value: _time_ticks,
    ValueType.GAUGE32.value: _gauge,
}
"""By the type of the value; an INTEGER that changed is rather a state than a measure."""
