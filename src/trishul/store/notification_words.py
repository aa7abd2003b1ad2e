"""The index of words of stored notifications: SQLite's FTS5, and nobody else knows it.

Owns its tables, what is put in and how it is asked. The index holds no text, only which rows have a word: what it finds
may have been deleted or may have the words in another order, so the rows themselves decide. Its words are those of
`search.words`, letter by letter. Another database would put its own text search behind the same functions.

Rows that have whole words come in the order of their ids, the first at once. Rows that have words with a beginning come
when all of them were found, which takes a second for a million: so a beginning is asked as the few words that begin so
(`words_beginning`), where they are few.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import BigInteger, ColumnElement, Select, column, func, literal_column, select, table, text
from sqlalchemy.ext.asyncio import AsyncConnection

from trishul.store.tables import notifications

MAX_ENDINGS = 50
"""Words that are asked in the place of their beginning."""
_ROW_ID = table("notification_words", column("rowid", BigInteger)).c.rowid
_CREATE = text(
    "CREATE VIRTUAL TABLE notification_words USING fts5("
    "words, content='', columnsize=0, detail='none', tokenize=\"ascii tokenchars '.'\")"
)
_CREATE_TERMS = text(
    "CREATE VIRTUAL TABLE IF NOT EXISTS notification_terms USING fts5vocab(notification_words, instance)"
)
_EXISTS = text("SELECT 1 FROM sqlite_master WHERE name = 'notification_words'")
_TERMS_EXIST = text("SELECT 1 FROM sqlite_master WHERE name = 'notification_terms'")
_INSERT = text("INSERT INTO notification_words (rowid, words) VALUES (:id, :words)")
_EMPTY = text("INSERT INTO notification_words (notification_words) VALUES ('delete-all')")
_BEFORE_ALL_LETTERS = "-"
"""Sorts behind the end of a word and before every letter of one: the step from a word to the next."""
_ENDINGS = text(
    "WITH RECURSIVE known (word, number) AS ("
    " SELECT (SELECT term FROM notification_terms WHERE term >= :beginning LIMIT 1), 1"
    " UNION ALL SELECT (SELECT term FROM notification_terms WHERE term >= known.word || :step LIMIT 1), number + 1"
    " FROM known WHERE substr(known.word, 1, length(:beginning)) = :beginning AND number <= :most)"
    " SELECT word FROM known WHERE substr(word, 1, length(:beginning)) = :beginning"
)


class AnyWord(NamedTuple):
    """A row must have one of the words or, where they are a beginning, a word that begins so."""

    words: Sequence[str]
    is_beginning: bool = False


async def make_word_index(connection: AsyncConnection) -> bool:
    """Makes the tables where they are not there; whether the index was made."""
    is_there = (await connection.execute(_EXISTS)).first() is not None
    if not is_there:
        await connection.execute(_CREATE)
    await connection.execute(_CREATE_TERMS)
    return not is_there


async def index_words(connection: AsyncConnection, rows: Sequence[tuple[int, Sequence[str]]]) -> None:
    """Takes in the words of rows by their ids."""
    await connection.execute(_INSERT, [{"id": row_id, "words": " ".join(words)} for row_id, words in rows])


async def empty_word_index(connection: AsyncConnection) -> None:
    """Forgets all rows."""
    if (await connection.execute(_EXISTS)).first() is not None:
        await connection.execute(_EMPTY)


async def words_beginning(connection: AsyncConnection, beginning: str) -> list[str] | None:
    """The indexed words that begin so; None where they are more than `MAX_ENDINGS`, or nobody has made the index."""
    if (await connection.execute(_TERMS_EXIST)).first() is None:
        return None
    facts = {"beginning": beginning, "step": _BEFORE_ALL_LETTERS, "most": MAX_ENDINGS}
    words = list((await connection.execute(_ENDINGS, facts)).scalars())
    return words if len(words) <= MAX_ENDINGS else None


def rows_with_words(wanted: Sequence[AnyWord]) -> Select[int]:
    """Ids of rows that have each of what is wanted, somewhere."""
    match = " AND ".join([_asked(each) for each in wanted])
    return select(_ROW_ID).where(literal_column("notification_words").op("MATCH")(match))


def has_octets(octets: bytes) -> ColumnElement[bool]:
    """A condition: the bindings of a row contain the octets."""
    return func.instr(notifications.c.varbinds, octets) > 0


def _asked(wanted: AnyWord) -> str:
    quoted = [f'"{word}"{"*" if wanted.is_beginning else ""}' for word in wanted.words]  # no word has quotation marks
    return f"({' OR '.join(quoted)})"
