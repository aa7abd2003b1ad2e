"""Archives of recordings among what a command is given: each is a folder of its recordings while the command runs.

Owns where they are unpacked to and what of them counts; unpacking, under limits, is `services.uploads.archives`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from trishul.errors import InvalidInput, RecordingError

if TYPE_CHECKING:
    from trishul.services.uploads.archives import ArchiveLimits

Tell = Callable[[str], None]
_START_OCTETS = 512
_LARGEST_MEMBER = 1 << 30


def archive_limits() -> ArchiveLimits:
    """What an archive of recordings may unpack to."""
    from trishul.services.uploads.archives import ArchiveLimits

    return ArchiveLimits(file_bytes=_LARGEST_MEMBER, unpacked_bytes=4 * _LARGEST_MEMBER)


@contextmanager
def unpacked(paths: Sequence[Path], tell: Tell) -> Iterator[list[Path]]:
    """The paths, a folder in place of each archive; `tell` hears of members that were left out.

    Raises InvalidInput for an archive without a recording, RecordingError for one that is refused.
    """
    archives = [path for path in paths if path.is_file() and _is_archive(path)]
    if not archives:
        yield list(paths)
        return
    with TemporaryDirectory(prefix="trishul-") as folder:
        places = {path: Path(folder) / str(number) / path.name for number, path in enumerate(archives)}
        for path, place in places.items():
            place.mkdir(parents=True)
            _unpack(path, place, tell)
        yield [places.get(path, path) for path in paths]


def _is_archive(path: Path) -> bool:
    """True for what holds more than one file; a recording that is packed with bzip2 is a recording."""
    from trishul.services.uploads.archives import archive_kind

    with path.open("rb") as opened:
        return archive_kind(opened.read(_START_OCTETS)) not in {None, "bz2"}


def _unpack(archive: Path, place: Path, tell: Tell) -> None:
    from trishul.services.mibs.refusals import ArchiveRefused
    from trishul.services.uploads.archives import UnpackingBudget, unpack
    from trishul.simulation.recordings.files import has_recording_name

    count = 0
    with TemporaryDirectory(prefix="trishul-") as members:
        try:
            for found in unpack(archive, archive.name, UnpackingBudget(Path(members), archive_limits())):
                if found.fault is not None or not has_recording_name(found.name):
                    tell(f"{found.shown}: left out: {found.fault or 'it has no name of a recording'}")
                    continue
                member = place / found.folder / found.name
                member.parent.mkdir(parents=True, exist_ok=True)
                found.place.rename(member)
                count += 1
        except ArchiveRefused as error:
            raise RecordingError(str(archive), None, str(error)) from None
    if not count:
        raise InvalidInput(f"There is no recording in {archive}")
