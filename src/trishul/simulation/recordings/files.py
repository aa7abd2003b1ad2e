"""Recording files: which files of a folder are recordings, what communities they answer to, and reading one safely.

The one place of the core that reads files (`snmprec` and `snmpwalk_text` take lines). Addresses as snmpsim does: the
path below the folder without its extension, with `/` between folders, is the community. Content decides the format
where it can, the name where the file is empty; its reader is imported then, because a manager may wait. Compressed and
plain files are read as streams with bounds on octets, lines and the length of a line, so that a small file cannot fill
the memory.
"""

from __future__ import annotations

import bz2
import codecs
import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TypeAlias

from trishul.errors import RecordingError
from trishul.simulation.recordings.formats import (
    PACKED,
    SNIFFED_LINES,
    SUFFIXES,
    RecordingFormat,
    find_format,
    suffix_of,
    without_suffix,
)
from trishul.simulation.recordings.recording import Recording
from trishul.simulation.recordings.snmprec import read_snmprec

if TYPE_CHECKING:
    from trishul.simulation.recordings.printed_names import PrintedNames

MAX_OCTETS = 1 << 30
"""Octets of one recording, uncompressed; the largest seen in the field has 240 million."""
MAX_LINES = 5_000_000
"""Lines of one recording; the largest seen in the field has 3.4 million, which take about a gigabyte of memory."""
MAX_LINE_OCTETS = 1 << 19
"""The longest OCTET STRING takes 262,140 octets in escapes."""
MAX_FILES = 20_000
"""Files looked at in one folder and its subfolders."""

MAX_MULTIPLEXED = 1000
"""Files of a subtree that is answered from one after the other."""

_SELF = "self"
_CHUNK_OCTETS = 1 << 18
_BZIP2_MAGIC = b"BZh"
_UTF_8_MARK = codecs.BOM_UTF8
_UTF_16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

FindNames: TypeAlias = "Callable[[], PrintedNames | None]"
"""Where the MIBs are asked for; None where there are none."""


@dataclass(frozen=True, slots=True)
class RecordingFile:
    """A file that is a recording by its name, and the community that asks for it."""

    path: Path
    community: str
    """Empty for the device that is asked for without a name."""

    @property
    def community_octets(self) -> bytes:
        """The community as it comes in a message: the octets of the file's name."""
        return os.fsencode(self.community)


def context_names(community: bytes) -> tuple[bytes, bytes]:
    """The SNMPv3 contexts that lead to a community's device: its name, and the MD5 digest that snmpsim makes of it."""
    return community, hashlib.md5(community, usedforsecurity=False).hexdigest().encode()


@dataclass(frozen=True, slots=True)
class IgnoredFile:
    """A file of a folder that is not served, and why."""

    path: Path
    reason: str


@dataclass(frozen=True, slots=True)
class RecordingFolder:
    """Recordings of a folder in the order of their communities, and what was left aside."""

    files: tuple[RecordingFile, ...]
    ignored: tuple[IgnoredFile, ...]


def find_recordings(path: Path) -> RecordingFolder:
    """The recordings at a path: the file itself, or all below a folder. Raises RecordingError."""
    if path.is_file():
        return RecordingFolder((RecordingFile(path, without_suffix(path.name)),), ())
    if not path.is_dir():
        raise RecordingError(str(path), None, "There is no such file or folder")
    found: dict[str, RecordingFile] = {}
    ignored: list[IgnoredFile] = []
    for file in sorted(_files_below(path), key=_precedence):
        community = _addressed(without_suffix(file.relative_to(path).as_posix()))
        reason = _reason_to_ignore(file, found.get(community))
        if reason:
            ignored.append(IgnoredFile(file, reason))
        else:
            found[community] = RecordingFile(file, community)
    return RecordingFolder(tuple(sorted(found.values(), key=lambda file: file.community)), tuple(ignored))


def _addressed(place: str) -> str:
    """What asks for the recording at a place: its path, without the folder self, as snmpsim calls its own engine."""
    return "" if place == _SELF else place.removeprefix(f"{_SELF}/")


