"""Queries on the table of credentials: facts as JSON text, secrets as a sealed text that only services open."""

from __future__ import annotations

from msgspec import Struct
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from trishul.store.tables import credentials


class CredentialNameTaken(Exception):
    """Another credential has this name."""


class CredentialRow(Struct, frozen=True):
    """One credential as stored; `revision` grows with every change."""

    id: str
    name: str
    facts: str
    sealed: bytes
    revision: int
    created_at: float
    updated_at: float

    def __repr__(self) -> str:
        return f"CredentialRow(id={self.id!r}, name={self.name!r}, revision={self.revision})"


async def load_credentials(connection: AsyncConnection) -> list[CredentialRow]:
    """All of them in the order of their names."""
    rows = await connection.execute(select(credentials).order_by(credentials.c.name))
    return [CredentialRow(*row) for row in rows]


async def add_credential(connection: AsyncConnection, row: CredentialRow) -> None:
    """A new one; CredentialNameTaken when the name is in use."""
    values = {name: getattr(row, name) for name in CredentialRow.__struct_fields__}
    try:
        await connection.execute(insert(credentials).values(values))
    except IntegrityError as error:
        raise CredentialNameTaken(row.name) from error


async def replace_credential(connection: AsyncConnection, row: CredentialRow) -> bool:
    """Put the row in the place of the one before it; False when that was changed or deleted meanwhile.

    CredentialNameTaken when another one has the name.
    """
    is_same = (credentials.c.id == row.id) & (credentials.c.revision == row.revision - 1)
    values = {name: getattr(row, name) for name in CredentialRow.__struct_fields__}
    try:
        result = await connection.execute(update(credentials).where(is_same).values(values))
    except IntegrityError as error:
        raise CredentialNameTaken(row.name) from error
    return result.rowcount == 1


async def delete_credential(connection: AsyncConnection, credential_id: str) -> None:
    """Forget it."""
    await connection.execute(delete(credentials).where(credentials.c.id == credential_id))
