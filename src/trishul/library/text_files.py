"""Texts that somebody points at: a file, all files of a folder, all members of a zip or tar archive.

Everything is bounded: members are read up to the size of the largest MIB, archives and folders up to a number of texts.
Nothing is unpacked to disk, so that names of members cannot lead anywhere.
"""

from __future__ import annotations

import os
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from trishul.errors import TrishulError
from trishul.smi.source import MAX_SOURCE_BYTES

MAX_TEXTS = 100_000
"""More files than all MIBs that are known."""
ENDINGS = ("", ".mib", ".txt", ".my", ".MIB", ".TXT", ".smi")
"""How files are called after the module in them."""
_PASSED_OVER = frozenset((".json", ".html", ".htm", ".pdf", ".md", ".py", ".pyc", ".xml", ".yaml", ".yml", ".sqlite"))
"""Files in folders that are surely no MIBs; a file that is named itself is always read."""
_ARCHIVE_ENDINGS = (".zip", ".tar", ".tar.gz", ".tgz", ".tar.xz", ".tar.bz2")


class TextUnavailable(TrishulError):
    """A file, folder or archive of texts cannot be read."""

    code = "text_unavailable"

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place} cannot be read: {reason}")
        self.place = place
        self.reason = reason


class TextFile(NamedTuple):
    """A text: the name it is reported under, its octets, and its path where it is a file of its own."""

    name: str
    data: bytes
    path: Path | None = None


def texts_in(path: Path) -> Iterator[TextFile]:
    """The texts of a file, folder or archive, in the order of their names. Raises TextUnavailable."""
    try:
        if path.is_dir():
            yield from _texts_of_folder(path)
        elif path.name.lower().endswith(_ARCHIVE_ENDINGS):
            yield from _texts_of_archive(path)
        else:
            yield TextFile(str(path), _head(path), path)
    except OSError as error:
        raise TextUnavailable(str(path), error.strerror or str(error)) from error
    except (zipfile.BadZipFile, tarfile.TarError, EOFError, ValueError) as error:
        raise TextUnavailable(str(path), f"not a sound archive ({error})") from error


def _head(path: Path) -> bytes:
    """A file's octets, at most one more than the largest that is accepted."""
    with path.open("rb") as file:
        return file.read(MAX_SOURCE_BYTES + 1)


def _texts_of_folder(folder: Path) -> Iterator[TextFile]:
    """All files below a folder; hidden ones and those with foreign endings are passed over."""
    count = 0
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            path = Path(place, name)
            lower = name.lower()
            if name.startswith(".") or path.suffix.lower() in _PASSED_OVER or lower.endswith(_ARCHIVE_ENDINGS):
                continue
            count += 1
            if count > MAX_TEXTS:
                raise TextUnavailable(str(folder), f"more than {MAX_TEXTS:,} files")
            yield TextFile(str(path), _head(path), path)


def _texts_of_archive(archive: Path) -> Iterator[TextFile]:
    members = _zip_members(archive) if archive.name.lower().endswith(".zip") else _tar_members(archive)
    for count, (name, data) in enumerate(members):
        if count >= MAX_TEXTS:
            raise TextUnavailable(str(archive), f"more than {MAX_TEXTS:,} members")
        yield TextFile(f"{archive}/{name}", data)


def _zip_members(archive: Path) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(archive) as opened:
        for info in sorted(opened.infolist(), key=lambda info: info.filename):
            if not info.is_dir() and Path(info.filename).suffix.lower() not in _PASSED_OVER:
                with opened.open(info) as member:
                    yield info.filename, member.read(MAX_SOURCE_BYTES + 1)


def _tar_members(archive: Path) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(archive) as opened:
        for info in opened:
            member = opened.extractfile(info) if info.isfile() else None
            if member is not None and Path(info.name).suffix.lower() not in _PASSED_OVER:
                yield info.name, member.read(MAX_SOURCE_BYTES + 1)


def find_module_file(folder: Path, module: str) -> Path | None:
    """The file of a folder that is called after a module; None where there is none."""
    if "/" in module or module.startswith("."):
        return None
    return next((path for ending in ENDINGS if (path := folder / f"{module}{ending}").is_file()), None)
