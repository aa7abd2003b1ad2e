"""The table of accepted differences: where Trishul says something else than a peer on purpose, and why."""

from __future__ import annotations

import re
import tomllib
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, NamedTuple

TABLE = Path(__file__).with_name("accepted_differences.toml")


class Difference(NamedTuple):
    """One fact about one name that two tools tell differently; an absent one is empty."""

    place: str
    """MODULE::name."""
    fact: str
    ours: str
    theirs: str


class Accepted:
    """The entries of one section, and which of them were needed."""

    def __init__(self, section: str) -> None:
        self._entries: list[dict[str, Any]] = tomllib.loads(TABLE.read_text()).get(section, [])
        self._needed: set[str] = set()

    def is_accepted(self, difference: Difference) -> bool:
        """True where an entry tells the reason of a difference."""
        for entry in self._entries:
            if (
                entry["fact"] == difference.fact
                and any(fnmatchcase(difference.place, place) for place in entry.get("places", ["*"]))
                and re.fullmatch(entry.get("ours", ".*"), difference.ours, re.DOTALL)
                and re.fullmatch(entry.get("theirs", ".*"), difference.theirs, re.DOTALL)
            ):
                self._needed.add(entry["name"])
                return True
        return False

    def unneeded(self) -> list[str]:
        """Names of entries that no difference needed."""
        return [entry["name"] for entry in self._entries if entry["name"] not in self._needed]
