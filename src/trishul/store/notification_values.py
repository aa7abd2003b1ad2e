"""Values of the newest stored notifications: what somebody who searches is likely to look for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncConnection

from trishul.store.tables import notification_tags, notifications

LOOKED_AT = 2_000
"""Of the newest rows."""
MAX_TAGS = 200
_c = notifications.c


@dataclass(frozen=True, slots=True)
class RecentValues:
    """Distinct values, the newest first; tags in alphabetical order."""

    trap_oids: Sequence[str]
    peer_hosts: Sequence[str]
    agent_addresses: Sequence[str]
    user_names: Sequence[str]
    context_names: Sequence[str]
    engine_ids: Sequence[str]
    enterprises: Sequence[str]
    tags: Sequence[str]


_COLUMNS: tuple[ColumnElement[str | None], ...] = (
    _c.trap_oid,
    _c.peer_host,
    _c.agent_address,
    _c.user_name,
    _c.context_name,
    _c.engine_id,
    _c.enterprise,
)


async def recent_values(connection: AsyncConnection) -> RecentValues:
    """The values of the newest rows."""
    rows = (await connection.execute(select(*_COLUMNS).order_by(_c.id.desc()).limit(LOOKED_AT))).all()

    def distinct(name: str) -> list[str]:
        return list(dict.fromkeys([value for row in rows if (value := getattr(row, name))]))

    tags = select(notification_tags.c.tag).distinct().order_by(notification_tags.c.tag).limit(MAX_TAGS)
    return RecentValues(
        trap_oids=distinct("trap_oid"),
        peer_hosts=distinct("peer_host"),
        agent_addresses=distinct("agent_address"),
        user_names=distinct("user_name"),
        context_names=distinct("context_name"),
        engine_ids=distinct("engine_id"),
        enterprises=distinct("enterprise"),
        tags=list((await connection.execute(tags)).scalars()),
    )
