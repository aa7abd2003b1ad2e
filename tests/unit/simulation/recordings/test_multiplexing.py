"""A subtree that comes from a folder of recordings: its rows, what some file has not, folders that lie elsewhere."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from trishul.datatypes import Oid, Value
from trishul.protocol.ber import encode_varbind
from trishul.simulation.device import Device
from trishul.simulation.recordings import FindingCode
from trishul.simulation.recordings.files import read_recording
from trishul.simulation.variations.variation import Origin

COLUMN = "1.3.6.1.2.1.2.2.1.10"
NAME = "1.3.6.1.2.1.1.5.0|4|switch\n"


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    folder = tmp_path / "snapshots"
    folder.mkdir()
    for number, count in (("00000", 5), ("00001", 50), ("10", 500)):
        extra = f"{COLUMN}.2|65|7\n" if count == 50 else ""
        (folder / f"{number}.snmprec").write_text(f"{NAME}{COLUMN}.1|65|{count}\n{extra}")
    (folder / "readme.snmprec").write_text("not a number\n")
    path = tmp_path / "sw1.snmprec"
    path.write_text(f"1.3.6.1.2.1.2|:multiplex|dir=snapshots,period=10\n{NAME}1.3.6.1.4.1.9.1|2|3\n")
    return path


def test_rows_of_the_files_stand_among_those_of_the_recording(recording: Path) -> None:
    found = read_recording(recording)
    assert [str(varbind.oid) for varbind in found] == [
        "1.3.6.1.2.1.1.5.0",
        f"{COLUMN}.1",
        f"{COLUMN}.2",
        "1.3.6.1.4.1.9.1",
    ]
    assert len(found.variations) == 2
    assert [(warning.code, warning.line) for warning in found.warnings] == [(FindingCode.VARIATION_DIFFERS, 1)] * 2
    device = Device.from_recording(found)
    device.start(Origin(started_at=1.0))
    values = [device.find_value(Oid(f"{COLUMN}.1").contents, 1.0 + passed) for passed in (0, 10, 20, 99)]
    assert values == [Value.counter32(count) for count in (5, 50, 500, 500)]


@pytest.mark.parametrize("folder", ["none", "../elsewhere", "/etc", "\0", "."])
def test_a_folder_that_is_not_there_or_lies_elsewhere_costs_the_line_only(recording: Path, folder: str) -> None:
    (recording.parent.parent / "elsewhere").mkdir(exist_ok=True)
    recording.write_text(f"1.3.6.1.2.1.2|:multiplex|dir={folder}\n{NAME}")
    found = read_recording(recording)
    assert len(found) == 1
    assert [warning.code for warning in found.warnings] == [FindingCode.VARIATION_EXCLUDED]
    assert len(found) + found.excluded_lines + found.skipped_lines == found.lines


def test_a_control_variable_is_served_beside_the_subtree(recording: Path) -> None:
    recording.write_text("1.3.6.1.2.1.2|:multiplex|dir=snapshots,control=1.3.6.1.4.1.9.5.0\n")
    device = Device.from_recording(read_recording(recording))
    assert device.find_value(Oid("1.3.6.1.4.1.9.5.0").contents, 500.0) == Value.integer(0)
    assert device.find_value(Oid(f"{COLUMN}.1").contents, 500.0) == Value.counter32(5)


def test_a_choice_is_one_for_all_instances_also_in_the_process_that_answers(recording: Path) -> None:
    recording.write_text("1.3.6.1.2.1.2|:multiplex|dir=snapshots,control=1.3.6.1.4.1.9.5.0\n")
    found = pickle.loads(pickle.dumps(read_recording(recording)))
    device = Device.from_recording(found)
    device.start(Origin(started_at=1.0))
    name, value = Oid("1.3.6.1.4.1.9.5.0").contents, Value.integer(2)
    device.hold({name: encode_varbind(name, value.tag, value.contents)})
    assert device.find_value(Oid(f"{COLUMN}.1").contents, 5.0) == Value.counter32(500)
