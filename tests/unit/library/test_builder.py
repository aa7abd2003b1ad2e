"""The builder's frame: one line in, progress and one outcome or error out, the end of stdin is the end."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from tests.contract.mib_texts import mib
from trishul.library.builder import serve
from trishul.library.building import Progress
from trishul.library.library import Library
from trishul.library.sources import LibraryPlaces


def asked(job: str, folder: Path, **more: Any) -> tuple[int, list[dict[str, Any]]]:
    said: list[dict[str, Any]] = []
    request = {"job": job, "data_dir": str(folder), "standard_archive": str(folder / "none.zip"), **more}
    status = serve(json.dumps(request).encode(), said.append)
    return status, said


def test_a_build_says_how_it_goes_and_what_it_did(tmp_path: Path) -> None:
    (tmp_path / "mibs").mkdir()
    (tmp_path / "mibs" / "ACME-MIB").write_bytes(mib("ACME-MIB"))
    status, said = asked("build", tmp_path)
    assert status == 0
    assert said[-1]["outcome"].sources == 1
    assert all(set(line["progress"]) == {"phase", "done", "total", "module"} for line in said[:-1])
    with_library = Library.open(LibraryPlaces(tmp_path).index)
    assert with_library.find_by_name("acmeValue")
    with_library.close()


def test_a_check_compiles_and_writes_nothing(tmp_path: Path) -> None:
    place = tmp_path / "staged"
    place.write_bytes(mib("ACME-MIB", imports="absent FROM NOWHERE-MIB"))
    status, said = asked("check", tmp_path, files=[{"name": "acme.my", "path": str(place)}])
    (file,) = said[-1]["outcome"]["files"]
    assert (status, file["name"]) == (0, "acme.my")
    (module,) = file["modules"]
    assert (module["name"], module["objects"], module["traps"]) == ("ACME-MIB", 1, 1)
    assert "NOWHERE-MIB" in module["missing"]
    assert file["errors"] == sum(each["severity"] == "error" for each in file["findings"])
    assert not (tmp_path / "library").exists()


def test_what_cannot_be_done_is_one_error(tmp_path: Path) -> None:
    said: list[dict[str, Any]] = []
    assert serve(b"nonsense", said.append) == 1
    status, also_said = asked("sing", tmp_path)
    assert status == 1
    for line in (said[-1], also_said[-1]):
        assert set(line["error"]) == {"code", "message"}


def test_progress_is_not_said_more_often_than_anybody_looks(tmp_path: Path) -> None:
    from trishul.library.builder import _Reporter

    said: list[dict[str, Any]] = []
    report = _Reporter(said.append)
    for done in range(1000):
        report(Progress("parse", done, 1000, "X"))
    report(Progress("parse", 1000, 1000, "X"))
    report(Progress("resolve", 0, 5, "X"))
    assert 3 <= len(said) < 100
    assert said[-2]["progress"]["done"] == 1000


def test_the_process_ends_when_nobody_waits_any_more(tmp_path: Path) -> None:
    (tmp_path / "mibs").mkdir()
    for number in range(300):
        (tmp_path / "mibs" / f"M{number}-MIB").write_bytes(mib(f"M{number}-MIB", number + 1, traps=50))
    process = subprocess.Popen(
        [sys.executable, "-m", "trishul.library.builder"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(json.dumps({"job": "build", "data_dir": str(tmp_path)}).encode() + b"\n")
    process.stdin.flush()
    process.stdout.readline()
    ended_at = time.monotonic()
    process.stdin.close()
    assert process.wait(10) == 1
    assert time.monotonic() - ended_at < 5
    process.stdout.close()
    assert not LibraryPlaces(tmp_path).index.exists()
