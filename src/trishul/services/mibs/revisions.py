"""Older texts of uploaded files, kept when another text takes their name, so that they can be read and restored.

Strategy: a folder for each file, in it one file for each older text, named by the time it was replaced and its digest.
They share the disk's blocks with what was there (hard links), are bounded in number and size, and go with their file.
Owns this folder; when a text is replaced is `mibs`' business. Runs in threads.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import time
from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

from trishul.services.mibs.refusals import MibNotFound, shortened
from trishul.services.mibs.texts import judge_text
from trishul.services.uploads.file_names import find_fault
from trishul.smi.source import decode_source

MAX_KEPT = 50
"""Older texts of one file; the oldest goes."""
MAX_KEPT_BYTES = 64 << 20
_IDENTITY = re.compile(r"(\d{13})-([0-9a-f]{16})")
_DATE = re.compile(r'LAST-UPDATED\s+"([0-9]{10,12}Z)"')


class KeptRevision(Struct, frozen=True, kw_only=True):
    """An older text: `id` names it, `replaced_at` is seconds since 1970."""

    id: str
    replaced_at: float
    size_bytes: int
    modules: list[str]
    last_updated: str
    """The first LAST-UPDATED in it, as it is written; or empty."""


class KeptRevisions(Struct, frozen=True):
    """`GET /api/mibs/{filename}/revisions`, the newest first."""

    filename: str
    revisions: list[KeptRevision]


class RevisionText(Struct, frozen=True):
    """`GET /api/mibs/{filename}/revisions/{id}`: the text as the compiler would see it."""

    filename: str
    id: str
    text: str


class Revisions:
    """The kept texts of all files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, replaced: Iterable[tuple[str, Path]], now: float | None = None) -> None:
        """Keeps texts, by the name of their file, that are about to go. Raises OSError."""
        at = time.time() if now is None else now
        for name, place in replaced:
            octets = place.read_bytes()
            digest = hashlib.sha256(octets).hexdigest()[:16]
            folder = self._folder / name
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            for same in folder.glob(f"*-{digest}"):
                same.unlink()  # it was restored once, and is replaced again: its newest time counts
            kept = folder / f"{int(at * 1000):013d}-{digest}"
            try:
                kept.hardlink_to(place)
            except OSError:  # another file system, or one without links
                kept.write_bytes(octets)
            _thin(folder)

    def listed(self, filename: str) -> KeptRevisions:
        """What is kept of a file, nothing for one that never changed. Raises OSError."""
        return KeptRevisions(filename, [_described(place) for place in reversed(self._places(filename))])

    def place_of(self, filename: str, identity: str) -> Path:
        """Where a kept text lies. Raises MibNotFound."""
        for place in self._places(filename):
            if place.name == identity:
                return place
        raise MibNotFound(f"There is no older text '{shortened(identity)}' of '{shortened(filename)}'")

    def text_of(self, filename: str, identity: str) -> RevisionText:
        """A kept text. Raises MibNotFound, OSError."""
        octets = self.place_of(filename, identity).read_bytes()
        return RevisionText(filename, identity, decode_source(filename, octets).text)

    def forget(self, filename: str) -> None:
        """Drops what is kept of a file that is deleted."""
        if find_fault(filename) is None:
            shutil.rmtree(self._folder / filename, ignore_errors=True)

    def _places(self, filename: str) -> list[Path]:
        folder = self._folder / filename
        if find_fault(filename) is not None or not folder.is_dir():
            return []
        return sorted(place for place in folder.iterdir() if _IDENTITY.fullmatch(place.name))


def _described(place: Path) -> KeptRevision:
    octets = place.read_bytes()
    dated = _DATE.search(octets.decode("latin-1"))
    return KeptRevision(
        id=place.name,
        replaced_at=int(place.name.partition("-")[0]) / 1000,
        size_bytes=len(octets),
        modules=list(judge_text(place).modules),
        last_updated=dated[1] if dated else "",
    )


def _thin(folder: Path) -> None:
    """Removes the oldest beyond the bounds; the newest always stays."""
    kept = sorted(folder.iterdir(), reverse=True)
    size_bytes = 0
    for number, place in enumerate(kept):
        size_bytes += place.stat().st_size
        if number and (number >= MAX_KEPT or size_bytes > MAX_KEPT_BYTES):
            place.unlink()
