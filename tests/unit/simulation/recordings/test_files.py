"""Recording files: communities from names, formats from content, and bounds on what a file may do."""

from __future__ import annotations

import bz2
from pathlib import Path

import pytest

from trishul.errors import RecordingError
from trishul.simulation.recordings import files
from trishul.simulation.recordings.files import find_recordings, read_recording

SNMPREC = b"1.3.6.1.2.1.1.1.0|4|text\n"
SNMPWALK = b'.1.3.6.1.2.1.1.1.0 = STRING: "text"\n'


def write(folder: Path, name: str, contents: bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(contents)
    return path


def communities(folder: Path) -> list[str]:
    return [file.community for file in find_recordings(folder).files]


@pytest.mark.parametrize(
    "name", ["a b@1.2.snmprec", "a b@1.2.snmprec.bz2", "a b@1.2.snmpwalk", "a b@1.2.walk", "a b@1.2.txt"]
)
def test_the_community_is_the_name_without_its_extension(tmp_path: Path, name: str) -> None:
    path = write(tmp_path, name, SNMPREC)
    assert communities(path) == ["a b@1.2"]
    assert communities(tmp_path) == ["a b@1.2"]


def test_in_a_folder_the_path_below_it_is_part_of_the_community(tmp_path: Path) -> None:
    write(tmp_path, "public.snmprec", SNMPREC)
    write(tmp_path, "public/1.3.6.1.6.1.1.0/127.0.0.1.snmprec", SNMPREC)
    write(tmp_path, "network/switch/core.snmpwalk", SNMPWALK)
    assert communities(tmp_path) == ["network/switch/core", "public", "public/1.3.6.1.6.1.1.0/127.0.0.1"]


def test_a_community_is_asked_for_in_the_octets_of_the_file_name(tmp_path: Path) -> None:
    write(tmp_path, "gerät.snmprec", SNMPREC)
    assert find_recordings(tmp_path).files[0].community_octets == "gerät".encode()


def test_other_files_and_hidden_ones_are_left_aside(tmp_path: Path) -> None:
    for name in ("README.md", "x.dbm", ".hidden.snmprec", ".git/a.snmprec", ".snmprec", "notes"):
        write(tmp_path, name, SNMPREC)
    assert find_recordings(tmp_path) == files.RecordingFolder((), ())


def test_a_text_that_is_no_recording_is_ignored_with_its_reason(tmp_path: Path) -> None:
    write(tmp_path, "README.txt", b"These files are recordings.\n")
    write(tmp_path, "walk.txt", SNMPWALK)
    folder = find_recordings(tmp_path)
    assert [file.community for file in folder.files] == ["walk"]
    assert [(file.path.name, "no recording" in file.reason) for file in folder.ignored] == [("README.txt", True)]


def test_of_two_files_for_one_community_one_is_served_and_the_other_named(tmp_path: Path) -> None:
    for name in ("a.txt", "a.snmpwalk", "a.snmprec.bz2", "a.snmprec"):
        write(tmp_path, name, SNMPREC)
    folder = find_recordings(tmp_path)
    assert [file.path.name for file in folder.files] == ["a.snmprec"]
    assert [file.path.name for file in folder.ignored] == ["a.snmprec.bz2", "a.snmpwalk", "a.txt"]


def test_links_are_aliases_and_may_lead_in_circles_or_nowhere(tmp_path: Path) -> None:
    write(tmp_path, "folder/a.snmprec", SNMPREC)
    (tmp_path / "alias.snmprec").symlink_to("folder/a.snmprec")
    (tmp_path / "other").symlink_to("folder")
    (tmp_path / "folder/loop").symlink_to("..")
    (tmp_path / "gone.snmprec").symlink_to("nowhere")
    assert communities(tmp_path) == ["alias", "folder/a", "other/a"]
    assert [file.path.name for file in find_recordings(tmp_path).ignored] == ["gone.snmprec"]


def test_a_folder_with_too_many_files_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MAX_FILES", 3)
    for number in range(4):
        write(tmp_path, f"{number}.snmprec", SNMPREC)
    with pytest.raises(RecordingError, match="more than 3 files"):
        find_recordings(tmp_path)


def test_a_path_that_leads_nowhere_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "gone", tmp_path / "gone.snmprec"):
        with pytest.raises(RecordingError, match="no such file"):
            find_recordings(path)
        with pytest.raises(RecordingError, match="no such file"):
            read_recording(path)
    with pytest.raises(RecordingError, match="not a file"):
        read_recording(tmp_path)


