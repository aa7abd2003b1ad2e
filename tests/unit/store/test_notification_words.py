"""The index of words alone."""

from __future__ import annotations

import pytest

from trishul.store.database import Database
from trishul.store.notification_words import empty_word_index, index_words, make_word_index, rows_with_words


@pytest.mark.parametrize(
    ("words", "ends_open", "found"),
    [
        (["gi0"], False, {1, 2}),
        (["gi0", "up"], False, {2}),
        (["g"], True, {1, 2}),
        (["g"], False, set()),
        (["10.0"], True, {3}),
    ],
)
async def test_rows_are_found_by_their_words(
    database: Database, words: list[str], found: set[int], *, ends_open: bool
) -> None:
    async with database.write() as connection:
        assert await make_word_index(connection)
        assert not await make_word_index(connection)
        await index_words(connection, [(1, ["gi0", "down"]), (2, ["up", "gi0"]), (3, ["10.0.0.1"])])
        assert set((await connection.execute(rows_with_words(words, ends_open=ends_open))).scalars()) == found
        await empty_word_index(connection)
        assert (await connection.execute(rows_with_words(words, ends_open=ends_open))).scalars().all() == []


async def test_an_index_that_was_never_made_is_empty_already(database: Database) -> None:
    async with database.write() as connection:
        await empty_word_index(connection)
