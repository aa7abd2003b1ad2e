"""Queries on the table of sessions; a token is known here by its SHA-256 alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct
from sqlalchemy import bindparam, delete, exists, insert, literal, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from trishul.store.tables import sessions, users


class SessionRow(Struct, frozen=True):
    """One session as stored, with its user's name and role."""

    id: str
    token_hash: bytes
    user_id: int
    user_name: str
    role: str
    created_at: float
    last_used_at: float
    address: str = ""
    user_agent: str = ""

    def __repr__(self) -> str:
        return f"SessionRow(id={self.id!r}, user_name={self.user_name!r})"


async def load_sessions(connection: AsyncConnection) -> list[SessionRow]:
    """All sessions, oldest first."""
    query = (
        select(
            sessions.c.id,
            sessions.c.token_hash,
            sessions.c.user_id,
            users.c.name,
            users.c.role,
            sessions.c.created_at,
            sessions.c.last_used_at,
            sessions.c.address,
            sessions.c.user_agent,
        )
        .join(users, users.c.id == sessions.c.user_id)
        .order_by(sessions.c.created_at)
    )
    return [SessionRow(*row) for row in await connection.execute(query)]


async def add_session(connection: AsyncConnection, row: SessionRow, password_hash: str) -> bool:
    """Store a session; False where its user is gone, disabled, or has another password by now."""
    values = {
        "id": row.id,
        "token_hash": row.token_hash,
        "user_id": row.user_id,
        "created_at": row.created_at,
        "last_used_at": row.last_used_at,
        "address": row.address,
        "user_agent": row.user_agent,
    }
    its_user = select(*(literal(value) for value in values.values())).where(
        exists().where(
            users.c.id == row.user_id, users.c.password_hash == password_hash, users.c.is_disabled.is_(False)
        )
    )
    added = await connection.execute(insert(sessions).from_select(list(values), its_user))
    return added.rowcount == 1


async def touch_sessions(connection: AsyncConnection, last_used_at: Mapping[str, float]) -> None:
    """Remember when these sessions were last used."""
    if not last_used_at:
        return
    query = update(sessions).where(sessions.c.id == bindparam("session_id")).values(last_used_at=bindparam("used_at"))
    rows = [{"session_id": session_id, "used_at": used_at} for session_id, used_at in last_used_at.items()]
    await connection.execute(query, rows)


async def delete_sessions(connection: AsyncConnection, session_ids: Iterable[str]) -> None:
    """Forget these sessions."""
    ids: Sequence[str] = tuple(session_ids)
    if ids:
        await connection.execute(delete(sessions).where(sessions.c.id.in_(ids)))


async def delete_sessions_of_user(connection: AsyncConnection, user_id: int) -> None:
    """Forget every session of one user."""
    await connection.execute(delete(sessions).where(sessions.c.user_id == user_id))
