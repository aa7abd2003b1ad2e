"""The older suite's data directory is read piece by piece; a bad one is named and costs only itself."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from trishul.errors import InvalidInput
from trishul.services.old_suite.old_suite import MAX_LINE_BYTES, OldSuite, peer_of

GOOD = {
    "timestamp": 1767225600.5,
    "time_str": "2026-01-01 00:00:00",
    "source": "192.0.2.7:50123",
    "varbinds": [{"oid": "1.3.6.1.6.3.1.1.4.1.0", "name": "x", "value": "1.3.6.1.6.3.1.1.5.3", "resolved": True}],
    "trap_type": "linkDown",
    "community": "not to be read",
}


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    (tmp_path / "configs").mkdir()
    (tmp_path / "mibs").mkdir()
    return tmp_path


def test_a_directory_of_something_else_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="no such data directory"):
        OldSuite(tmp_path)


def test_documents_are_read_as_they_are(directory: Path) -> None:
    (directory / "configs/custom_data.json").write_text('{"IF-MIB::ifDescr.1": "eth0"}')
    (directory / "configs/app_settings.json").write_text('{"session_timeout": 600}')
    old = OldSuite(directory)
    assert old.overrides() == {"IF-MIB::ifDescr.1": "eth0"}
    assert old.settings() == {"session_timeout": 600}
    assert old.findings == []


@pytest.mark.parametrize("octets", [b"[1, 2]", b"{", b"\xff\xfe", b'"text"', b""])
def test_a_document_that_is_none_is_named_and_empty(directory: Path, octets: bytes) -> None:
    (directory / "configs/custom_data.json").write_bytes(octets)
    old = OldSuite(directory)
    assert old.overrides() == {}
    assert [finding.place for finding in old.findings] == ["custom_data.json"]


def test_lines_that_are_no_records_are_named_by_their_number(directory: Path) -> None:
    bad = [b"{", b"\xff\xfe", b'{"timestamp": 1}', b"[]", b'"' + b"x" * MAX_LINE_BYTES + b'"']
    odd_times = [json.dumps(GOOD | {"timestamp": time}).encode() for time in (-1, 1e300)]
    good = json.dumps(GOOD).encode()
    (directory / "traps.jsonl").write_bytes(b"\n".join([good, *bad, b"", *odd_times, good]))
    old = OldSuite(directory)
    assert [(place, trap.source) for place, trap in old.traps()] == [
        ("traps.jsonl, line 1", "192.0.2.7:50123"),
        ("traps.jsonl, line 10", "192.0.2.7:50123"),
    ]
    assert [finding.place for finding in old.findings] == [f"traps.jsonl, line {n}" for n in (2, 3, 4, 5, 6, 8, 9)]


def test_only_plain_files_are_taken_for_mibs(directory: Path) -> None:
    mibs = directory / "mibs"
    for name in ("A-MIB.txt", "B-MIB", "c.my", "notes.pdf"):
        (mibs / name).write_text("x")
    (mibs / "link.mib").symlink_to("/etc/passwd")
    (mibs / "folder").mkdir()
    old = OldSuite(directory)
    assert [path.name for path in old.mib_files()] == ["A-MIB.txt", "B-MIB", "c.my"]
    assert {finding.place for finding in old.findings} == {"mibs/folder", "mibs/link.mib", "mibs/notes.pdf"}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("192.0.2.7:162", "192.0.2.7:162"),
        ("2001:db8::1:162", "[2001:db8::1]:162"),
        ("[2001:db8::1]:162", "[2001:db8::1]:162"),
    ],
)
def test_sources_are_written_as_here(written: str, meant: str) -> None:
    assert peer_of(written) == meant


@pytest.mark.parametrize(
    "written", ["", "192.0.2.7", "192.0.2.7:", "host:162", "192.0.2.7:65536", "192.0.2.7:-1", "::"]
)
def test_a_source_that_is_none_is_refused(written: str) -> None:
    with pytest.raises(InvalidInput, match="no address with a port"):
        peer_of(written)
