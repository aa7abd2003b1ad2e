"""Uploaded files of walks are kept like walks, all or none."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.services.conftest import Clock
from tests.unit.services.walked_device import PORT_NAME, names, walked
from trishul.errors import InvalidInput, LimitReached, TrishulError
from trishul.services.mibs.refusals import UploadUnreadable
from trishul.services.settings import AppSettings
from trishul.services.uploads.reception import Receptions
from trishul.services.walks import imports as walk_imports
from trishul.services.walks.imports import ImportedWalks, WalkImports
from trishul.services.walks.kept_walks import KeptWalks
from trishul.simulation.recordings.snmprec import write_snmprec
from trishul.store.database import Database

WALK = f'.{PORT_NAME}.1 = STRING: "Gi0/1"\nDEVICE-MIB::portName.2 = STRING: "Gi0/2"\n'.encode()


class Bench:
    def __init__(self, database: Database, folder: Path, clock: Clock) -> None:
        self.kept = KeptWalks(database, AppSettings, clock)
        self.imports = WalkImports(self.kept, names(), clock)
        self.receptions = Receptions(folder / "staging", folder / "kept")

    async def upload(self, files: dict[str, bytes], *tags: str) -> ImportedWalks:
        async with self.receptions.receive() as reception:
            for name, octets in files.items():
                reception.begin(name)
                await reception.write(octets)
                await reception.end()
            return await self.imports.store(reception, tags)


@pytest.fixture
def bench(database: Database, tmp_path: Path, clock: Clock) -> Bench:
    return Bench(database, tmp_path, clock)


async def test_recordings_and_printed_walks_are_kept_with_names_read_by_the_mibs(bench: Bench, clock: Clock) -> None:
    files = {"core.snmprec": b"".join(write_snmprec(walked())), "edge.walk": WALK}
    core, edge = (await bench.upload(files, "before")).walks
    assert (core.name, core.rows, core.state, core.tags, core.started_at) == (
        "core",
        8,
        "imported",
        ["before"],
        clock.now,
    )
    assert await bench.kept.rows(core.id) == walked()
    assert await bench.kept.rows(edge.id) == walked()[1:3]


@pytest.mark.parametrize(
    ("files", "tags", "error"),
    [
        ({}, (), UploadUnreadable),
        ({"core.snmprec": WALK, "readme.doc": b"x"}, (), UploadUnreadable),
        ({"core.walk": b"\0\1"}, (), UploadUnreadable),
        ({"core.walk": WALK}, ("",), InvalidInput),
        ({"a.walk": WALK, "b.walk": WALK}, (), LimitReached),
    ],
)
async def test_what_cannot_be_kept_keeps_nothing(
    bench: Bench,
    monkeypatch: pytest.MonkeyPatch,
    files: dict[str, bytes],
    tags: tuple[str, ...],
    error: type[TrishulError],
) -> None:
    monkeypatch.setattr(walk_imports, "MAX_WALKS", 1)
    with pytest.raises(error):
        await bench.upload(files, *tags)
    assert (await bench.kept.page()).total == 0


async def test_a_file_of_too_many_rows_is_refused(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walk_imports, "MAX_ROWS", 1)
    with pytest.raises(LimitReached):
        await bench.upload({"core.walk": WALK})