def has_recording_name(name: str) -> bool:
    """True for a file name that makes a file of a folder a recording."""
    return bool(suffix_of(name)) and not name.startswith(".")


def check_recording(path: Path, name: str) -> None:
    """Looks at the beginning of a file that is to be a recording of this name. Raises RecordingError."""
    try:
        _format(list(islice(_lines(_chunks(path), path), SNIFFED_LINES)), Path(name))
    except RecordingError as error:
        raise RecordingError(name, error.line, error.reason) from None


def read_recording(path: Path, find_names: FindNames | None = None) -> Recording:
    """The recording in a file, plain or packed with bzip2; `find_names` is asked for text of snmpwalk only.

    Raises RecordingError.
    """
    recording = _read_one(path, find_names)
    if not recording.subtrees:
        return recording
    from trishul.simulation.recordings.multiplexing import with_subtrees

    return with_subtrees(
        recording,
        lambda folder: ((number, _read_one(file, find_names)) for number, file in _numbered_files(folder, path)),
    )


def _read_one(path: Path, find_names: FindNames | None) -> Recording:
    """The recording in a file, without what it takes from others. Raises RecordingError."""
    form, lines = read_lines(path)
    if form is RecordingFormat.SNMPREC:
        return read_snmprec(lines)
    if form is RecordingFormat.SNMPWALK:
        from trishul.simulation.recordings.snmpwalk_text import read_snmpwalk_text

        return read_snmpwalk_text(lines, find_names() if find_names is not None else None)
    from trishul.simulation.recordings.one_line_records import read_dump, read_sapwalk

    return (read_dump if form is RecordingFormat.DUMP else read_sapwalk)(lines)


def _numbered_files(folder: str, path: Path) -> list[tuple[int, Path]]:
    """The files of a folder beside a recording, or one level above it, in the order of their numbers.

    Raises RecordingError.
    """
    for base in (path.parent, path.parent.parent):
        place = base / folder
        try:
            is_inside = place.resolve().is_relative_to(base.resolve()) and place.is_dir()
        except (OSError, ValueError):
            continue
        if is_inside:
            break
    else:
        raise RecordingError(str(path), None, "its folder is not there, or lies elsewhere than beside the recording")
    numbered = {
        int(number): file
        for file in sorted(place.iterdir())
        if (number := without_suffix(file.name)).isascii() and number.isdigit() and len(number) < 19 and file.is_file()
    }
    if not 0 < len(numbered) <= MAX_MULTIPLEXED:
        reason = f"its folder has no recording named by a number, or more than {MAX_MULTIPLEXED:,}"
        raise RecordingError(str(path), None, reason)
    return sorted(numbered.items())


def read_lines(path: Path) -> tuple[RecordingFormat, Iterator[bytes]]:
    """The format of a file and its lines with their ends. Raises RecordingError, also between lines."""
    lines = _lines(_chunks(path), path)
    head = list(islice(lines, SNIFFED_LINES))
    return _format(head, path), chain(head, lines)


def write_recording(path: Path, lines: Iterable[bytes]) -> None:
    """Lines as a file, packed where its name ends so; it is there whole or not at all. Raises RecordingError."""
    unfinished = path.with_name(f".{path.name}.unfinished")
    try:
        with bz2.open(unfinished, "wb") if path.suffix == PACKED else unfinished.open("wb") as file:
            file.writelines(lines)
        unfinished.replace(path)
    except OSError as error:
        with suppress(OSError):  # a folder that takes nothing gives nothing away either
            unfinished.unlink(missing_ok=True)
        raise RecordingError(str(path), None, error.strerror or str(error)) from None


