"""Names of uploaded files: stored as given, or refused with the reason."""

from __future__ import annotations

import pytest

from trishul.services.mibs.refusals import ArchiveRefused, FileNameRefused
from trishul.services.uploads.file_names import LONGEST_NAME, check_file_name, find_fault, member_path, unused_name


@pytest.mark.parametrize(
    "name", ["IF-MIB", "IF-MIB.my", "rfc1213.mib.txt", "ACME V2 (final).mib", "0-MIB", "x_y+z.txt"]
)
def test_ordinary_names_stay_as_they_are(name: str) -> None:
    assert check_file_name(name) == name


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("", "empty"),
        ("../../x.mib", "path"),
        ("/etc/passwd", "path"),
        ("..\\x.mib", "path"),
        ("C:x.mib", "':'"),
        ("x@y.mib", "'@'"),
        ("@mib@", "'@'"),
        ("x\0.mib", "U+0000"),
        ("x\n.mib", "U+000A"),
        ("é.mib", "'é'"),
        ("-rf.mib", "'-'"),
        (".hidden", "dot"),
        ("..", "dot"),
        ("x.mib.", "ends"),
        ("x ", "ends"),
        ("NUL", "reserved"),
        ("com1.mib", "reserved"),
        ("x" * (LONGEST_NAME + 1), "characters"),
    ],
)
def test_other_names_are_refused_with_the_reason(name: str, reason: str) -> None:
    assert reason in str(find_fault(name))
    with pytest.raises(FileNameRefused, match="is no name for a file here"):
        check_file_name(name)


@pytest.mark.parametrize(
    "path",
    [
        "../../x.mib",
        "a/../../x.mib",
        "..",
        "/x.mib",
        "\\x.mib",
        "C:\\x.mib",
        "C:x",
        "a/..\\x",
        "x\0y",
        "a/" * 40,
        "y" * 2000,
    ],
)
def test_an_archive_whose_member_points_elsewhere_is_refused(path: str) -> None:
    with pytest.raises(ArchiveRefused):
        member_path("x.zip", path)


def test_members_are_named_by_their_last_part_and_leftovers_of_packers_are_passed_over() -> None:
    assert member_path("x.zip", "vendor/v2/ACME-MIB.my") == "vendor/v2/ACME-MIB.my"
    assert member_path("x.zip", "./ACME-MIB") == "ACME-MIB"
    assert member_path("x.zip", "a//./b\\ACME-MIB") == "a/b/ACME-MIB"
    assert member_path("x.zip", "__MACOSX/._ACME-MIB") is None
    assert member_path("x.zip", "vendor/.DS_Store") is None


def test_a_taken_name_gets_a_number_before_its_suffix() -> None:
    assert unused_name("X-MIB.my", set()) == "X-MIB.my"
    assert unused_name("X-MIB.my", {"X-MIB.my"}) == "X-MIB-2.my"
    assert unused_name("X-MIB", {"X-MIB", "X-MIB-2"}) == "X-MIB-3"
    assert len(unused_name("x" * LONGEST_NAME, {"x" * LONGEST_NAME})) <= LONGEST_NAME
