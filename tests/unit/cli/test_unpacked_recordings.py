"""Archives of recordings are folders for as long as a command runs."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from trishul.cli.recordings_to_serve import choose_recordings
from trishul.cli.unpacked_recordings import unpacked
from trishul.errors import InvalidInput, RecordingError

LINE = "1.3.6.1.2.1.1.5.0|4|here\n"


def packed(path: Path, **members: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return path


def test_recordings_of_an_archive_answer_to_their_names_and_paths(tmp_path: Path) -> None:
    plain = tmp_path / "alone.snmprec"
    plain.write_text(LINE)
    members = {"core/sw1.snmprec": LINE, "core/oids.json": "{}", "sw2.txt": ".1.3.6.1.2.1.1.5.0 = STRING: b"}
    archive = packed(tmp_path / "lab.zip", **members)
    told: list[str] = []
    with unpacked([archive, plain], told.append) as places:
        chosen, ignored = choose_recordings(places)
        assert [one.communities for one in chosen] == [("sw1", "core/sw1"), ("sw2",), ("alone",)]
        assert all(one.path.is_file() for one in chosen)
    assert (places[1], ignored) == (plain, [])
    assert told == ["lab.zip/core/oids.json: left out: it has no name of a recording"]
    assert not places[0].exists()


def test_where_there_is_no_archive_paths_are_what_they_were(tmp_path: Path) -> None:
    with unpacked([tmp_path, tmp_path / "not there"], print) as places:
        assert places == [tmp_path, tmp_path / "not there"]


def test_an_archive_without_a_recording_is_told(tmp_path: Path) -> None:
    archive = packed(tmp_path / "empty.zip", **{"notes.json": "{}"})
    with pytest.raises(InvalidInput, match="There is no recording in"), unpacked([archive], lambda _: None):
        pass


def test_an_archive_that_points_elsewhere_is_refused(tmp_path: Path) -> None:
    archive = packed(tmp_path / "evil.zip", **{"../../out.snmprec": LINE})
    with pytest.raises(RecordingError, match="evil"), unpacked([archive], lambda _: None):
        pass
