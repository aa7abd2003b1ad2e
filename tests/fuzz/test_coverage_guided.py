"""Fuzzing that follows coverage finds nothing: some seconds here, two minutes by `make fuzz` and in CI."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = Path(__file__).with_name("coverage_guided.py")
CHECKOUT = PROGRAM.parents[2]
START_UP_S = 60


@pytest.fixture(autouse=True)
def _no_hang() -> None:
    """The fuzzer itself notices inputs that take too long; it may run longer than other tests here."""


@pytest.mark.timeout(600)
def test_no_octets_lead_a_decoder_astray(tmp_path: Path) -> None:
    pytest.importorskip("atheris", reason="only Linux on x86-64 with Python below 3.14 has atheris")
    seconds = int(os.environ.get("TRISHUL_FUZZ_SECONDS", "10"))
    path = os.pathsep.join((str(CHECKOUT), str(CHECKOUT / "src"), os.environ.get("PYTHONPATH", "")))
    done = subprocess.run(
        [sys.executable, PROGRAM, str(seconds), str(tmp_path / "inputs")],
        env=os.environ | {"PYTHONPATH": path},
        capture_output=True,
        check=False,
        timeout=seconds + START_UP_S,
    )
    said = done.stderr.decode(errors="replace")
    assert done.returncode == 0, said[-4000:]
    runs = re.search(r"Done (\d+) runs", said)
    assert runs is not None
    assert int(runs[1]) > 1000
