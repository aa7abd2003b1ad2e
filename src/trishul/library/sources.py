"""The texts that a library is made of: uploaded files in the data directory, then the standard archive in our wheel.

Owns where they lie and how they are read. What became of them is the index's business.
"""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from trishul.errors import TrishulError
from trishul.library.schema import Origin
from trishul.smi.source import MAX_SOURCE_BYTES

STANDARD_ARCHIVE = Path(__file__).with_name("standard.zip")
"""Made by the build hook."""
NOT_TEXTS = frozenset(("PROVENANCE", "PROVENANCE.txt", "PROVENANCE.tsv", "PROVENANCE.csv", "PROVENANCE.json"))

UNREADABLE = b""
"""In place of the hash of a text that could not be read."""


class SourceUnavailable(TrishulError):
    """A text or the archive of standard texts cannot be read."""

    code = "source_unavailable"

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place} cannot be read: {reason}")
        self.place = place
        self.reason = reason


@dataclass(frozen=True, slots=True)
class LibraryPlaces:
    """Where everything of one library lies."""

    data_dir: Path
    standard_archive: Path = STANDARD_ARCHIVE

    @property
    def uploads(self) -> Path:
        """The folder of uploaded files."""
        return self.data_dir / "mibs"

    @property
    def index(self) -> Path:
        """The index that everybody reads."""
        return self.data_dir / "library" / "index.sqlite"

    @property
    def parsed(self) -> Path:
        """What builds remember of the texts they have parsed."""
        return self.data_dir / "library" / "parsed.sqlite"

    @property
    def lock(self) -> Path:
        """Held by the one process that builds."""
        return self.data_dir / "library" / "lock"


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One text as its folder or archive lists it; `mtime_ns` is a number that changes when the text may have."""

    origin: Origin
    file: str
    size_bytes: int
    mtime_ns: int

    @property
    def key(self) -> tuple[Origin, str]:
        """What tells it from all others."""
        return self.origin, self.file


@dataclass(frozen=True, slots=True)
class Text:
    """A text of the library."""

    source: SourceFile
    sha256: bytes
    error: str | None = None
    """Why it could not be read."""


def list_sources(places: LibraryPlaces) -> tuple[list[SourceFile], str | None]:
    """All texts, sorted, standard ones first; and why the standard ones are missing, if they are."""
    standard, reason = list_standard(places)
    return sorted(standard, key=_by_file) + sorted(_in_folder(places.uploads), key=_by_file), reason


def list_standard(places: LibraryPlaces) -> tuple[list[SourceFile], str | None]:
    """The texts of the archive; and why there are none, if so."""
    try:
        return _in_archive(places.standard_archive), None
    except SourceUnavailable as error:
        return [], str(error)


def _by_file(source: SourceFile) -> str:
    return source.file


def _in_folder(folder: Path) -> Iterator[SourceFile]:
    """Plain files of the folder; hidden ones are unfinished uploads."""
    try:
        entries = list(os.scandir(folder))
    except FileNotFoundError:
        return
    for entry in entries:
        if entry.is_file() and not entry.name.startswith("."):
            status = entry.stat()
            # A name that is no UTF-8 becomes one under which there is no file: it is listed as unreadable.
            name = entry.name.encode(errors="backslashreplace").decode()
            yield SourceFile(Origin.UPLOADED, name, status.st_size, status.st_mtime_ns)


def _in_archive(archive: Path) -> list[SourceFile]:
    """The archive's texts. Its checksums stand in for times: they are the same wherever the archive was unpacked."""
    try:
        with zipfile.ZipFile(archive) as opened:
            return [
                SourceFile(Origin.STANDARD, info.filename, info.file_size, info.CRC)
                for info in opened.infolist()
                if not info.is_dir() and info.filename not in NOT_TEXTS
            ]
    except FileNotFoundError:
        raise SourceUnavailable(
            str(archive), "it was not packed yet; `make run` does it, and so does `pip install .`"
        ) from None
    except (OSError, zipfile.BadZipFile) as error:
        raise SourceUnavailable(str(archive), str(error)) from error


class SourceReader:
    """Reads the octets of texts; keeps the archive open. Not for several threads at once."""

    def __init__(self, places: LibraryPlaces) -> None:
        self._places = places
        self._archive: zipfile.ZipFile | None = None
        self._standard_names: frozenset[str] | None = None

    def close(self) -> None:
        """Closes the archive."""
        if self._archive is not None:
            self._archive.close()
            self._archive = None

    def standard_names(self) -> frozenset[str]:
        """Names of the standard modules, which are those of their files; none where the archive cannot be read."""
        if self._standard_names is None:
            listed, _ = list_standard(self._places)
            self._standard_names = frozenset(source.file for source in listed)
        return self._standard_names

    def read(self, origin: Origin, file: str) -> bytes:
        """The octets of a text, at most one more than the largest that is accepted. Raises SourceUnavailable."""
        try:
            if origin is Origin.UPLOADED:
                with (self._places.uploads / file).open("rb") as opened:
                    return opened.read(MAX_SOURCE_BYTES + 1)
            if self._archive is None:
                self._archive = zipfile.ZipFile(self._places.standard_archive)
            with self._archive.open(file) as member:
                return member.read(MAX_SOURCE_BYTES + 1)
        except FileNotFoundError as error:
            raise SourceUnavailable(file, "there is no such file, or its name is no UTF-8") from error
        except (OSError, KeyError, zipfile.BadZipFile) as error:
            raise SourceUnavailable(file, getattr(error, "strerror", None) or str(error)) from error