def _chunks(path: Path) -> Iterator[bytes]:
    """The contents piece by piece, unpacked."""
    try:
        if not path.is_file():
            raise RecordingError(str(path), None, "There is no such file" if not path.exists() else "It is not a file")
        with path.open("rb") as raw:
            is_packed = raw.read(len(_BZIP2_MAGIC)) == _BZIP2_MAGIC
            raw.seek(0)
            if not is_packed and path.suffix == PACKED and raw.read(1):
                raise RecordingError(str(path), None, "It is not packed with bzip2")
            raw.seek(0)
            yield from _decoded(bz2.BZ2File(raw) if is_packed else raw, path)
    except OSError as error:
        raise RecordingError(str(path), None, error.strerror or str(error)) from None
    except EOFError:
        raise RecordingError(str(path), None, "The packed file is cut short") from None


def _decoded(stream: BinaryIO | bz2.BZ2File, path: Path) -> Iterator[bytes]:
    """The contents piece by piece, as UTF-8 where they were UTF-16 (as PowerShell writes redirected output)."""
    total = 0
    decoder: codecs.IncrementalDecoder | None = None
    while chunk := stream.read(_CHUNK_OCTETS):
        if not total:
            if chunk.startswith(_UTF_16_MARKS):
                decoder = codecs.getincrementaldecoder("utf-16")(errors="replace")
            chunk = chunk.removeprefix(_UTF_8_MARK)
        total += len(chunk)
        if total > MAX_OCTETS:
            raise RecordingError(str(path), None, f"It holds more than {MAX_OCTETS:,} octets")
        yield decoder.decode(chunk).encode() if decoder else chunk


def _lines(chunks: Iterable[bytes], path: Path) -> Iterator[bytes]:
    """Lines with their ends, cut at line feeds only."""
    rest = b""
    count = 0
    for chunk in chunks:
        *whole, rest = (rest + chunk).split(b"\n")
        count += len(whole)
        if len(rest) > MAX_LINE_OCTETS or (whole and max(map(len, whole)) > MAX_LINE_OCTETS):
            raise RecordingError(str(path), None, f"A line has more than {MAX_LINE_OCTETS:,} octets")
        if count > MAX_LINES:
            raise RecordingError(str(path), None, f"It has more than {MAX_LINES:,} lines")
        for line in whole:
            yield line + b"\n"
    if rest:
        yield rest


def _format(head: list[bytes], path: Path) -> RecordingFormat:
    """The format of a file. Raises RecordingError for one that is no recording."""
    found = find_format(head, path.name)
    if found is None:
        what = "binary data" if any(b"\0" in line for line in head) else "no line looks like a record"
        raise RecordingError(str(path), None, f"It is no recording: {what}")
    return found


def _precedence(file: Path) -> tuple[int, bool, str]:
    return SUFFIXES.index(suffix_of(file.name)), file.suffix == PACKED, str(file)


def _files_below(folder: Path) -> Iterator[Path]:
    """Files with a recording's suffix; hidden files and folders are left aside, links that lead back upwards too."""
    real_ancestors: dict[str, frozenset[str]] = {}
    looked_at = 0
    for parent, folders, names in os.walk(folder, followlinks=True):
        above = real_ancestors.get(str(Path(parent).parent), frozenset())
        real = os.path.realpath(parent)
        if real in above:
            folders.clear()
            continue
        real_ancestors[parent] = above | {real}
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        looked_at += len(names)
        if looked_at > MAX_FILES:
            raise RecordingError(str(folder), None, f"It holds more than {MAX_FILES:,} files")
        yield from (Path(parent, name) for name in names if not name.startswith(".") and suffix_of(name))


def _reason_to_ignore(file: Path, earlier: RecordingFile | None) -> str:
    """Why a file of a folder is not served; empty when it is."""
    if not file.is_file():
        return "It is no file, or a link that leads nowhere"
    if earlier:
        return f"{earlier.path.name} answers to the same community"
    if suffix_of(file.name) == ".txt":
        try:
            with file.open("rb") as raw:
                start = raw.read(_CHUNK_OCTETS)
            if not start.startswith(_BZIP2_MAGIC):
                _format(start.split(b"\n")[:SNIFFED_LINES], file)
        except (RecordingError, OSError) as error:
            return error.reason if isinstance(error, RecordingError) else str(error.strerror)
    return ""
