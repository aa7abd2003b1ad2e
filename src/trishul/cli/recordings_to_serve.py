"""Which recordings a command line names, and under which communities they are served.

A file's community is its name without the ending. In a folder every recording counts, at any depth, and answers to its
path in the folder as well; where two have one name, the first keeps it and both keep their paths. As with snmpsim the
folder self is left out of paths, and self.snmprec answers without a name. Finding and reading
them is `simulation.recordings.files`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from trishul.errors import InvalidInput
from trishul.simulation.recordings.files import IgnoredFile, find_recordings


class RecordingToServe(NamedTuple):
    """One file and what it answers to."""

    path: Path
    communities: tuple[str, ...]
    is_named: bool
    """True when the command line named the file itself; then it must be readable."""


def choose_recordings(paths: Sequence[Path]) -> tuple[list[RecordingToServe], list[IgnoredFile]]:
    """The recordings in the order of the command line, and the files of folders that are none.

    Raises RecordingError for a path that is not there and InvalidInput where nobody could say which file is meant.
    """
    chosen: list[RecordingToServe] = []
    ignored: list[IgnoredFile] = []
    taken: dict[str, Path] = {}
    for path in paths:
        folder = find_recordings(path)
        ignored += folder.ignored
        is_named = path.is_file()
        if not folder.files:
            raise InvalidInput(f"There is no recording in {path}")
        for file in folder.files:
            if is_named and file.community in taken:
                both = f"{file.path} and {taken[file.community]}"
                raise InvalidInput(f"{both} have one community, {file.community}. Serve them as a folder.")
            names = dict.fromkeys((file.community.rpartition("/")[2], file.community))
            communities = tuple(name for name in names if name not in taken)
            taken |= dict.fromkeys(communities, file.path)
            chosen.append(RecordingToServe(file.path, communities, is_named))
    return chosen, ignored
