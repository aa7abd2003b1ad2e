"""The builder's child: what it says is passed on, however it ends is one error, and nothing of it stays."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from pathlib import Path

import pytest

from tests.standard_library import give_library
from trishul.services.mibs.builder import BuildProgress, LibraryBuilder
from trishul.services.mibs.refusals import LibraryBuildFailed


def builder(tmp_path: Path, script: str, *, silence_limit_s: float = 10.0) -> LibraryBuilder:
    command = (sys.executable, "-S", "-E", "-c", f"import sys, time, os\nasked = sys.stdin.readline()\n{script}")
    return LibraryBuilder(tmp_path, command, silence_limit_s=silence_limit_s)


def ignore(_: BuildProgress) -> None:
    return


async def test_progress_and_outcome_are_passed_on(tmp_path: Path) -> None:
    script = """
print('{"progress": {"phase": "parse", "done": 1, "total": 2, "module": "A-MIB"}}', flush=True)
print('{"outcome": {"generation": 7, "sources": 2, "failed": ["x"], "news": 1}}', flush=True)
"""
    heard: list[BuildProgress] = []
    report = await builder(tmp_path, script).build(heard.append)
    assert (report.generation, report.failed) == (7, ["x"])
    assert heard == [BuildProgress("parse", 1, 2, "A-MIB")]


async def test_the_request_says_what_and_where(tmp_path: Path) -> None:
    script = """
import json
asked = json.loads(asked)
print(json.dumps({"outcome": {"files": [{"name": json.dumps([asked["job"], asked["data_dir"], asked["files"]])}]}}))
"""
    report = await builder(tmp_path, script).check([("A-MIB", Path("/x/1"))], ignore)
    assert report.files[0].name == f'["check", "{tmp_path}", [{{"name": "A-MIB", "path": "/x/1"}}]]'


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ('print(\'{"error": {"code": "x", "message": "No space left"}}\')', "No space left"),
        ("print('nonsense')", "something unknown"),
        ('print(\'{"outcome": {"generation": "x"}}\')', "something unknown"),
        ("sys.exit(3)", "status 3"),
        ("os.kill(os.getpid(), 9)", "signal 9"),
        ("raise ValueError", "status 1"),
        ("", "status 0"),
    ],
)
async def test_every_other_end_is_one_error(tmp_path: Path, script: str, words: str) -> None:
    with pytest.raises(LibraryBuildFailed, match=words):
        await builder(tmp_path, script).build(ignore)


async def test_a_child_that_says_nothing_is_ended(tmp_path: Path) -> None:
    hanging = builder(tmp_path, "time.sleep(60)", silence_limit_s=0.5)
    with pytest.raises(LibraryBuildFailed, match="said nothing"):
        await hanging.build(ignore)
    assert hanging.pids == []


async def test_a_program_that_is_not_there_is_one_error(tmp_path: Path) -> None:
    with pytest.raises(LibraryBuildFailed):
        await LibraryBuilder(tmp_path, ("/no/such/program",)).build(ignore)


async def test_closing_and_cancelling_end_the_child_and_its_helpers(tmp_path: Path) -> None:
    script = """
import subprocess
helper = subprocess.Popen([sys.executable, "-S", "-c", "import time; time.sleep(60)"])
print('{"progress": {"phase": "%d", "done": 0, "total": 1, "module": ""}}' % helper.pid, flush=True)
time.sleep(60)
"""
    for end in ("close", "cancel"):
        working = builder(tmp_path, script)
        helper: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        task = asyncio.ensure_future(
            working.build(lambda progress, found=helper: found.set_result(int(progress.phase)))
        )
        pid = await asyncio.wait_for(helper, 20)
        if end == "close":
            await working.close()
        else:
            task.cancel()
        await asyncio.wait({task})
        assert task.cancelled() or isinstance(task.exception(), LibraryBuildFailed)
        deadline = time.monotonic() + 5
        while is_alive(pid):
            assert time.monotonic() < deadline
            await asyncio.sleep(0.02)


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"


async def test_a_library_that_is_up_to_date_needs_no_child(tmp_path: Path) -> None:
    data_dir = tmp_path / "data"
    no_child = builder(data_dir, "sys.exit(1)")
    assert await no_child.find_current() is None
    give_library(data_dir)
    current = await no_child.find_current()
    assert current is not None
    assert (current.resolved, current.failed, current.problem) == (0, [], None)
    (data_dir / "mibs").mkdir()
    (data_dir / "mibs/new").write_text("NEW-MIB DEFINITIONS ::= BEGIN END")
    assert await no_child.find_current() is None
