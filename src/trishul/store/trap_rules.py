"""Queries on the table of rules: documents as JSON text, which services read, in the order in which they are run."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from trishul.store.tables import trap_rules

_c = trap_rules.c


class RuleRow(Struct, frozen=True):
    """One rule as stored; `position` orders rules and says no more."""

    id: int
    position: int
    document: str
    created_at: float
    updated_at: float


async def load_rules(connection: AsyncConnection) -> list[RuleRow]:
    """All of them in their order."""
    rows = await connection.execute(select(trap_rules).order_by(_c.position, _c.id))
    return [RuleRow(*row) for row in rows]


async def add_rule(connection: AsyncConnection, document: str, at: float) -> RuleRow:
    """A new one behind all others; `at` in seconds since 1970."""
    last = (await connection.execute(select(func.max(_c.position)))).scalar_one()
    position = 0 if last is None else int(last) + 1
    values = {"position": position, "document": document, "created_at": at, "updated_at": at}
    added = await connection.execute(insert(trap_rules).values(values))
    assert added.inserted_primary_key is not None  # one row was inserted
    return RuleRow(int(added.inserted_primary_key[0]), position, document, at, at)


async def replace_rule(connection: AsyncConnection, rule_id: int, document: str, at: float) -> None:
    """Another document for a rule, which keeps its place."""
    values = {"document": document, "updated_at": at}
    await connection.execute(update(trap_rules).where(_c.id == rule_id).values(values))


async def order_rules(connection: AsyncConnection, ids: Sequence[int]) -> None:
    """Puts all rules into this order."""
    for position, rule_id in enumerate(ids):
        await connection.execute(update(trap_rules).where(_c.id == rule_id).values(position=position))


async def delete_rule(connection: AsyncConnection, rule_id: int) -> None:
    """Forgets it."""
    await connection.execute(delete(trap_rules).where(_c.id == rule_id))
