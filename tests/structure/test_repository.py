"""Nothing that belongs to one machine or one registry is in the repository."""

from __future__ import annotations

import json
import re
import subprocess

from tests.structure.sources import ROOT


def tracked_files() -> list[str]:
    listing = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False, timeout=30)
    return listing.stdout.splitlines()


def test_the_python_locks_hold_hashes_and_no_address() -> None:
    for lock in (ROOT / "requirements").glob("*.txt"):
        text = lock.read_text()
        assert "://" not in text, lock.name
        assert "--hash=sha256:" in text, lock.name
        pins = [line for line in text.splitlines() if line and not line.startswith((" ", "#"))]
        assert all("==" in pin for pin in pins), lock.name


def test_the_npm_lock_holds_no_address() -> None:
    lock = json.loads((ROOT / "ui/package-lock.json").read_text())
    assert [name for name, package in lock["packages"].items() if "resolved" in package] == []


def test_no_file_names_a_folder_of_one_machine() -> None:
    paths = re.compile(r"(?<![\w.])/(work|root|home/\w+)/")
    own = {"tests/structure/test_repository.py"}
    found = []
    for name in set(tracked_files()) - own:
        path = ROOT / name
        if path.is_file() and path.suffix in {".py", ".ts", ".tsx", ".md", ".toml", ".yml", ".json", "", ".txt", ".c"}:
            found += [name] if paths.search(path.read_text(errors="ignore")) else []
    assert found == []


def test_nothing_built_is_tracked() -> None:
    built = re.compile(r"(^|/)(node_modules|__pycache__|dist|static)/|\.(db|pyc|whl)$")
    assert [name for name in tracked_files() if built.search(name)] == []


def test_nothing_is_tracked_that_gitignore_keeps_out() -> None:
    command = ["git", "ls-files", "--cached", "--ignored", "--exclude-standard"]
    listing = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=30)
    assert listing.stdout == ""
