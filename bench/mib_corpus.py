"""The MIB modules that are compiled: the LibreNMS corpus beside the checkout, whole, and a sample that is closed.

The sample is every n-th module by name with all it imports, directly or not, so that no compiler of it lacks anything
the whole would have given.
"""

from __future__ import annotations

import re
import shutil
import tarfile
from dataclasses import dataclass
from pathlib import Path

from bench.measure import PeerMissing

ARCHIVE = Path(__file__).resolve().parents[2] / "shared/mibs/librenms.tar.xz"
_FROM = re.compile(rb"\bFROM\s+([A-Za-z][\w-]*)")


@dataclass(frozen=True, slots=True)
class Corpus:
    """A folder of module texts, each file named by its module."""

    title: str
    folder: Path
    names: tuple[str, ...]
    size_bytes: int


def unpack(place: Path) -> Corpus:
    """All modules, as files in `place`. Raises PeerMissing when the archive is not there."""
    if not ARCHIVE.is_file():
        raise PeerMissing("the corpus ../shared/mibs/librenms.tar.xz is not there")
    with tarfile.open(ARCHIVE) as tar:
        tar.extractall(place, filter="data")
    return _corpus_of("LibreNMS", place / "librenms")


def sample_of(corpus: Corpus, step: int, place: Path) -> Corpus:
    """Every `step`-th module and what these import, as files in `place`."""
    wanted = list(corpus.names[::step])
    known, taken = frozenset(corpus.names), set[str]()
    while wanted:
        name = wanted.pop()
        if name in known and name not in taken:
            taken.add(name)
            wanted += [found.decode() for found in _FROM.findall((corpus.folder / name).read_bytes())]
    for name in taken:
        shutil.copyfile(corpus.folder / name, place / name)
    return _corpus_of(f"{corpus.title}, every {step}th module with its imports", place)


def _corpus_of(title: str, folder: Path) -> Corpus:
    files = sorted(path for path in folder.iterdir() if path.is_file())
    return Corpus(title, folder, tuple(path.name for path in files), sum(path.stat().st_size for path in files))
