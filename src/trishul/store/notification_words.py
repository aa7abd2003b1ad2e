"""The index of words of stored notifications: SQLite's FTS5, and nobody else knows it.

Owns its table, what is put in and how it is asked. The table holds no text, only which rows have a word: what it finds
may have been deleted or may have the words in another order, so the rows themselves decide. Its words are those of
`search.words`, letter by letter. Another database would put its own text search behind the same functions.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import BigInteger, ColumnElement, Select, column, func, literal_column, select, table, text
from sqlalchemy.ext.asyncio import AsyncConnection

from trishul.store.tables import notifications

_ROW_ID = table("notification_words", column("rowid", BigInteger)).c.rowid
_CREATE = text(
    "CREATE VIRTUAL TABLE notification_words USING fts5("
    "words, content='', columnsize=0, detail='none', tokenize=\"ascii tokenchars '.'\")"
)
_EXISTS = text("SELECT 1 FROM sqlite_master WHERE name = 'notification_words'")
_INSERT = text("INSERT INTO notification_words (rowid, words) VALUES (:id, :words)")
_EMPTY = text("INSERT INTO notification_words (notification_words) VALUES ('delete-all')")


async def make_word_index(connection: AsyncConnection) -> bool:
    """Makes the table where it is not there; whether it was made."""
    if (await connection.execute(_EXISTS)).first() is not None:
        return False
    await connection.execute(_CREATE)
    return True


async def index_words(connection: AsyncConnection, rows: Sequence[tuple[int, Sequence[str]]]) -> None:
    """Takes in the words of rows by their ids."""
    await connection.execute(_INSERT, [{"id": row_id, "words": " ".join(words)} for row_id, words in rows])


async def empty_word_index(connection: AsyncConnection) -> None:
    """Forgets all rows."""
    if (await connection.execute(_EXISTS)).first() is not None:
        await connection.execute(_EMPTY)


def rows_with_words(words: Sequence[str], *, ends_open: bool) -> Select[tuple[int]]:
    """Ids of rows that have all the words, somewhere; with `ends_open` the last may go on."""
    quoted = [f'"{word}"' for word in words]  # a word has no quotation marks
    match = " ".join(quoted) + ("*" if ends_open else "")
    return select(_ROW_ID).where(literal_column("notification_words").op("MATCH")(match))


def has_octets(octets: bytes) -> ColumnElement[bool]:
    """A condition: the bindings of a row contain the octets."""
    return func.instr(notifications.c.varbinds, octets) > 0
