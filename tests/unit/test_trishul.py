"""The package as a whole."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import version

import pytest

import trishul

HEAVY = ("asyncio", "importlib.metadata", "sqlalchemy", "fastapi", "pydantic", "rich")


def test_the_version_is_that_of_the_installed_package() -> None:
    assert trishul.__version__ == version("trishul-snmp")


def test_other_names_are_not_made_up() -> None:
    with pytest.raises(AttributeError, match="nothing_like_this"):
        _ = trishul.nothing_like_this


def test_importing_it_loads_nothing_heavy() -> None:
    command = f"import sys, trishul; print([name for name in {HEAVY!r} if name in sys.modules])"
    loaded = subprocess.run([sys.executable, "-c", command], capture_output=True, text=True, check=True, timeout=30)
    assert loaded.stdout.strip() == "[]"
