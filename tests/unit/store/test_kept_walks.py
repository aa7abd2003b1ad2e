"""Kept walks are stored with their chunks, found by words, tags and jobs, and go with all they have."""

from __future__ import annotations

import msgspec
from sqlalchemy import func, select

from trishul.store.chunk_rows import ChunkRow
from trishul.store.database import Database
from trishul.store.kept_walks import (
    KeptWalkFilter,
    KeptWalkRow,
    add_kept_walk,
    change_kept_walk,
    count_kept_walks,
    delete_kept_walks,
    find_kept_walk,
    list_kept_walks,
    load_chunks,
    sizes_of_unpinned,
)
from trishul.store.tables import kept_walk_chunks

ROW = KeptWalkRow(
    id=0,
    name="core 100%",
    target="192.0.2.1:161",
    root="1.3.6.1",
    started_at=5.0,
    elapsed_s=1.0,
    rows=3,
    octets=6,
    state="done",
    reason="",
    tags='["lab","weekly"]',
    is_pinned=False,
)
CHUNKS = [ChunkRow(0, 2, b"one"), ChunkRow(2, 1, b"two")]


async def test_a_walk_is_kept_changed_and_deleted_with_its_rows(database: Database) -> None:
    async with database.write() as connection:
        walk_id = await add_kept_walk(connection, ROW, CHUNKS)
        assert await find_kept_walk(connection, walk_id) == msgspec.structs.replace(ROW, id=walk_id)
        assert await load_chunks(connection, walk_id) == CHUNKS
        assert await load_chunks(connection, walk_id, from_row=2) == CHUNKS[1:]
        assert await load_chunks(connection, walk_id, limit=1) == CHUNKS[:1]
        assert await sizes_of_unpinned(connection) == [(walk_id, 5.0, 6, None)]
        assert await change_kept_walk(connection, walk_id, {"is_pinned": 1})
        assert await sizes_of_unpinned(connection) == []
        assert not await change_kept_walk(connection, 99, {"name": "x"})
        assert (await delete_kept_walks(connection, []), await delete_kept_walks(connection, [walk_id, 99])) == (0, 1)
        left = await connection.execute(select(func.count()).select_from(kept_walk_chunks))
        assert (left.scalar_one(), await find_kept_walk(connection, walk_id)) == (0, None)


async def test_walks_are_found_newest_first_by_words_tag_and_job(database: Database) -> None:
    async with database.write() as connection:
        for name, job in (("one", None), ("two", "j1"), ("three_x", None)):
            await add_kept_walk(connection, msgspec.structs.replace(ROW, name=name, job_id=job), [])
        for wanted, names in (
            (KeptWalkFilter(), ["three_x", "two", "one"]),
            (KeptWalkFilter(["TWO", "192.0"]), ["two"]),
            (KeptWalkFilter(["e_x"]), ["three_x"]),
            (KeptWalkFilter(["%"]), []),
            (KeptWalkFilter(tag='"lab"'), ["three_x", "two", "one"]),
            (KeptWalkFilter(tag='"la"'), []),
            (KeptWalkFilter(job_id="j1"), ["two"]),
        ):
            found = await list_kept_walks(connection, wanted, limit=10)
            assert [row.name for row in found] == names
            assert await count_kept_walks(connection, wanted) == len(names)
        assert [row.id for row in await list_kept_walks(connection, KeptWalkFilter(), limit=1, before_id=3)] == [2]
