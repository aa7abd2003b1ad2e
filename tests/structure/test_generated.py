"""The committed types of the interface say what the API document says (unit/web/test_openapi.py tests that one)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.structure.sources import ROOT

GENERATOR = ROOT / "ui/node_modules/.bin/openapi-ts"
TYPES = ROOT / "ui/src/api/generated"


def test_the_types_of_the_interface_are_those_of_the_api_document(tmp_path: Path) -> None:
    if not GENERATOR.exists():
        pytest.skip("the interface's packages are not installed: make ui/node_modules/.package-lock.json")
    command = [sys.executable, "hatch_build.py", "exec", "--", "openapi-ts", "-o", str(tmp_path / "types")]
    made = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert made.returncode == 0, made.stdout + made.stderr
    fresh = {path.name: path.read_text() for path in (tmp_path / "types").iterdir()}
    committed = {path.name: path.read_text() for path in TYPES.iterdir()}
    assert sorted(fresh) == sorted(committed)
    assert [name for name in fresh if fresh[name] != committed[name]] == [], "stale: make openapi"