@pytest.mark.parametrize(
    ("name", "contents"),
    [
        ("a.snmprec", SNMPREC),
        ("a.snmprec.bz2", bz2.compress(SNMPREC)),
        ("a.snmprec", bz2.compress(SNMPREC)),
        ("a.snmpwalk", SNMPWALK),
        ("a.walk", SNMPWALK),
        ("a.txt", SNMPWALK),
        ("a.txt", SNMPREC),
        ("a.snmprec", SNMPWALK),
        ("a.snmpwalk", SNMPREC),
        ("a.snmprec", b"\xef\xbb\xbf" + SNMPREC),
        ("a.txt", SNMPWALK.decode().encode("utf-16")),
        ("a.txt.bz2", bz2.compress(SNMPWALK.decode().encode("utf-16"))),
        ("a", SNMPWALK),
    ],
)
def test_content_decides_what_a_file_is(tmp_path: Path, name: str, contents: bytes) -> None:
    recording = read_recording(write(tmp_path, name, contents))
    assert [(str(varbind.oid), varbind.value.native) for varbind in recording] == [("1.3.6.1.2.1.1.1.0", b"text")]
    assert recording.warnings == ()


@pytest.mark.parametrize("name", ["a.snmprec", "a.snmpwalk", "a.snmprec.bz2"])
@pytest.mark.parametrize("contents", [b"", b"# only a comment\n\n"])
def test_a_file_without_records_is_an_empty_recording(tmp_path: Path, name: str, contents: bytes) -> None:
    packed = bz2.compress(contents) if name.endswith(".bz2") else contents
    assert len(read_recording(write(tmp_path, name, packed))) == 0


@pytest.mark.parametrize(
    ("name", "contents", "reason"),
    [
        ("a.snmprec", b"\x7fELF\0\0\0\x01" * 1000, "binary data"),
        ("a.snmprec", b"<html><body>Not found</body></html>\n", "no line looks like a record"),
        ("a.txt", b"hello = world\n", "no line looks like a record"),
        ("a.snmprec.bz2", SNMPREC, "not packed"),
        ("a.snmprec.bz2", bz2.compress(SNMPREC * 1000)[:-10], "cut short"),
        ("a.snmprec.bz2", b"BZh9garbage", "nvalid data"),
    ],
)
def test_what_is_no_recording_gives_one_clear_error(tmp_path: Path, name: str, contents: bytes, reason: str) -> None:
    path = write(tmp_path, name, contents)
    with pytest.raises(RecordingError, match=reason) as caught:
        read_recording(path)
    assert caught.value.path == str(path)


def test_a_packed_file_of_one_endless_line_is_refused_early(tmp_path: Path) -> None:
    bomb = bz2.compress(b"1.3.6.1|4|" + b"0" * (1 << 24))
    with pytest.raises(RecordingError, match="A line has more than"):
        read_recording(write(tmp_path, "bomb.snmprec.bz2", bomb))


def test_a_packed_file_that_unfolds_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MAX_OCTETS", 1 << 20)
    bomb = bz2.compress(SNMPREC * (1 << 16))
    assert len(bomb) < 2000
    with pytest.raises(RecordingError, match="more than 1,048,576 octets"):
        read_recording(write(tmp_path, "bomb.snmprec.bz2", bomb))


def test_a_file_of_too_many_lines_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MAX_LINES", 1000)
    with pytest.raises(RecordingError, match="more than 1,000 lines"):
        read_recording(write(tmp_path, "long.snmprec", b"\n" * 1001))


def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path, mode: str) -> None:
        raise PermissionError(13, "Permission denied", str(self), mode)

    path = write(tmp_path, "a.snmprec", SNMPREC)
    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(RecordingError, match="Permission denied"):
        read_recording(path)


def test_lines_longer_than_a_chunk_are_read_whole(tmp_path: Path) -> None:
    contents = b"1.3.6.1.1.0|4x|" + b"ab" * 65535 + b"\n" + SNMPREC
    recording = read_recording(write(tmp_path, "a.snmprec", contents * 3))
    assert len(recording) == 2
    assert max(len(varbind.contents) for varbind in recording) == 65535
