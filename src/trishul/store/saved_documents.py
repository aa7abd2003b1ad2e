"""Queries on the tables of walk targets, walk jobs and destinations of notifications: documents as JSON text.

The tables have the same columns, so that one set of queries serves them. Services read what is in a document.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from msgspec import Struct
from sqlalchemy import Table, delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from trishul.store.tables import trap_destinations, walk_jobs, walk_targets


class DocumentKind(StrEnum):
    """What a document is of."""

    TARGET = "target"
    JOB = "job"
    DESTINATION = "destination"


_TABLES: Mapping[DocumentKind, Table] = MappingProxyType(
    {
        DocumentKind.TARGET: walk_targets,
        DocumentKind.JOB: walk_jobs,
        DocumentKind.DESTINATION: trap_destinations,
    }
)


class DocumentNameTaken(Exception):
    """Another row of the table has this name."""


class SavedDocumentRow(Struct, frozen=True):
    """One document as stored; `revision` grows with every change."""

    id: str
    name: str
    document: str
    revision: int
    created_at: float
    updated_at: float


async def load_saved_documents(connection: AsyncConnection, kind: DocumentKind) -> list[SavedDocumentRow]:
    """All of them in the order of their names."""
    table = _TABLES[kind]
    rows = await connection.execute(select(table).order_by(table.c.name))
    return [SavedDocumentRow(*row) for row in rows]


async def add_saved_document(connection: AsyncConnection, kind: DocumentKind, row: SavedDocumentRow) -> None:
    """A new one; DocumentNameTaken when the name is in use."""
    try:
        await connection.execute(insert(_TABLES[kind]).values(_values(row)))
    except IntegrityError as error:
        raise DocumentNameTaken(row.name) from error


async def replace_saved_document(connection: AsyncConnection, kind: DocumentKind, row: SavedDocumentRow) -> bool:
    """Puts the row in the place of the one before it; False when that was changed or deleted meanwhile.

    DocumentNameTaken when another one has the name.
    """
    table = _TABLES[kind]
    is_same = (table.c.id == row.id) & (table.c.revision == row.revision - 1)
    try:
        result = await connection.execute(update(table).where(is_same).values(_values(row)))
    except IntegrityError as error:
        raise DocumentNameTaken(row.name) from error
    return result.rowcount == 1


async def delete_saved_document(connection: AsyncConnection, kind: DocumentKind, document_id: str) -> None:
    """Forgets it."""
    table = _TABLES[kind]
    await connection.execute(delete(table).where(table.c.id == document_id))


def _values(row: SavedDocumentRow) -> dict[str, object]:
    return {name: getattr(row, name) for name in SavedDocumentRow.__struct_fields__}
