"""Searches that people keep by name."""

from __future__ import annotations

import time

import msgspec

from trishul.errors import InvalidInput, LimitReached
from trishul.services.mibs.name_source import NameSource
from trishul.services.traps.notification_query import read_search
from trishul.store.database import Database
from trishul.store.notification_searches import (
    SearchRow,
    count_searches,
    delete_search,
    load_searches,
    save_search,
)

MAX_SEARCHES = 500
MAX_NAME_CHARACTERS = 64


class SavedSearch(msgspec.Struct, frozen=True):
    """A query by a name."""

    name: str
    query: str
    updated_at: float


class SavedSearches(msgspec.Struct, frozen=True):
    """All of them, by name."""

    data: list[SavedSearch]


class SearchKeeper:
    """Saves, lists and forgets searches."""

    def __init__(self, database: Database, names: NameSource) -> None:
        self._database = database
        self._names = names

    async def all(self) -> SavedSearches:
        """All of them, by name."""
        async with self._database.read() as connection:
            rows = await load_searches(connection)
        return SavedSearches([SavedSearch(row.name, row.query, row.updated_at) for row in rows])

    async def save(self, name: str, query: str) -> SavedSearch:
        """Saves one, in place of another of its name. Raises InvalidQuery, InvalidInput, LimitReached."""
        name = name.strip()
        if not 1 <= len(name) <= MAX_NAME_CHARACTERS or not name.isprintable():
            raise InvalidInput(f"A name has 1 to {MAX_NAME_CHARACTERS} characters that can be printed", field="name")
        read_search(query, self._names.names)
        row = SearchRow(name, query, time.time())
        async with self._database.write() as connection:
            await delete_search(connection, name)
            if await count_searches(connection) >= MAX_SEARCHES:
                raise LimitReached("saved searches", MAX_SEARCHES)
            await save_search(connection, row)
        return SavedSearch(row.name, row.query, row.updated_at)

    async def delete(self, name: str) -> bool:
        """Forgets one; whether it was there."""
        async with self._database.write() as connection:
            return await delete_search(connection, name)
