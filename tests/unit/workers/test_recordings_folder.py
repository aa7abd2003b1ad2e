"""The folder of recordings: every good file is a device, every bad one a sentence."""

from __future__ import annotations

from pathlib import Path

from trishul.workers.recordings_folder import MAX_WARNINGS_A_FILE, load_recordings


def test_files_are_devices_under_their_names(tmp_path: Path) -> None:
    (tmp_path / "router.snmprec").write_text("1.3.6.1.2.1.1.5.0|4|edge-1\n")
    (tmp_path / "core").mkdir()
    (tmp_path / "core" / "switch.snmpwalk").write_text('.1.3.6.1.2.1.1.5.0 = STRING: "core-1"\n')
    found = {device.community: device for device in load_recordings(tmp_path)}
    assert set(found) == {b"router", b"core/switch"}
    assert found[b"core/switch"].source == "core/switch.snmpwalk"
    assert all(device.device is not None and len(device.device) == 1 for device in found.values())


def test_a_file_that_cannot_be_read_costs_itself_only(tmp_path: Path) -> None:
    (tmp_path / "broken.snmprec.bz2").write_bytes(b"BZh9 no more")
    (tmp_path / "router.snmprec").write_text("1.3.6.1.2.1.1.5.0|4|edge-1\n")
    served = [device for device in load_recordings(tmp_path) if device.device is not None]
    (failed,) = [device for device in load_recordings(tmp_path) if device.device is None]
    assert [device.name for device in served] == ["router"]
    assert failed.warnings[0].startswith("broken.snmprec.bz2: ")


def test_of_two_files_with_one_community_one_is_served_and_the_other_named(tmp_path: Path) -> None:
    for ending in ("snmprec", "snmpwalk"):
        (tmp_path / f"router.{ending}").write_text("1.3.6.1.2.1.1.5.0|4|edge-1\n")
    found = list(load_recordings(tmp_path))
    assert [device.source for device in found if device.device is not None] == ["router.snmprec"]
    assert any("router.snmpwalk" in warning for device in found for warning in device.warnings)


def test_the_reserved_community_is_not_served(tmp_path: Path) -> None:
    (tmp_path / "public.snmprec").write_text("1.3.6.1.2.1.1.5.0|4|edge-1\n")
    (only,) = load_recordings(tmp_path, reserved_community=b"public")
    assert only.device is None
    assert "default device" in only.warnings[0]


def test_findings_of_one_file_are_told_up_to_a_limit_and_then_counted(tmp_path: Path) -> None:
    (tmp_path / "dirty.snmprec").write_text("1.3.6.1.2.1.1.5.0|4|edge-1\n" + "rubbish\n" * 50)
    (only,) = load_recordings(tmp_path)
    assert len(only.warnings) == MAX_WARNINGS_A_FILE + 1
    assert only.warnings[-1] == "dirty.snmprec: 30 more findings"


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    (only,) = load_recordings(tmp_path / "nowhere")
    assert only.device is None
    assert only.warnings
