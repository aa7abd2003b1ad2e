"""The library of commands: built when it is not there or old, quiet, and clear where it cannot be."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from trishul.cli import mib_library
from trishul.cli.main import run
from trishul.library import building
from trishul.library.sources import LibraryPlaces

A_MIB = "A-MIB DEFINITIONS ::= BEGIN a OBJECT IDENTIFIER ::= { 1 3 6 1 4 1 99998 } END\n"


@pytest.fixture
def place(library_dir: Path, tmp_path: Path) -> LibraryPlaces:
    """A data directory of its own with a library that is up to date."""
    subprocess.run(["cp", "-a", f"{library_dir}/.", str(tmp_path)], check=True)
    return LibraryPlaces(tmp_path)


@pytest.fixture
def _never_builds(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object, **_options: object) -> None:
        raise AssertionError("a build was started")

    monkeypatch.setattr(building, "build_library", refuse)


@pytest.mark.usefixtures("_never_builds")
def test_what_is_up_to_date_is_not_built(place: LibraryPlaces, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["mib", "translate", "--data-dir", str(place.data_dir), "sysDescr"]) == 0
    assert capsys.readouterr() == (".1.3.6.1.2.1.1.1\n", "")


def test_an_uploaded_text_is_known_at_the_next_command(
    place: LibraryPlaces, capsys: pytest.CaptureFixture[str]
) -> None:
    (place.uploads / "a.mib").write_text(A_MIB)
    assert run(["mib", "translate", "--data-dir", str(place.data_dir), "A-MIB::a"]) == 0
    assert capsys.readouterr().out == ".1.3.6.1.4.1.99998\n"


def test_without_an_index_one_is_built_and_said_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mib_library, "NOTED_BUILD_S", 0.0)
    assert run(["mib", "translate", "--data-dir", str(tmp_path / "new"), "sysDescr"]) == 0
    written = capsys.readouterr()
    assert written.out == ".1.3.6.1.2.1.1.1\n"
    assert written.err.startswith("trishul: MIB library built in ")
    assert written.err.count("\n") == 1


Unwritable = Callable[[Path], list[str]]


@pytest.fixture
def as_nobody() -> Unwritable:
    """Words that start a command as a user who may not write; root could write anywhere."""
    if os.geteuid() != 0:
        return lambda folder: folder.chmod(0o555) or []
    return lambda folder: ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]


def asked(place: Path, prefix: list[str]) -> subprocess.CompletedProcess[str]:
    command = [
        *prefix,
        sys.executable,
        "-m",
        "trishul.cli.main",
        "mib",
        "translate",
        "--data-dir",
        str(place),
        "sysDescr",
    ]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60, cwd="/")


@pytest.fixture
def public(place: LibraryPlaces) -> Path:
    """The data directory, readable for everybody."""
    for folder in (place.data_dir, *place.data_dir.parents):
        if folder.owner() == "root" and str(folder).startswith("/tmp/"):
            folder.chmod(folder.stat().st_mode | 0o055)
    return place.data_dir


def test_where_nothing_can_be_written_an_old_library_answers(public: Path, as_nobody: Unwritable) -> None:
    (public / "mibs" / "a.mib").write_text(A_MIB)
    done = asked(public, as_nobody(public))
    assert done.stdout == ".1.3.6.1.2.1.1.1\n"
    assert "older than its texts" in done.stderr


def test_where_nothing_can_be_written_and_nothing_is_there_is_said(public: Path, as_nobody: Unwritable) -> None:
    (public / "library" / "index.sqlite").unlink()
    done = asked(public, as_nobody(public))
    assert done.returncode == 1
    assert done.stderr.startswith(f"trishul: There is no MIB library in {public} yet, and it cannot be built there")
    assert done.stderr.count("\n") == 1
