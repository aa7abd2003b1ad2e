"""Kept walks: what was read of a device, stored with a name, found again, thrown away when there is too much.

Owns the records, their limits and how long they stay; pinned walks stay until somebody deletes them. The rows are
packed by `chunks`; what is made of them (tables, comparisons, findings) is `views`.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

import msgspec
import structlog

from trishul.datatypes.varbind import VarBind
from trishul.errors import InvalidInput, TrishulError
from trishul.services.settings import AppSettings
from trishul.services.walks.chunks import WalkPacker, all_rows
from trishul.services.wrong_fields import read_struct
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

MAX_NAME = 200
MAX_TAGS = 20
MAX_TAG = 64
MAX_DELETED_AT_ONCE = 1000
_DAY_S = 86_400.0
_MEGABYTE = 1_000_000

WalkState = Literal["done", "cut", "cancelled", "failed", "imported"]

_log = structlog.get_logger(__name__)


class NoSuchKeptWalk(TrishulError):
    """No walk of this number is kept."""

    code = "no_such_walk"

    def __init__(self) -> None:
        super().__init__("No walk of this number is kept, or it was thrown away meanwhile")


class KeptWalk(msgspec.Struct, frozen=True):
    """A kept walk without its rows."""

    id: int
    name: str
    target: str
    root: str
    """What was asked for: one OID or more, as numbers, with spaces between."""
    started_at: float
    elapsed_s: float
    rows: int
    size_bytes: int
    """As stored."""
    state: WalkState
    """cut: a limit ended it; cancelled: somebody did; failed: an error; imported: it came as a file."""
    reason: str
    """The limit or the error in words; empty for a whole walk."""
    tags: list[str]
    pinned: bool
    job: str | None
    """ID of the job that made it."""


class KeptWalkPage(msgspec.Struct, frozen=True):
    """Some kept walks, the newest first."""

    walks: list[KeptWalk]
    total: int
    """How many fit the search."""
    next: int | None
    """What to give as `before` for those that follow; None at the end."""


class WalkDraft(msgspec.Struct, frozen=True):
    """What is known of a walk that is to be kept, beside its rows."""

    name: str
    target: str
    root: str
    started_at: float
    elapsed_s: float
    state: WalkState = "done"
    reason: str = ""
    tags: Sequence[str] = ()
    job: str | None = None


class KeptWalkChanges(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What people change of a kept walk; what is left out stays."""

    name: str | msgspec.UnsetType = msgspec.UNSET
    tags: list[str] | msgspec.UnsetType = msgspec.UNSET
    pinned: bool | msgspec.UnsetType = msgspec.UNSET


