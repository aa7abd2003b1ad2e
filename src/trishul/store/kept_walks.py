"""Queries on kept walks: what is known of each, and its rows in compressed chunks.

Owns the SQL and the stored rows. What a chunk holds is for services to say (`walks.chunks`), as is how long walks stay.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct
from sqlalchemy import ColumnElement, delete, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from trishul.store.chunk_rows import ChunkRow
from trishul.store.tables import kept_walk_chunks, kept_walks

_NAMES = tuple(column.name for column in kept_walks.columns)


class KeptWalkRow(Struct, frozen=True):
    """One kept walk without its rows; the columns are described with the table. `id` is 0 for one that is new."""

    id: int
    name: str
    target: str
    root: str
    started_at: float
    elapsed_s: float
    rows: int
    octets: int
    state: str
    reason: str
    tags: str
    is_pinned: bool
    job_id: str | None = None


class KeptWalkFilter(Struct, frozen=True):
    """Which walks: words that stand in their name, target, root or tags, one exact tag, one job."""

    words: Sequence[str] = ()
    tag: str | None = None
    """As JSON writes it, with its quotes."""
    job_id: str | None = None


async def add_kept_walk(connection: AsyncConnection, row: KeptWalkRow, chunks: Sequence[ChunkRow]) -> int:
    """A new one with its rows; its id."""
    values = {name: getattr(row, name) for name in _NAMES if name != "id"}
    statement = insert(kept_walks).values(values).returning(kept_walks.c.id)
    walk_id = int((await connection.execute(statement)).scalar_one())
    if chunks:
        await connection.execute(insert(kept_walk_chunks), [chunk._asdict() | {"walk_id": walk_id} for chunk in chunks])
    return walk_id


async def list_kept_walks(
    connection: AsyncConnection, wanted: KeptWalkFilter, *, limit: int, before_id: int | None = None
) -> list[KeptWalkRow]:
    """At most `limit` of them, the newest first, with ids below `before_id`."""
    query = select(kept_walks).where(*_conditions(wanted)).order_by(kept_walks.c.id.desc()).limit(limit)
    if before_id is not None:
        query = query.where(kept_walks.c.id < before_id)
    return [_row(row) for row in await connection.execute(query)]


async def count_kept_walks(connection: AsyncConnection, wanted: KeptWalkFilter) -> int:
    """How many there are."""
    query = select(func.count()).select_from(kept_walks).where(*_conditions(wanted))
    return int((await connection.execute(query)).scalar_one())


async def find_kept_walk(connection: AsyncConnection, walk_id: int) -> KeptWalkRow | None:
    """One of them."""
    row = (await connection.execute(select(kept_walks).where(kept_walks.c.id == walk_id))).first()
    return _row(row) if row else None


async def change_kept_walk(connection: AsyncConnection, walk_id: int, changes: Mapping[str, object]) -> bool:
    """Changes some of its columns; False when it is not there."""
    result = await connection.execute(update(kept_walks).where(kept_walks.c.id == walk_id).values(dict(changes)))
    return result.rowcount == 1


async def delete_kept_walks(connection: AsyncConnection, walk_ids: Sequence[int]) -> int:
    """Forgets them with their rows; how many were there."""
    if not walk_ids:
        return 0
    result = await connection.execute(delete(kept_walks).where(kept_walks.c.id.in_(walk_ids)))
    return int(result.rowcount)


async def load_chunks(
    connection: AsyncConnection, walk_id: int, *, from_row: int = 0, limit: int | None = None
) -> list[ChunkRow]:
    """Chunks from the one that holds a row on, in order."""
    chunk = kept_walk_chunks.c
    query = (
        select(chunk.first_row, chunk.rows, chunk.data)
        .where(chunk.walk_id == walk_id, chunk.first_row + chunk.rows > from_row)
        .order_by(chunk.first_row)
        .limit(limit)
    )
    return [ChunkRow(*row) for row in await connection.execute(query)]


async def sizes_of_unpinned(connection: AsyncConnection) -> list[tuple[int, float, int, str | None]]:
    """Id, start, octets and job of all that may be thrown away, the newest first."""
    walk = kept_walks.c
    query = select(walk.id, walk.started_at, walk.octets, walk.job_id)
    rows = await connection.execute(query.where(walk.is_pinned == 0).order_by(walk.id.desc()))
    return [(row[0], row[1], row[2], row[3]) for row in rows]


def _conditions(wanted: KeptWalkFilter) -> list[ColumnElement[bool]]:
    walk = kept_walks.c
    searched = (walk.name, walk.target, walk.root, walk.tags)
    conditions: list[ColumnElement[bool]] = [
        or_(*(column.icontains(word, autoescape=True) for column in searched)) for word in wanted.words
    ]
    if wanted.tag is not None:
        conditions.append(walk.tags.contains(wanted.tag, autoescape=True))
    if wanted.job_id is not None:
        conditions.append(walk.job_id == wanted.job_id)
    return conditions


def _row(row: Any) -> KeptWalkRow:
    values = row._asdict()
    return KeptWalkRow(**values | {"is_pinned": bool(values["is_pinned"])})
