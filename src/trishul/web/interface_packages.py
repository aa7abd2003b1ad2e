"""The libraries that the pages were built from, as the build of the interface wrote them down beside the pages."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import msgspec

from trishul.services.installed_packages import InstalledPackage

NAMES = "licences.json"
TEXTS = "licences.txt"
"""The licences' own words, served beside the pages."""


@cache
def interface_packages() -> tuple[InstalledPackage, ...]:
    """By name; none where the pages are not built. Reads a file once."""
    try:
        written = (files("trishul.web") / "static" / NAMES).read_bytes()
        return msgspec.json.decode(written, type=tuple[InstalledPackage, ...])
    except (OSError, msgspec.MsgspecError):
        return ()
