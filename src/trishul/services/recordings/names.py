"""Under which names recordings are stored: the community that will ask for them, `core/sw1`, as a path in the folder.

Owns what a name may be on every system, and the place of its file. Reading and writing is
`simulation.recordings.files`.
"""

from __future__ import annotations

from pathlib import Path

from trishul.errors import InvalidInput, TrishulError

LONGEST_NAME = 200
DEEPEST_NAME = 8
SUFFIX = ".snmprec"

_FORBIDDEN = frozenset('\\:*?"<>|')


class RecordingExists(TrishulError):
    """A recording of this name is there and was not meant to be replaced."""

    code = "already_exists"

    def __init__(self, name: str) -> None:
        super().__init__(f"There is a recording {name} already")
        self.name = name


def recording_place(name: str, folder: Path, suffix: str = SUFFIX) -> Path:
    """The file of a recording that answers to `name`. Raises InvalidInput."""
    parts = name.removesuffix(suffix).split("/")
    if not name or len(name.encode(errors="replace")) > LONGEST_NAME:
        raise _refused(f"has 1 to {LONGEST_NAME} octets")
    if len(parts) > DEEPEST_NAME:
        raise _refused(f"has {DEEPEST_NAME} parts at most")
    for part in parts:
        if not part or part.startswith(".") or part[-1] in ". ":
            raise _refused("is made of parts between slashes that are not empty, begin with no dot and end with none")
        if not part.isprintable() or not _FORBIDDEN.isdisjoint(part):
            raise _refused(f"has printable characters without {' '.join(sorted(_FORBIDDEN))}")
    place = folder.joinpath(*parts[:-1], parts[-1] + suffix)
    if not place.parent.resolve().is_relative_to(folder.resolve()):
        raise _refused("lies in the folder of recordings")
    return place


def _refused(what: str) -> InvalidInput:
    return InvalidInput(f"The name of a recording {what}", field="name")
