"""What the plugin takes from the command line; its fixtures are shown by the examples, in a project of their own."""

from __future__ import annotations

import tomllib
from pathlib import Path

from trishul.testing import plugin

ROOT = Path(__file__).resolve().parents[3]


def test_pytest_finds_it_where_the_package_is_installed() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["entry-points"]["pytest11"]
    assert declared == {"trishul": plugin.__name__}