class KeptWalks:
    """All kept walks."""

    def __init__(
        self,
        database: Database,
        settings: Callable[[], AppSettings],
        clock: Callable[[], float] = time.time,
        on_change: Callable[[], None] = lambda: None,
    ) -> None:
        self._database = database
        self._settings = settings
        self._clock = clock
        self._on_change = on_change

    async def keep(self, draft: WalkDraft, packer: WalkPacker) -> KeptWalk:
        """Stores a walk; the oldest that are too many go. Raises InvalidInput, StoreUnavailable."""
        name, tags = checked_name(draft.name), checked_tags(draft.tags)
        chunks = await asyncio.to_thread(packer.chunks)
        row = KeptWalkRow(
            id=0,
            name=name,
            target=draft.target,
            root=draft.root,
            started_at=draft.started_at,
            elapsed_s=draft.elapsed_s,
            rows=packer.rows,
            octets=sum(len(chunk.data) for chunk in chunks),
            state=draft.state,
            reason=draft.reason,
            tags=_tags_text(tags),
            is_pinned=False,
            job_id=draft.job,
        )
        async with self._database.write() as connection:
            walk_id = await add_kept_walk(connection, row, chunks)
        await self.prune(spared=walk_id)
        self._on_change()
        return _record(msgspec.structs.replace(row, id=walk_id))

    async def page(
        self,
        *,
        search: str = "",
        tag: str | None = None,
        job: str | None = None,
        limit: int = 50,
        before: int | None = None,
    ) -> KeptWalkPage:
        """Those whose name, target, root or tags have all words of a search."""
        wanted = KeptWalkFilter(search.split(), None if tag is None else msgspec.json.encode(tag).decode(), job)
        async with self._database.read() as connection:
            rows = await list_kept_walks(connection, wanted, limit=limit + 1, before_id=before)
            total = await count_kept_walks(connection, wanted)
        following = rows[limit - 1].id if len(rows) > limit else None
        return KeptWalkPage([_record(row) for row in rows[:limit]], total, following)

    async def get(self, walk_id: int) -> KeptWalk:
        """One of them. Raises NoSuchKeptWalk."""
        async with self._database.read() as connection:
            row = await find_kept_walk(connection, walk_id)
        if row is None:
            raise NoSuchKeptWalk
        return _record(row)

    async def change(self, walk_id: int, data: Any) -> KeptWalk:
        """Another name, other tags, pinned or not. Raises InvalidInput, NoSuchKeptWalk."""
        wanted = read_struct(data, KeptWalkChanges)
        changes: dict[str, object] = {}
        if wanted.name is not msgspec.UNSET:
            changes["name"] = checked_name(wanted.name)
        if wanted.tags is not msgspec.UNSET:
            changes["tags"] = _tags_text(checked_tags(wanted.tags))
        if wanted.pinned is not msgspec.UNSET:
            changes["is_pinned"] = int(wanted.pinned)
        if changes:
            async with self._database.write() as connection:
                if not await change_kept_walk(connection, walk_id, changes):
                    raise NoSuchKeptWalk
            self._on_change()
        return await self.get(walk_id)

    async def delete(self, walk_ids: Sequence[int]) -> int:
        """Forgets some of them; how many were there."""
        async with self._database.write() as connection:
            count = await delete_kept_walks(connection, walk_ids)
        if count:
            self._on_change()
        return count

    async def chunks(self, walk_id: int, *, from_row: int = 0, limit: int | None = None) -> list[ChunkRow]:
        """The stored rows from one on. Raises NoSuchKeptWalk."""
        async with self._database.read() as connection:
            if await find_kept_walk(connection, walk_id) is None:
                raise NoSuchKeptWalk
            return await load_chunks(connection, walk_id, from_row=from_row, limit=limit)

    async def rows(self, walk_id: int) -> list[VarBind]:
        """All rows, read in a thread. Raises NoSuchKeptWalk, KeptWalkDamaged."""
        return await asyncio.to_thread(all_rows, await self.chunks(walk_id))

    async def prune(self, *, spared: int = 0) -> int:
        """Throws away what is too old, too many or too large together, but for one; how many went."""
        async with self._database.read() as connection:
            sizes = await sizes_of_unpinned(connection)
        gone = _surplus(sizes, self._settings(), self._clock(), spared)
        if gone:
            await self.delete(gone)
            _log.info("kept walks were thrown away by their limits", count=len(gone))
        return len(gone)

    async def prune_job(self, job: str, keep: int) -> None:
        """Throws away all but the newest walks of a job."""
        async with self._database.read() as connection:
            sizes = await sizes_of_unpinned(connection)
        await self.delete([walk_id for walk_id, _, _, owner in sizes if owner == job][keep:])


def _surplus(
    sizes: Sequence[tuple[int, float, int, str | None]], settings: AppSettings, now: float, spared: int
) -> list[int]:
    """Ids of the walks that go: beyond a limit, counted from the newest."""
    oldest = now - settings.kept_walks_days * _DAY_S
    most_octets = settings.kept_walks_megabytes * _MEGABYTE
    gone: list[int] = []
    octets = 0
    for count, (walk_id, started_at, size, _) in enumerate(sizes, 1):
        octets += size
        is_too_much = count > settings.kept_walks_count or octets > most_octets or started_at < oldest
        if is_too_much and walk_id != spared:
            gone.append(walk_id)
    return gone


def checked_name(name: str) -> str:
    """A name without spaces around it. Raises InvalidInput."""
    bare = name.strip()
    if not 0 < len(bare) <= MAX_NAME or not bare.isprintable():
        raise InvalidInput(f"A name has 1 to {MAX_NAME} printable characters", field="name")
    return bare


def checked_tags(tags: Sequence[str]) -> list[str]:
    """Tags without spaces around them, each once. Raises InvalidInput."""
    bare = list(dict.fromkeys(tag.strip() for tag in tags))
    if len(bare) > MAX_TAGS:
        raise InvalidInput(f"A walk has at most {MAX_TAGS} tags", field="tags")
    if any(not 0 < len(tag) <= MAX_TAG or not tag.isprintable() for tag in bare):
        raise InvalidInput(f"A tag has 1 to {MAX_TAG} printable characters", field="tags")
    return bare


def _tags_text(tags: Sequence[str]) -> str:
    return msgspec.json.encode(list(tags)).decode()


def _record(row: KeptWalkRow) -> KeptWalk:
    facts: Mapping[str, Any] = {
        name: getattr(row, name) for name in ("id", "name", "target", "root", "started_at", "elapsed_s", "rows")
    }
    return KeptWalk(
        **facts,
        size_bytes=row.octets,
        state=row.state,  # type: ignore[arg-type]  # only states of drafts are stored
        reason=row.reason,
        tags=msgspec.json.decode(row.tags, type=list[str]),
        pinned=row.is_pinned,
        job=row.job_id,
    )
