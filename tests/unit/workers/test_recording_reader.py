"""A recording becomes pieces of a device, with what was repaired in it."""

from __future__ import annotations

from pathlib import Path

from trishul.workers.device_pieces import Complete
from trishul.workers.recording_reader import MAX_FINDINGS, read_device


def test_findings_are_told_up_to_a_limit_and_then_counted(tmp_path: Path) -> None:
    (tmp_path / "dirty.snmprec").write_text("1.3.6.1.2.1.1.5.0|4|edge-1\n" + "rubbish\n" * 50)
    *_, last = read_device(tmp_path / "dirty.snmprec")
    assert isinstance(last, Complete)
    assert len(last.findings) == MAX_FINDINGS + 1
    assert last.findings[-1] == "30 more findings"
