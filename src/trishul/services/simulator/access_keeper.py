"""Who sees what of the simulator: the access configuration, kept, given to the worker, and restored with the server.

Owns that memory; what a configuration means is `access`, what it does is `engine.access`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import msgspec

from trishul.library.names import Names
from trishul.services.simulator.access import (
    AccessDocument,
    MeantAccess,
    check_access,
    counted_rows,
    read_document,
    restore_access,
)
from trishul.services.simulator.status import AccessSaved
from trishul.store.database import Database
from trishul.store.settings import save_settings

SETTING = "simulator.access"


class AccessKeeper:
    """The access configuration of one simulator; `restore` it before use."""

    def __init__(
        self,
        database: Database,
        names: Callable[[], Names],
        *,
        turn: asyncio.Lock,
        apply: Callable[[MeantAccess], Awaitable[bool]],
    ) -> None:
        """`turn` is held while the simulator starts or stops; `apply` gives it to the running worker."""
        self._database = database
        self._names = names
        self._turn = turn
        self._apply = apply
        self.document = AccessDocument()
        """As it was given."""
        self.meant = MeantAccess(None, [])
        self.warning: str | None = None
        """Why what was saved does not hold."""

    def restore(self, settings: Mapping[str, str]) -> None:
        """Takes what was saved; one that cannot be read lets nobody see anything."""
        self.document, self.meant, self.warning = restore_access(settings.get(SETTING, "{}"), self._names())

    async def save(self, data: Any) -> AccessSaved:
        """Checks, saves and applies the whole configuration. Raises AccessRefused, StoreUnavailable."""
        document = read_document(data)
        meant = check_access(document, self._names())
        async with self._turn:
            async with self._database.write() as connection:
                await save_settings(connection, {SETTING: msgspec.json.encode(document).decode()})
            self.document, self.meant, self.warning = document, meant, None
            return AccessSaved("saved", await self._apply(meant))

    def counted_rows(self) -> dict[str, int] | None:
        """Rows of each table; None where who is known sees everything."""
        return counted_rows(self.document)
