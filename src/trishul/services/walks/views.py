"""What is made of a kept walk for people: pages of rows, tables, findings, exports. Each look reads its rows anew.

Owns the way from a stored walk to a view: the rows come from the store, and names are those of this moment, so that a
MIB that came later names older walks. A page or a piece is made in a thread with a reader of the library of its own;
what needs all rows is asked of `reader`. The views themselves are pure functions of rows and library.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

import msgspec

from trishul.datatypes.oid import Oid
from trishul.errors import RecordingError
from trishul.library.library import Library
from trishul.library.names import Names
from trishul.services.mibs.name_source import NameSource, asked_in_thread
from trishul.services.recordings.names import RecordingExists, recording_place
from trishul.services.value_texts import RowMaker, ShownVarBind
from trishul.services.walks.chunks import CHUNK_ROWS, all_rows, rows_from
from trishul.services.walks.exports import ExportForm, WalkExporter
from trishul.services.walks.filters import row_filter
from trishul.services.walks.kept_walks import KeptWalks
from trishul.services.walks.lint import WalkLint
from trishul.services.walks.looks import LintLook, Look, LookAnswer, MissingMibsLook, TableLook, TablesLook
from trishul.services.walks.missing_mibs import MissingMibs
from trishul.services.walks.reader import WalkReader
from trishul.services.walks.tables import TableList, TableView
from trishul.simulation.recordings.files import write_recording
from trishul.store.chunk_rows import ChunkRow
from trishul.workers.recordings_folder import id_of_recording

MAX_PAGE = 5000
MAX_SCANNED = 100_000
"""Rows that are looked at for one page of a search; a page may have few rows, or none, and more follow."""

Answer = TypeVar("Answer", bound=LookAnswer)


class WalkRowsPage(msgspec.Struct, frozen=True):
    """Some rows of a kept walk, in the order in which they came."""

    rows: list[ShownVarBind]
    first: int | None
    """Number of the first of these rows, counted from 0."""
    total: int
    """Rows of the walk altogether, whatever the search."""
    next: int | None
    """What to give as `after` for those that follow; None at the end."""


class SimulatedWalk(msgspec.Struct, frozen=True):
    """A recording made of a walk: its file in the folder of recordings, whose agent answers."""

    name: str
    path: str
    agent: str
    """ID of the agent that answers when the simulator runs."""
    rows: int


class WalkViews:
    """Looks at kept walks."""

    def __init__(
        self,
        kept: KeptWalks,
        names: NameSource,
        reader: WalkReader,
        recordings: Path,
        on_recorded: Callable[[], Awaitable[None]],
    ) -> None:
        """`recordings` is the folder of them, `on_recorded` is called when there is a new one."""
        self._kept = kept
        self._names = names
        self._reader = reader
        self._recordings = recordings
        self._on_recorded = on_recorded

    async def rows(self, walk_id: int, *, after: int = 0, limit: int = 500, search: str = "") -> WalkRowsPage:
        """Rows from number `after` on whose name or value has the words of a search, or that lie below it.

        Raises NoSuchKeptWalk, KeptWalkDamaged.
        """
        walk = await self._kept.get(walk_id)
        wanted = (MAX_SCANNED if search.strip() else limit) // CHUNK_ROWS + 2
        chunks = await self._kept.chunks(walk_id, from_row=after, limit=wanted)
        return await asked_in_thread(
            self._names,
            lambda library: _page(chunks, library, after=after, limit=limit, search=search, total=walk.rows),
        )

    async def tables(self, walk_id: int) -> TableList:
        """The tables that the walk has something of. Raises as `_look`."""
        return await self._look(walk_id, TablesLook(), TableList)

    async def table(
        self,
        walk_id: int,
        name: str,
        *,
        search: str = "",
        sort: str = "",
        is_descending: bool = False,
        offset: int = 0,
        limit: int = 1000,
    ) -> TableView:
        """Some rows of a table. Raises NoSuchTable, and as `_look`."""
        look = TableLook(name, search=search, sort=sort, is_descending=is_descending, offset=offset, limit=limit)
        return await self._look(walk_id, look, TableView)

    async def lint(self, walk_id: int) -> WalkLint:
        """What is wrong with the agent, as far as the walk shows it. Raises as `_look`."""
        roots = [Oid(root).contents for root in (await self._kept.get(walk_id)).root.split()]
        return await self._look(walk_id, LintLook(roots), WalkLint)

    async def missing_mibs(self, walk_id: int) -> MissingMibs:
        """Subtrees that no module names. Raises as `_look`."""
        return await self._look(walk_id, MissingMibsLook(), MissingMibs)

    async def export(self, walk_id: int, form: ExportForm, search: str = "") -> AsyncGenerator[bytes, None]:
        """The rows that fit a search as a file, piece by piece. Raises NoSuchKeptWalk, KeptWalkDamaged."""
        chunks = await self._kept.chunks(walk_id)
        exporter = WalkExporter(form)
        waiting = exporter.beginning()
        for chunk in chunks:
            yield waiting + await asked_in_thread(self._names, partial(exporter.piece, chunk, search))
            waiting = b""
        yield waiting + exporter.end()

    async def simulate(self, walk_id: int, name: str, *, overwrite: bool = False) -> SimulatedWalk:
        """Makes a recording of a walk, which answers to `name`.

        Raises NoSuchKeptWalk, InvalidInput, RecordingExists, RecordingError, KeptWalkDamaged.
        """
        place = recording_place(name, self._recordings)
        if place.exists() and not overwrite:
            raise RecordingExists(name)

        chunks = await self._kept.chunks(walk_id)
        rows = await asyncio.to_thread(_write_recording, chunks, place)
        await self._on_recorded()
        path = place.relative_to(self._recordings).as_posix()
        return SimulatedWalk(name, path, id_of_recording(path), rows)

    async def _look(self, walk_id: int, look: Look, answer_type: type[Answer]) -> Answer:
        """The answer to a question about all rows of a walk. Raises NoSuchKeptWalk and as `WalkReader.answer`."""
        return await self._reader.answer(look, [await self._kept.chunks(walk_id)], answer_type)


def _page(
    chunks: Sequence[ChunkRow], library: Library | None, *, after: int, limit: int, search: str, total: int
) -> WalkRowsPage:
    names = Names(library)
    fits = row_filter(search, names, library)
    show = RowMaker(names).show
    found: list[ShownVarBind] = []
    first: int | None = None
    following: int | None = None
    for number, varbind in rows_from(chunks, after):
        if len(found) >= limit or number - after >= MAX_SCANNED:
            following = number
            break
        if fits is None or fits(varbind):
            first = number if first is None else first
            found.append(show(varbind))
    else:
        end = chunks[-1].first_row + chunks[-1].rows if chunks else total
        following = end if end < total else None
    return WalkRowsPage(found, first, total, following)


def _write_recording(chunks: Sequence[ChunkRow], place: Path) -> int:
    """Writes the rows that a recording can hold; their number. Raises KeptWalkDamaged, RecordingError."""
    lines = WalkExporter("snmprec").lines(all_rows(chunks))
    try:
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise RecordingError(str(place), None, error.strerror or str(error)) from None
    write_recording(place, lines)
    return len(lines)
