"""One holder at a time, known by its number."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import find_tool
from trishul.services.directory_lock import LOCK_FILE, DirectoryInUse, DirectoryLock
from trishul.store.database import StoreUnavailable


def test_a_second_holder_is_refused_until_the_first_lets_go(tmp_path: Path) -> None:
    with DirectoryLock(tmp_path), pytest.raises(DirectoryInUse, match=rf"another workbench \(process {os.getpid()}\)"):
        DirectoryLock(tmp_path)
    DirectoryLock(tmp_path).release()
    assert (tmp_path / LOCK_FILE).stat().st_mode & 0o777 == 0o600


def test_a_holder_that_is_killed_holds_nothing(tmp_path: Path) -> None:
    holding = f"""
import pathlib, time
from trishul.services.directory_lock import DirectoryLock
lock = DirectoryLock(pathlib.Path({str(tmp_path)!r}))
print("held", flush=True)
time.sleep(600)
"""
    with subprocess.Popen([sys.executable, "-c", holding], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        with pytest.raises(DirectoryInUse, match=f"process {process.pid}"):
            DirectoryLock(tmp_path)
        process.send_signal(signal.SIGKILL)
        process.wait()
    DirectoryLock(tmp_path).release()


def test_a_directory_that_may_not_be_written_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir(mode=0o500)
    asking = f"""
import pathlib
from trishul.services.directory_lock import DirectoryLock
DirectoryLock(pathlib.Path({str(tmp_path / "data")!r}))
"""
    command = [sys.executable, "-c", asking]
    if os.geteuid() == 0:  # whom no mode keeps out
        command = [find_tool("setpriv"), "--bounding-set", "-dac_override", *command]
    refused = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "StoreUnavailable: " in refused.stderr
    assert "the data directory cannot be written: Permission denied" in refused.stderr


def test_a_directory_that_is_not_there_is_said_in_words(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match="cannot be written"):
        DirectoryLock(tmp_path / "nowhere")
