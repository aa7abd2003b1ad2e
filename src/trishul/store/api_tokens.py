"""Queries on the table of API tokens; a token is known here by its SHA-256 alone."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct
from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from trishul.store.tables import api_tokens, users


class ApiTokenRow(Struct, frozen=True):
    """One token as stored, with what its user is now."""

    id: str
    token_hash: bytes
    user_id: int
    name: str
    role: str
    created_at: float
    expires_at: float | None
    last_used_at: float | None
    user_name: str
    user_role: str
    is_user_disabled: bool

    def __repr__(self) -> str:
        return f"ApiTokenRow(id={self.id!r}, name={self.name!r}, user_name={self.user_name!r})"


async def load_api_tokens(connection: AsyncConnection) -> list[ApiTokenRow]:
    """All of them, oldest first."""
    owner = (users.c.name.label("user_name"), users.c.role.label("user_role"), users.c.is_disabled)
    query = select(api_tokens, *owner).join(users, users.c.id == api_tokens.c.user_id)
    rows = await connection.execute(query.order_by(api_tokens.c.created_at, api_tokens.c.id))
    return [ApiTokenRow(*row) for row in rows]


async def add_api_token(connection: AsyncConnection, row: ApiTokenRow) -> None:
    """Store a token that was just made."""
    of_user = ("user_name", "user_role", "is_user_disabled")
    values = {name: getattr(row, name) for name in ApiTokenRow.__struct_fields__ if name not in of_user}
    await connection.execute(insert(api_tokens).values(values))


async def touch_api_tokens(connection: AsyncConnection, last_used_at: Mapping[str, float]) -> None:
    """Remember when these were last used."""
    if not last_used_at:
        return
    query = update(api_tokens).where(api_tokens.c.id == bindparam("token_id")).values(last_used_at=bindparam("used_at"))
    await connection.execute(query, [{"token_id": each, "used_at": at} for each, at in last_used_at.items()])


async def delete_api_tokens(connection: AsyncConnection, token_ids: list[str]) -> None:
    """Forget these tokens."""
    if token_ids:
        await connection.execute(delete(api_tokens).where(api_tokens.c.id.in_(token_ids)))
