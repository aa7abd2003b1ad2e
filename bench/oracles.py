"""The peers written in Python, in a virtual environment of their own (`.venv-oracles`), pinned in `oracles.txt`.

They must not share the product's environment: their dependencies are not ours. snmpsim needs an interpreter with a dbm
module, which the system's python3 usually has and self-built ones often lack.
Run `python bench/oracles.py` once to build it; without it the bench names these peers as missing.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = _ROOT / ".venv-oracles"
REQUIREMENTS = Path(__file__).resolve().parent / "oracles.txt"
_CANDIDATES = ("/usr/bin/python3", "/usr/local/bin/python3", sys.executable)


def python() -> Path | None:
    """The interpreter of the side environment; None when it has not been built."""
    return _tool("python")


def snmpsim_responder() -> Path | None:
    """snmpsim's agent; None when the side environment has not been built."""
    return _tool("snmpsim-command-responder")


def _tool(name: str) -> Path | None:
    path = ENVIRONMENT / "bin" / name
    return path if path.exists() else None


def version_of(package: str) -> str:
    """The pinned version, for the name of a row."""
    for line in REQUIREMENTS.read_text().splitlines():
        name, _, rest = line.partition("==")
        if name == package:
            return rest.split()[0]
    return ""


def _interpreter_with_dbm() -> str:
    for candidate in _CANDIDATES:
        probe = [candidate, "-c", "import dbm, importlib; importlib.import_module('dbm.ndbm')"]
        if Path(candidate).exists() and subprocess.run(probe, capture_output=True, check=False).returncode == 0:
            return candidate
    return sys.executable


def build() -> None:
    """Makes the side environment anew from the pinned requirements; hashes are checked."""
    subprocess.run([_interpreter_with_dbm(), "-m", "venv", "--clear", str(ENVIRONMENT)], check=True)
    pip = [str(ENVIRONMENT / "bin" / "python"), "-m", "pip", "install", "--require-hashes", "-r", str(REQUIREMENTS)]
    subprocess.run([*pip, "--disable-pip-version-check"], check=True)


if __name__ == "__main__":
    build()
