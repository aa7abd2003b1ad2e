"""A MIB library of a few standard modules, for tests of what stands above it: built in this process, in a second."""

from __future__ import annotations

import asyncio
import zipfile
from collections.abc import Sequence
from pathlib import Path

import msgspec

from trishul.library.builder import Request, TextToCheck, do_job
from trishul.library.building import build_library
from trishul.library.sources import STANDARD_ARCHIVE, LibraryPlaces
from trishul.services.mibs.builder import BuildProgress, BuildReport, CheckReport, LibraryBuilder, OnProgress

MODULES = ("IANAifType-MIB", "IF-MIB", "SNMPv2-CONF", "SNMPv2-MIB", "SNMPv2-SMI", "SNMPv2-TC")


def make_archive(place: Path) -> Path:
    """An archive of a few standard modules."""
    with zipfile.ZipFile(STANDARD_ARCHIVE) as whole, zipfile.ZipFile(place, "w") as part:
        for name in MODULES:
            part.writestr(name, whole.read(name))
    return place


class SmallBuilder(LibraryBuilder):
    """Does in a thread what the child does, with few standard modules."""

    def __init__(self, data_dir: Path, archive: Path) -> None:
        super().__init__(data_dir)
        self._places = LibraryPlaces(data_dir, archive)

    async def build(self, on_progress: OnProgress) -> BuildReport:
        on_progress(BuildProgress("parse", 0, 1, ""))
        outcome = await asyncio.to_thread(build_library, self._places, on_progress=lambda _: None, processes=1)
        return msgspec.convert(msgspec.to_builtins(outcome), BuildReport)

    async def check(self, files: Sequence[tuple[str, Path]], on_progress: OnProgress) -> CheckReport:
        texts = [TextToCheck(name, str(place)) for name, place in files]
        request = Request("check", str(self._places.data_dir), texts, str(self._places.standard_archive))
        found = await asyncio.to_thread(do_job, request, lambda _: None)
        return msgspec.convert(found, CheckReport)
