"""Recordings under abuse: every line is read or named in a warning, and what is read can be served."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.library.compiled_library import DEVICE_MIB, CompiledLibrary
from trishul.datatypes.oid import oid_sort_key
from trishul.library.names import Names
from trishul.protocol.anomalies import DecodeAnomaly
from trishul.protocol.ber import decode_varbinds
from trishul.simulation.recordings.mending import mend_snmprec
from trishul.simulation.recordings.one_line_records import read_dump, read_sapwalk
from trishul.simulation.recordings.recording import Recording
from trishul.simulation.recordings.snmprec import read_snmprec, write_snmprec
from trishul.simulation.recordings.snmpwalk_text import read_snmpwalk_text

_LINES = 20_000
_SNMPREC = (
    b"1.3.6.1.2.1.1.1.0|4|A switch",
    b"1.3.6.1.2.1.1.1.0|4x|00ff80",
    b"1.3.6.1.2.1.1.2.0|6|1.3.6.1.4.1.9.1.1",
    b"1.3.6.1.2.1.1.3.0|67|1234567",
    b"1.3.6.1.2.1.2.2.1.10.1|65:numeric|rate=100,initial=5",
    b"1.3.6.1.2.1.2.2.1.5.1|66|4294967295",
    b"1.3.6.1.2.1.31.1.1.1.6.1|70|18446744073709551615",
    b"1.3.6.1.2.1.4.20.1.1.10.0.0.1|64|10.0.0.1",
    b"1.3.6.1.2.1.4.20.1.1.10.0.0.1|64x|0a000001",
    b"1.3.6.1.4.1.9.1.0|2|-5",
    b"1.3.6.1.4.1.9.2.0|68x|9f780441a00000",
    b"1.3.6.1.4.1.9.3.0|5|",
    b"1.3.6.1.4.1.9.4.0|4e|a\\x20b",
)
_SNMPWALK = (
    b'.1.3.6.1.2.1.1.1.0 = STRING: "A switch"',
    b".1.3.6.1.2.1.1.2.0 = OID: .1.3.6.1.4.1.9.1.1",
    b".1.3.6.1.2.1.1.3.0 = Timeticks: (1234567) 3:25:45.67",
    b".1.3.6.1.2.1.2.2.1.6.1 = Hex-STRING: 00 1B 54 AA 00 01 ",
    b".1.3.6.1.2.1.2.2.1.7.1 = INTEGER: up(1)",
    b".1.3.6.1.2.1.2.2.1.10.1 = Counter32: 4294967295",
    b".1.3.6.1.2.1.2.2.1.5.1 = Gauge32: 1000000000",
    b".1.3.6.1.2.1.31.1.1.1.6.1 = Counter64: 18446744073709551615",
    b".1.3.6.1.2.1.4.20.1.1.10.0.0.1 = IpAddress: 10.0.0.1",
    b'.1.3.6.1.4.1.9.1.0 = ""',
    b".1.3.6.1.4.1.9.2.0 = Opaque: Float: 3.500000",
    b".1.3.6.1.4.1.9.3.0 = NULL",
    b".1.3.6.1.4.1.9.4.0 = No Such Object available on this agent at this OID",
    b'iso.3.6.1.2.1.1.5.0 = STRING: "two',
    b'lines"',
)
_NAMED = (
    b'DEVICE-MIB::portName.7 = STRING: "a \\"b\\""',
    b"DEVICE-MIB::deviceState.0 = INTEGER: up(1)",
    b'DEVICE-MIB::userRight."abc".read = INTEGER: 5',
    b"DEVICE-MIB::userRight[STRING: abc][read] = 5",
    b"portSpeed.7 = Gauge32: 5 bits",
    b'portName.8 = "00 1B FF "',
    b"deviceState.0 = Wrong Type (should be INTEGER): STRING: up",
    b".1.3.6.1.4.1.99999.2.1.2.9 = bare text",
    b".iso.org.dod.internet.private.enterprises.device.portTable.portEntry.portName.7 = OID: enterprises.device",
)
_OTHERS = (
    b"1.3.6.1.2.1.1.5.0 , OctetString , 0x000e35d33d53",
    b"1.3.6.1.2.1.1.3.0 , TimeTicks , 55",
    b"1.3.6.1.2.1.1.1.0, OctetString, RO, fixed(a (text))",
    b'1.3.6.1.2.1.1.1.0|6|"a text"',
    b"1.3.6.1.2.1.1.1.0|6|hex: 0a.0b",
    b"1.3.6.1.2.1.2.2.1.10.1|0|7",
    b"1.3.6.1.2.1.1.2.0|5|1.3.6.1",
)
_PIECES = (
    b"|",
    b":",
    b"x",
    b"\\",
    b"\0",
    b"\r",
    b"\xff\xfe",
    b"-",
    b".",
    b"..",
    b"4294967296",
    b"9" * 400,
    b" ",
    b"\t",
    b",",
    b"=",
)


def _spoil(rng: random.Random, line: bytes) -> bytes:
    for _ in range(rng.choice((0, 1, 1, 1, 2, 5))):
        at = rng.randrange(len(line) + 1)
        piece = rng.choice((rng.choice(_PIECES), rng.randbytes(1), b""))
        line = line[:at] + piece + line[at + rng.randrange(4) :]
    return line


def _lines(samples: tuple[bytes, ...], count: int, seed: int) -> Iterator[bytes]:
    rng = random.Random(seed)
    return (_spoil(rng, rng.choice(samples)) + rng.choice((b"\n", b"\n", b"\r\n", b"")) for _ in range(count))


def _check(recording: Recording) -> None:
    names: list[bytes] = []
    anomalies: list[DecodeAnomaly] = []
    for encoded in recording.varbinds:
        ((name, _, _),) = decode_varbinds(encoded, 0, len(encoded), anomalies)
        assert not anomalies, f"{anomalies} in {encoded.hex()}"
        names.append(oid_sort_key(name))
    assert names == sorted(set(names)), "names are not in order or occur twice"


def _read(read: Callable[[Iterable[bytes]], Recording], lines: Iterable[bytes]) -> Recording:
    recording = read(lines)
    _check(recording)
    assert len(recording) + recording.excluded_lines + recording.skipped_lines == recording.lines
    again = read_snmprec(write_snmprec(recording))
    assert again.varbinds == recording.varbinds, "what was read is changed by writing and reading it"
    return recording


@pytest.mark.parametrize("seed", range(4))
def test_spoiled_snmprec_lines_are_read_or_named(seed: int) -> None:
    recording = _read(read_snmprec, _lines(_SNMPREC, _LINES, seed))
    assert len(recording) > 100
    assert recording.warnings
    assert len(recording.warnings) <= 2 * _LINES


@pytest.mark.parametrize("seed", range(4))
def test_spoiled_snmpwalk_output_is_read_or_named(seed: int) -> None:
    recording = _read(read_snmpwalk_text, _lines(_SNMPWALK, _LINES, seed))
    assert len(recording) > 100
    assert recording.warnings


@pytest.mark.parametrize("is_quick", [False, True])
def test_spoiled_names_are_read_or_named(*, is_quick: bool) -> None:
    names = Names(CompiledLibrary.of(DEVICE_MIB).as_library())
    samples = tuple(line.replace(b" = ", b" ", 1) for line in _NAMED) if is_quick else _NAMED
    recording = _read(lambda lines: read_snmpwalk_text(lines, names), _lines(samples, _LINES // 4, 7))
    assert len(recording) > 3
    assert recording.warnings


@pytest.mark.parametrize("read", [read_sapwalk, read_dump])
def test_spoiled_lines_of_other_formats_are_read_or_named(read: Callable[[Iterable[bytes]], Recording]) -> None:
    recording = _read(read, _lines(_OTHERS, _LINES // 4, 11))
    assert len(recording) > 3
    assert recording.warnings


def test_spoiled_recordings_are_mended_without_serving_anything_else() -> None:
    lines = list(_lines(_SNMPREC, _LINES // 4, 13))
    before, after = read_snmprec(lines), read_snmprec(mend_snmprec(lines).lines)
    assert (after.names, after.varbinds) == (before.names, before.varbinds)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.lists(st.binary(max_size=80), max_size=5))
def test_arbitrary_lines_are_survived(lines: list[bytes]) -> None:
    _read(read_snmprec, lines)
    _read(read_snmpwalk_text, lines)


def test_one_endless_line_is_survived() -> None:
    _read(
        read_snmprec,
        [b"1.3.6.1.4.1.9.1.0|4|" + b"x" * 5_000_000, b"1." * 1_000_000 + b"|4|x", b"1.3|2|" + b"9" * 1_000_000],
    )
