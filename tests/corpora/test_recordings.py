"""Recordings of real devices: none stops the reader, and every line is a record, a named loss, or nothing at all.

131 devices of LibreNMS lie beside the checkout (dirty ones on purpose), 116 come with the package `snmpsim-data`. What
is expected of a line is worked out here from its text, apart from the readers.
"""

from __future__ import annotations

import bz2
import re
import tarfile
from collections.abc import Iterator
from importlib.util import find_spec
from itertools import islice
from pathlib import Path

import pytest

from trishul.datatypes import Oid
from trishul.datatypes.netsnmp_text import netsnmp_line
from trishul.simulation.device import Device
from trishul.simulation.recordings import FindingCode, Recording
from trishul.simulation.recordings.files import find_recordings, read_recording
from trishul.simulation.recordings.snmprec import read_snmprec, write_snmprec
from trishul.simulation.recordings.snmpwalk_text import read_snmpwalk_text

LONGEST = 5_000
"""Lines that are read of each file of snmpsim-data; beyond them it repeats itself, in some for millions of lines."""
CISCO = ["router/cisco-unmarked-0", "switch/cisco-c3560", "switch/cisco-c3750", "switch/cisco-n5000"]


@pytest.fixture(scope="session")
def librenms(shared_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    archive = shared_dir / "recordings/librenms.tar.xz"
    if not archive.is_file():
        pytest.skip("the recordings are missing: ../shared/recordings/librenms.tar.xz is not there")
    folder = tmp_path_factory.mktemp("recordings")
    with tarfile.open(archive) as tar:
        tar.extractall(folder, filter="data")
    return folder / "librenms"


@pytest.fixture(scope="session")
def snmpsim_data() -> Path:
    found = find_spec("snmpsim_data")
    if found is None or not found.submodule_search_locations:
        pytest.skip("snmpsim-data is missing: pip install --no-deps snmpsim-data")
    return Path(next(iter(found.submodule_search_locations))) / "data"


@pytest.fixture(scope="session")
def recordings(librenms: Path) -> dict[Path, Recording]:
    """What is in each file of LibreNMS."""
    return {path: read_recording(path) for path in sorted(librenms.iterdir())}


def beginning(path: Path, folder: Path) -> Path:
    """A file with the first lines of another, where that has more."""
    with bz2.open(path) if path.suffix == ".bz2" else path.open("rb") as file:
        lines = list(islice(file, LONGEST + 1))
    if len(lines) <= LONGEST:
        return path
    begun = folder / path.name.removesuffix(".bz2")
    begun.write_bytes(b"".join(lines[:LONGEST]))
    return begun


class Numbers(dict[bytes, tuple[int, ...]]):
    """All numbers in a text; thousands of names begin alike."""

    def __missing__(self, text: bytes) -> tuple[int, ...]:
        found = self[text] = tuple(map(int, re.findall(rb"[0-9]+", text)))
        return found

    def in_name(self, line: bytes) -> tuple[int, ...]:
        """The arcs that a line begins with."""
        parent, _, last = line.partition(b"|")[0].rpartition(b".")
        return self[parent] + self[last]


class Arcs(dict[bytes, tuple[int, ...]]):
    """Arcs of contents octets."""

    def __missing__(self, contents: bytes) -> tuple[int, ...]:
        found = self[contents] = tuple(Oid.from_contents(contents))
        return found

    def of(self, contents: bytes) -> tuple[int, ...]:
        """Decoded as a whole, unless all but the last octet, an arc of its own, is known already."""
        if len(contents) < 3 or (contents[-1] | contents[-2]) & 128:
            return tuple(Oid.from_contents(contents))
        return (*self[contents[:-1]], contents[-1])


def lines_of(path: Path) -> list[bytes]:
    contents = bz2.decompress(path.read_bytes()) if path.suffix == ".bz2" else path.read_bytes()
    lines = contents.split(b"\n")
    return lines if lines[-1] else lines[:-1]


def check_lines(path: Path, recording: Recording) -> None:
    """Every line is accounted for, and the records are those whose lines were not named as lost."""
    lines = lines_of(path)
    empty = {number for number, line in enumerate(lines, 1) if not line.strip() or line.lstrip().startswith(b"#")}
    lost = [warning.line for warning in recording.warnings if warning.excluded]
    assert len(set(lost)) == len(lost) == recording.excluded_lines
    assert len(recording) + len(lost) + len(empty) == len(lines) == recording.lines
    assert not set(lost) & empty
    assert all(0 <= warning.line <= len(lines) and warning.message for warning in recording.warnings)
    kept = [line for number, line in enumerate(lines, 1) if number not in empty | set(lost)]
    numbers, arcs = Numbers(), Arcs()
    expected = sorted(map(numbers.in_name, kept))
    assert [arcs.of(varbind.name) for varbind in recording] == expected


def served(recording: Recording) -> Iterator[bytes]:
    """What a walk of the device gives, from the beginning to the end."""
    device = Device.from_recording(recording)
    position = device.position_after(b"\x00")
    while position < len(device):
        yield device.varbind_at(position, 0.0)
        position = device.positions[device.names[position]] + 1


def test_all_recordings_of_librenms_are_read_line_for_line(librenms: Path, recordings: dict[Path, Recording]) -> None:
    folder = find_recordings(librenms)
    assert len(folder.files) == 131
    assert folder.ignored == ()
    for file in folder.files:
        recording = recordings[file.path]
        check_lines(file.path, recording)
        assert list(served(recording)) == recording.varbinds, file.community


def test_the_dirt_of_librenms_is_named(recordings: dict[Path, Recording]) -> None:
    """`shared/spec/recordings.md` counts it."""
    named = {path.stem: {w.code for w in recording.warnings} for path, recording in recordings.items()}
    assert FindingCode.LEADING_ZERO_ARC in named["arista_eos_7280r"]
    assert FindingCode.OUT_OF_ORDER in named["timos_7750"]
    assert FindingCode.DUPLICATE_OID in named["zxa10_c320"]
    assert FindingCode.LEADING_DOT in named["raritan-emx"]
    assert FindingCode.CRLF_LINE_ENDS in named["wut_57614"]
    assert named["iosxe_c9800@52"] == {FindingCode.EMPTY_RECORDING}


def test_all_recordings_of_librenms_survive_being_written_and_being_printed(recordings: dict[Path, Recording]) -> None:
    for path, recording in recordings.items():
        assert list(read_snmprec(write_snmprec(recording))) == list(recording), path.name
        printed = "".join(netsnmp_line(varbind) + "\n" for varbind in recording).encode()
        walked = read_snmpwalk_text(line + b"\n" for line in printed.split(b"\n")[:-1])
        assert list(walked) == list(recording), path.name


def test_recordings_of_snmpsim_data_are_read_line_for_line(snmpsim_data: Path, tmp_path: Path) -> None:
    folder = find_recordings(snmpsim_data)
    assert len(folder.files) >= 110
    for file in folder.files:
        path = beginning(file.path, tmp_path)
        check_lines(path, read_recording(path))


@pytest.mark.parametrize("name", CISCO)
def test_a_cisco_recording_loses_nothing_but_repetitions(snmpsim_data: Path, name: str) -> None:
    recording = read_recording(snmpsim_data / f"network/{name}.snmprec.bz2")
    assert {warning.code for warning in recording.warnings} <= {FindingCode.DUPLICATE_OID}
    assert len(recording) > 10_000
    assert recording.skipped_lines <= 1
    assert list(served(recording)) == recording.varbinds
