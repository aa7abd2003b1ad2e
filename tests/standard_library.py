"""The index of the standard MIBs for whoever needs one: built once for all tests of a machine, and copied."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import tempfile
from functools import cache
from pathlib import Path

from trishul.library import building
from trishul.library.sources import STANDARD_ARCHIVE, LibraryPlaces

_PRODUCT = Path(building.__file__).parents[1]


def give_library(data_dir: Path) -> LibraryPlaces:
    """Puts the index into a data directory that has none: compiling takes seconds of the processor's time.

    Texts added later are built on top of it. Without the archive, as in a checkout that was not built, nothing is put.
    """
    places = LibraryPlaces(data_dir)
    if places.index.parent.exists() or not STANDARD_ARCHIVE.exists():
        return places
    shared = LibraryPlaces(Path(tempfile.gettempdir()) / f"trishul-tests-{os.getuid()}-{_version()}")
    shared.data_dir.mkdir(mode=0o700, exist_ok=True)
    with (shared.data_dir / "turn").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if not shared.index.exists():
            building.build_library(shared, on_progress=lambda _: None)
    data_dir.mkdir(parents=True, mode=0o700, exist_ok=True)
    shutil.copytree(shared.index.parent, places.index.parent)
    return places


@cache
def _version() -> str:
    """Another one for other texts, and for another compiler."""
    digest = hashlib.sha256(STANDARD_ARCHIVE.read_bytes())
    for package in ("smi", "library"):
        for source in sorted((_PRODUCT / package).rglob("*.py")):
            digest.update(source.read_bytes())
    return digest.hexdigest()[:16]
