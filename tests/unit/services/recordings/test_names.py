"""Names of recordings: paths below the folder that no system misunderstands, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from trishul.errors import InvalidInput
from trishul.services.recordings.names import recording_place


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("sw1", "sw1.snmprec"),
        ("core/sw1", "core/sw1.snmprec"),
        ("sw1.snmprec", "sw1.snmprec"),
        ("Büro 2", "Büro 2.snmprec"),
        ("10.0.0.1", "10.0.0.1.snmprec"),
    ],
)
def test_a_name_is_a_place_in_the_folder(tmp_path: Path, name: str, place: str) -> None:
    assert recording_place(name, tmp_path) == tmp_path / place


@pytest.mark.parametrize(
    "name",
    [
        "",
        "..",
        "../x",
        "/etc/x",
        "a//b",
        "a/",
        ".hidden",
        "a/.b",
        "a\\b",
        "a\0b",
        "a:b",
        "x" * 201,
        "a/" * 9 + "b",
        "a. ",
    ],
)
def test_what_leads_elsewhere_or_cannot_be_a_file_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        recording_place(name, tmp_path)
    assert refused.value.field == "name"


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "recordings").mkdir()
    (tmp_path / "recordings" / "out").symlink_to(tmp_path)
    with pytest.raises(InvalidInput):
        recording_place("out/x", tmp_path / "recordings")
