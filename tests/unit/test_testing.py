"""The public face of what tests import, and that the plugin costs nothing where nobody asks for a fixture."""

from __future__ import annotations

import subprocess
import sys

import pytest

import trishul.testing


def test_every_exported_name_exists_and_is_listed_once() -> None:
    assert sorted(trishul.testing._HOMES) == sorted(trishul.testing.__all__)
    for name in trishul.testing.__all__:
        assert getattr(trishul.testing, name).__name__ == name


def test_other_names_are_missing_as_python_says_it() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'Trapper'"):
        _ = trishul.testing.Trapper


def test_the_plugin_alone_loads_no_engine() -> None:
    script = "import sys, trishul.testing.plugin\nprint('\\n'.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60)
    loaded = {name for name in done.stdout.split() if name.startswith("trishul")}
    assert loaded == {"trishul", "trishul.lazy_names", "trishul.testing", "trishul.testing.plugin"}
