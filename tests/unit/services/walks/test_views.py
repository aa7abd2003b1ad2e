"""Kept walks are looked at page by page, with the names of now, and become agents."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.services.walked_device import PORT_NAME, UNKNOWN, names, walked
from trishul.datatypes.values import Value
from trishul.datatypes.varbind import VarBind
from trishul.errors import InvalidInput, RecordingError
from trishul.services.recordings.names import RecordingExists
from trishul.services.settings import AppSettings
from trishul.services.walks import views as walk_views
from trishul.services.walks.chunks import WalkPacker
from trishul.services.walks.kept_walks import KeptWalks, NoSuchKeptWalk, WalkDraft
from trishul.services.walks.reader import WalkReader
from trishul.services.walks.views import WalkViews
from trishul.simulation.recordings.files import read_recording
from trishul.store.database import Database


class Bench:
    """Views of walks that a test keeps, and how often the simulator was told of a new recording."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.kept = KeptWalks(database, AppSettings)
        self.folder = folder
        self.source = names()
        self.told = 0
        reader = WalkReader(self.source, folder / "never-read")
        self.views = WalkViews(self.kept, self.source, reader, folder, self._tell)

    async def keep(self, rows: list[VarBind], root: str = "1.3.6.1") -> int:
        packer = WalkPacker()
        packer.add(rows)
        return (await self.kept.keep(WalkDraft("walk", "192.0.2.1:161", root, 2e9, 0.1), packer)).id

    async def _tell(self) -> None:
        self.told += 1


@pytest.fixture
def bench(database: Database, tmp_path: Path) -> Bench:
    return Bench(database, tmp_path / "recordings")


async def test_rows_come_in_pages_with_the_names_of_now(bench: Bench) -> None:
    walk = await bench.keep(walked())
    page = await bench.views.rows(walk, limit=3)
    assert ([row.name for row in page.rows][:1], page.total, page.next) == (["DEVICE-MIB::deviceState.0"], 8, 3)
    rest = await bench.views.rows(walk, after=3, limit=10)
    assert (len(rest.rows), rest.first, rest.next) == (5, 3, None)
    bench.source.load()
    assert [row.name for row in (await bench.views.rows(walk, limit=1)).rows] == ["1.3.6.1.4.1.99999.1.0"]


async def test_a_search_goes_on_where_its_page_ends(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    ports = [VarBind.of(f"{PORT_NAME}.{port}", Value.octet_string(f"Gi{port}")) for port in range(1, 9000)]
    walk = await bench.keep(ports)
    page = await bench.views.rows(walk, search="gi8999")
    assert ([row.value for row in page.rows], page.first, page.next) == (["Gi8999"], 8998, None)
    assert (await bench.views.rows(walk, search="portTable", limit=2)).next == 2
    monkeypatch.setattr(walk_views, "MAX_SCANNED", 4000)
    page = await bench.views.rows(walk, search="gi8999")
    assert (page.rows, page.next) == ([], 4000)


async def test_tables_and_findings_are_those_of_the_walk(bench: Bench) -> None:
    walk = await bench.keep([*walked(), walked()[0]])
    assert [table.name for table in (await bench.views.tables(walk)).tables] == ["portTable", "userTable"]
    view = await bench.views.table(walk, "portTable", sort="portIndex", is_descending=True, limit=1)
    assert ([row.instance for row in view.rows], view.total) == (["10"], 3)
    assert "not_increasing" in {finding.code for finding in (await bench.views.lint(walk)).findings}
    assert [subtree.rows for subtree in (await bench.views.missing_mibs(walk)).subtrees] == [1]


async def test_a_walk_of_several_roots_increases_below_each_of_them(bench: Bench) -> None:
    rows = walked()
    walk = await bench.keep([*rows[1:], rows[0]], root="1.3.6.1.4.1.99999.2 1.3.6.1.4.1.99999.1.0")
    assert "not_increasing" not in {finding.code for finding in (await bench.views.lint(walk)).findings}


async def test_an_export_comes_piece_by_piece(bench: Bench) -> None:
    walk = await bench.keep(walked() * 600)
    pieces = [piece async for piece in bench.views.export(walk, "snmpwalk", UNKNOWN)]
    assert len(pieces) == 4
    assert b"".join(pieces).count(b"\n") == 600


async def test_a_walk_becomes_a_recording_once(bench: Bench) -> None:
    walk = await bench.keep(walked())
    made = await bench.views.simulate(walk, "lab/core")
    assert (made.path, made.rows, bench.told, made.agent[:5]) == ("lab/core.snmprec", 8, 1, "file-")
    assert list(read_recording(bench.folder / made.path)) == walked()
    with pytest.raises(RecordingExists):
        await bench.views.simulate(walk, "lab/core")
    assert (await bench.views.simulate(walk, "lab/core", overwrite=True)).rows == 8
    with pytest.raises(InvalidInput):
        await bench.views.simulate(walk, "../core")
    (bench.folder / "file").write_text("")
    with pytest.raises(RecordingError):
        await bench.views.simulate(walk, "file/core")


async def test_a_walk_that_is_not_there_is_told(bench: Bench) -> None:
    for asked in (bench.views.rows(5), bench.views.tables(5), bench.views.lint(5), bench.views.simulate(5, "x")):
        with pytest.raises(NoSuchKeptWalk):
            await asked
