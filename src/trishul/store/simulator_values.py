"""Queries on the table of values that managers set on simulated devices."""

from __future__ import annotations

from collections.abc import Collection
from typing import TypeAlias

from sqlalchemy import bindparam, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from trishul.store.tables import simulator_values

StoredSetValue: TypeAlias = tuple[str, bytes, bytes | None]
"""Device, OID contents octets, and the encoded binding or None for an instance that was destroyed."""


async def load_set_values(connection: AsyncConnection) -> list[StoredSetValue]:
    """All of them."""
    return [(row.device, row.oid, row.varbind) for row in await connection.execute(select(simulator_values))]


async def save_set_values(connection: AsyncConnection, values: Collection[StoredSetValue]) -> None:
    """Replace these, leave the others."""
    await drop_set_values(connection, [(device, oid) for device, oid, _ in values])
    if values:
        rows = [{"device": device, "oid": oid, "varbind": varbind} for device, oid, varbind in values]
        await connection.execute(insert(simulator_values), rows)


async def drop_set_values(connection: AsyncConnection, names: Collection[tuple[str, bytes]]) -> None:
    """Forget these."""
    if names:
        table = simulator_values.c
        statement = delete(simulator_values).where(
            (table.device == bindparam("this_device")) & (table.oid == bindparam("this_oid"))
        )
        await connection.execute(statement, [{"this_device": device, "this_oid": oid} for device, oid in names])


async def clear_set_values(connection: AsyncConnection) -> None:
    """Forget all."""
    await connection.execute(delete(simulator_values))
