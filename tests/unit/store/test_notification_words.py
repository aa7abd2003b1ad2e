"""The index of words alone."""

from __future__ import annotations

from trishul.store.database import Database
from trishul.store.notification_words import (
    MAX_ENDINGS,
    AnyWord,
    empty_word_index,
    index_words,
    make_word_index,
    rows_with_words,
    words_beginning,
)

FOUND: list[tuple[list[AnyWord], set[int]]] = [
    ([AnyWord(("gi0",))], {1, 2}),
    ([AnyWord(("gi0",)), AnyWord(("up", "x"))], {2}),
    ([AnyWord(("up", "10.0.0.1"))], {2, 3}),
    ([AnyWord(("g",), is_beginning=True)], {1, 2}),
    ([AnyWord(("g",))], set()),
    ([AnyWord(("10.0",), is_beginning=True)], {3}),
]


async def test_rows_are_found_by_their_words(database: Database) -> None:
    async with database.write() as connection:
        assert await make_word_index(connection)
        assert not await make_word_index(connection)
        await index_words(connection, [(1, ["gi0", "down"]), (2, ["up", "gi0"]), (3, ["10.0.0.1"])])
        for wanted, found in FOUND:
            assert set((await connection.execute(rows_with_words(wanted))).scalars()) == found, wanted
        await empty_word_index(connection)
        for wanted, _ in FOUND:
            assert (await connection.execute(rows_with_words(wanted))).scalars().all() == []


async def test_an_index_that_was_never_made_is_empty_already(database: Database) -> None:
    async with database.write() as connection:
        await empty_word_index(connection)


async def test_words_that_begin_so_are_listed_while_they_are_few(database: Database) -> None:
    async with database.write() as connection:
        assert await words_beginning(connection, "up") is None
        await make_word_index(connection)
        assert await words_beginning(connection, "up") == []
        many = [f"a{number:03}" for number in range(MAX_ENDINGS + 1)]
        await index_words(connection, [(1, ["up", "uplink", "uo", "uq"]), (2, ["up", "up.1", "upö"]), (3, many)])
        assert await words_beginning(connection, "up") == ["up", "up.1", "uplink", "upö"]
        assert await words_beginning(connection, "a") is None
        assert await words_beginning(connection, "a00") == many[:10]
