"""The peers written in Python, in virtual environments of their own, pinned in `oracles*.txt`.

They must not share the product's environment: their dependencies are not ours. Two of them call their module `pysmi`,
so there are two environments: `.venv-oracles` for all, `.venv-oracles-pysnmp-pysmi` for the other one. snmpsim needs an
interpreter with a dbm module, which the system's python3 usually has and self-built ones often lack.
Run `python bench/oracles.py` once to build them; without them the bench names these peers as missing.
"""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent
_CANDIDATES = ("/usr/bin/python3", "/usr/local/bin/python3", sys.executable)


@dataclass(frozen=True, slots=True)
class SideEnvironment:
    """A folder in the checkout and what is installed into it."""

    folder: Path
    requirements: Path

    def tool(self, name: str) -> Path | None:
        """One of its programs; None when the environment has not been built."""
        path = self.folder / "bin" / name
        return path if path.exists() else None

    def version_of(self, package: str) -> str:
        """The pinned version, for the name of a row."""
        for line in self.requirements.read_text().splitlines():
            name, _, rest = line.partition("==")
            if name == package:
                return rest.split()[0]
        return ""

    def build(self) -> None:
        """Makes the environment anew from the pinned requirements; hashes are checked."""
        subprocess.run([_interpreter_with_dbm(), "-m", "venv", "--clear", str(self.folder)], check=True)
        pip = [str(self.folder / "bin" / "python"), "-m", "pip", "install", "--disable-pip-version-check"]
        subprocess.run([*pip, "--require-hashes", "-r", str(self.requirements)], check=True)


def _environment(suffix: str) -> SideEnvironment:
    requirements = Path(__file__).resolve().parent / f"oracles{suffix.replace('-', '_')}.txt"
    return SideEnvironment(_ROOT / f".venv-oracles{suffix}", requirements)


COMMON = _environment("")
PYSNMP_PYSMI = _environment("-pysnmp-pysmi")


def python() -> Path | None:
    """The interpreter of the common environment; None when it has not been built."""
    return COMMON.tool("python")


def snmpsim_responder() -> Path | None:
    """snmpsim's agent; None when the common environment has not been built."""
    return COMMON.tool("snmpsim-command-responder")


def version_of(package: str) -> str:
    """The version pinned for the common environment."""
    return COMMON.version_of(package)


def _interpreter_with_dbm() -> str:
    for candidate in _CANDIDATES:
        probe = [candidate, "-c", "import dbm, importlib; importlib.import_module('dbm.ndbm')"]
        if Path(candidate).exists() and subprocess.run(probe, capture_output=True, check=False).returncode == 0:
            return candidate
    return sys.executable


if __name__ == "__main__":
    for environment in (COMMON, PYSNMP_PYSMI):
        environment.build()
