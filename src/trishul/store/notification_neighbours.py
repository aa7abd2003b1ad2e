"""The notifications before a notification: the previous of its kind and the previous of its source.

Owns the SQL. Both look back a bounded way among the rows of the host, so that one look costs milliseconds among a
million: a kind that is rare between storms of others has no previous one here, which the caller says as "not known".
"""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from trishul.store.notifications import StoredNotification
from trishul.store.tables import notifications

MAX_LOOKED_AT = 5_000
"""Rows of the host before it."""


class Neighbour(NamedTuple):
    """What is needed of the other row."""

    id: int
    received_at_ns: int
    uptime: int | None


async def find_previous_of_kind(connection: AsyncConnection, row: StoredNotification) -> Neighbour | None:
    """The newest before it with the same snmpTrapOID from the same host."""
    return await _find(connection, row, trap_oid=row.trap_oid)


async def find_previous_of_source(connection: AsyncConnection, row: StoredNotification) -> Neighbour | None:
    """The newest before it from the same host, whatever it says."""
    return await _find(connection, row)


async def _find(connection: AsyncConnection, row: StoredNotification, trap_oid: str | None = None) -> Neighbour | None:
    columns = notifications.c
    host = f"{row.peer_address.rpartition(':')[0]}:"
    near = (
        select(columns.id, columns.received_at_ns, columns.uptime, columns.trap_oid, columns.agent_address)
        .where(columns.peer_host == host, columns.id < row.id)
        .order_by(columns.id.desc())
        .limit(MAX_LOOKED_AT)
        .subquery()
    )
    query = (
        select(near.c.id, near.c.received_at_ns, near.c.uptime)
        .where(near.c.agent_address.is_not_distinct_from(row.agent_address))
        .order_by(near.c.id.desc())
        .limit(1)
    )
    if trap_oid is not None:
        query = query.where(near.c.trap_oid == trap_oid)
    found = (await connection.execute(query)).first()
    return Neighbour(*found) if found is not None else None
