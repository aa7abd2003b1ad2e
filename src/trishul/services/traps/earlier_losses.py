"""Traps that were lost with an earlier server: those that its receiver worker held when both were killed.

Owns the reckoning at the start of a server, before anything new is taken: what the worker's file says it held, less
what the store has behind the place up to which it was settled. Does not own how that file is written
(`workers.held_traps`), nor the account of a worker that ends while its server lives (`arrivals`).
"""

from __future__ import annotations

import asyncio
from pathlib import Path

import structlog

from trishul.services.traps.inform_recovery import delete_spent
from trishul.store.database import Database, StoreUnavailable
from trishul.store.notifications import count_traps_since
from trishul.workers.held_traps import HeldAtDeath, held_files, read_held

_log = structlog.get_logger(__name__)


class EarlierLosses:
    """Reads the files of one directory."""

    def __init__(self, directory: Path, database: Database) -> None:
        self._directory = directory
        self._database = database

    async def traps(self) -> int:
        """How many were lost; their files go. Where the database cannot be read they stay for the next start."""
        lost = 0
        for path in await asyncio.to_thread(held_files, self._directory):
            try:
                held = await asyncio.to_thread(read_held, path)
                lost += await self._lost(held)
            except OSError as error:
                _log.error("what a receiver process had held cannot be read", file=path.name, reason=error.strerror)
            except StoreUnavailable as error:
                _log.warning("what was lost with an earlier server is not known yet", reason=error.reason)
            else:
                await asyncio.to_thread(delete_spent, path)
        if lost:
            _log.warning("an earlier server that was killed took traps with it", traps=lost)
        return lost

    async def forget(self, pid: int) -> None:
        """A worker has ended and its server has settled its account."""
        for path in await asyncio.to_thread(held_files, self._directory, pid):
            await asyncio.to_thread(delete_spent, path)

    async def _lost(self, held: HeldAtDeath) -> int:
        if not held.traps:
            return 0
        async with self._database.read() as connection:
            behind = await count_traps_since(connection, held.settled_until_ns) - held.settled_then
        return max(0, held.traps - max(0, behind))
