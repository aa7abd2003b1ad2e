"""Under which names uploaded files are stored: as given, where the name is harmless on every system; refused otherwise.

A name is one path component; the path of an archive's member is a name and the folders above it. Nothing is silently
turned into another name: what somebody uploads is what somebody deletes.
"""

from __future__ import annotations

import re

from trishul.services.mibs.refusals import ArchiveRefused, FileNameRefused

LONGEST_NAME = 128
LONGEST_MEMBER_PATH = 1024
DEEPEST_MEMBER_PATH = 32

_ALLOWED = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.,+()\[\] -]*", re.ASCII)
_RESERVED = re.compile(r"(?:CON|PRN|AUX|NUL|COM[0-9]|LPT[0-9])(?:\..*)?", re.IGNORECASE | re.DOTALL)
_DRIVE = re.compile(r"[A-Za-z]:")
_IGNORED_FOLDERS = frozenset({"__MACOSX"})


def check_file_name(name: str) -> str:
    """The name, when a file may be stored under it. Raises FileNameRefused."""
    reason = find_fault(name)
    if reason is not None:
        raise FileNameRefused(name, reason)
    return name


def find_fault(name: str) -> str | None:
    """What is wrong with a file name; None when nothing is."""
    if not name:
        return "it is empty"
    if len(name) > LONGEST_NAME:
        return f"it has more than {LONGEST_NAME} characters"
    if "/" in name or "\\" in name:
        return "it has a path in it"
    if name.startswith("."):
        return "it begins with a dot"
    if not _ALLOWED.fullmatch(name):
        odd = next(each for place, each in enumerate(name) if not _ALLOWED.fullmatch("x" * bool(place) + each))
        shown = repr(odd) if odd.isprintable() else f"the character U+{ord(odd):04X}"
        return f"it has {shown} in it; letters, digits and . _ - + , ( ) [ ] are allowed"
    if name[-1] in ". ":
        return "it ends with a dot or a space"
    if _RESERVED.fullmatch(name):
        return "the name is reserved on some systems"
    return None


def member_path(archive: str, path: str) -> str | None:
    """The path of an archive's member with `/` between its parts; None for what packers leave behind.

    Raises ArchiveRefused for a path that points out of the archive: such an archive was made to harm.
    """
    if len(path) > LONGEST_MEMBER_PATH:
        raise ArchiveRefused(archive, f"a member's path has more than {LONGEST_MEMBER_PATH} characters")
    if "\0" in path:
        raise ArchiveRefused(archive, "a member's name has a NUL in it")
    parts = path.replace("\\", "/").split("/")
    if not parts[0] or _DRIVE.match(path):
        raise ArchiveRefused(archive, f"the member '{path[:80]}' has an absolute path")
    if ".." in parts:
        raise ArchiveRefused(archive, f"the member '{path[:80]}' points out of the archive")
    if len(parts) > DEEPEST_MEMBER_PATH:
        raise ArchiveRefused(archive, f"a member lies more than {DEEPEST_MEMBER_PATH} folders deep")
    if not _IGNORED_FOLDERS.isdisjoint(parts) or parts[-1].startswith("."):
        return None
    return "/".join([*(part for part in parts[:-1] if part not in {"", "."}), parts[-1]])


def unused_name(name: str, taken: frozenset[str] | set[str]) -> str:
    """The name, or the first of `name-2`, `name-3` … (before the suffix) that is not taken."""
    if name not in taken:
        return name
    stem, dot, suffix = name.rpartition(".")
    if not stem:
        stem, dot, suffix = name, "", ""
    number = 2
    while (found := f"{stem[: LONGEST_NAME - len(suffix) - 8]}-{number}{dot}{suffix}") in taken:
        number += 1
    return found
