"""The courses of runs: which notification leaves how long after the start.

Owns the three there are: one notification again and again at a pace, stored ones as they came, and a list that was read
from elsewhere. Does not own the sending (`runs`) nor the pace (`send_pace`).
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import msgspec

from trishul.datatypes.oid import Oid
from trishul.datatypes.varbind import VarBind
from trishul.engine.receiver import SNMP_TRAP_ADDRESS_0, SNMP_TRAP_ENTERPRISE_0, SNMP_TRAP_OID_0, SYS_UP_TIME_0
from trishul.errors import DecodeError, InvalidInput
from trishul.protocol.ber import decode_varbinds
from trishul.protocol.message import Version
from trishul.services.traps.send_pace import Pace
from trishul.services.traps.sending import Notification
from trishul.store.database import Database
from trishul.store.notification_replay import count_range, read_chosen, read_range
from trishul.store.notifications import StoredNotification

MAX_CHOSEN = 10_000
MAX_REPLAYED = 1_000_000
MAX_SPEED = 10_000.0
PAGE = 200
"""Rows in memory at a time."""
_HEADING = (SYS_UP_TIME_0, SNMP_TRAP_OID_0)
_PROXY_ADDED = (SNMP_TRAP_ADDRESS_0, SNMP_TRAP_ENTERPRISE_0)
"""What the receiver adds to a v1 trap (RFC 3584 §3.1), and what its v1 form has as fields."""
_NS_PER_S = 1_000_000_000


class Step(NamedTuple):
    """One notification of a course; None for a row that cannot be sent again."""

    at_s: float
    notification: Notification | None


class Replay(msgspec.Struct, frozen=True, kw_only=True):
    """Which stored notifications are sent again, and how fast."""

    ids: tuple[int, ...] = ()
    """Chosen ones, or all from one id to another."""
    from_id: int | None = None
    to_id: int | None = None
    speed: float = 1.0
    """2 is twice as fast as they came."""
    longest_gap_s: float | None = None
    """A longer silence between two of them is cut to this."""


@dataclass(frozen=True, slots=True)
class Course:
    """What a run sends."""

    kind: str
    """repeat, replay or list."""
    planned: int
    title: str
    """Name or OID of the notification, where all are the same."""
    steps: AsyncIterator[Step] = field(repr=False)


def repeated(notification: Notification, pace: Pace, title: str) -> Course:
    """One notification at a pace. Raises InvalidInput."""
    pace.check()

    async def steps() -> AsyncIterator[Step]:
        for number in range(pace.count):
            yield Step(pace.due_s(number), notification)

    return Course("repeat", pace.count, title, steps())


def listed(notifications: Sequence[tuple[float, Notification]], speed: float) -> Course:
    """Notifications with their seconds from the start, in the order of these. Raises InvalidInput."""
    _check_speed(speed, "speed")
    in_order = sorted(notifications, key=lambda each: each[0])

    async def steps() -> AsyncIterator[Step]:
        for after_s, notification in in_order:
            yield Step(after_s / speed, notification)

    return Course("list", len(in_order), "", steps())


async def replayed(database: Database, replay: Replay, *, as_v1: bool) -> Course:
    """Stored notifications at the pace at which they came. Raises InvalidInput."""
    _check_speed(replay.speed, "replay.speed")
    gap_s = replay.longest_gap_s
    if gap_s is not None and gap_s < 0:
        raise InvalidInput("It is no time", field="replay.longest_gap_s")
    has_range = replay.from_id is not None or replay.to_id is not None
    if bool(replay.ids) == has_range:
        raise InvalidInput("Choose notifications by their ids, or all from one id to another", field="replay.ids")
    ids = sorted(set(replay.ids))
    first, last = (
        (ids[0], ids[-1]) if ids else (replay.from_id or 0, 2**63 - 1 if replay.to_id is None else replay.to_id)
    )
    async with database.read() as connection:
        if ids:
            planned = 0
            for start in range(0, len(ids), PAGE):
                planned += len(await read_chosen(connection, ids[start : start + PAGE]))
        else:
            planned = await count_range(connection, from_id=first, to_id=last, most=MAX_REPLAYED)
    if planned == 0:
        raise InvalidInput("None of these notifications is stored", field="replay.ids")

    async def steps() -> AsyncIterator[Step]:
        at_s, before_ns = 0.0, None
        async for row in _rows(database, ids, first, last, planned):
            if before_ns is not None:
                passed_s = max(0, row.received_at_ns - before_ns) / _NS_PER_S / replay.speed
                at_s += passed_s if gap_s is None else min(passed_s, gap_s)
            before_ns = row.received_at_ns
            yield Step(at_s, stored_notification(row, as_v1=as_v1))

    return Course("replay", planned, "", steps())


def stored_notification(row: StoredNotification, *, as_v1: bool) -> Notification | None:
    """A stored notification as it can be sent again; None for one whose trap OID or bindings are none."""
    came_as_v1 = row.version == Version.V1
    left_out = _HEADING + _PROXY_ADDED if came_as_v1 and as_v1 else _HEADING
    try:
        trap_oid = Oid(row.trap_oid)
        enterprise = Oid(row.enterprise) if row.enterprise and came_as_v1 else None
        varbinds: list[VarBind] = [
            varbind for varbind in decode_varbinds(row.varbinds, 0, len(row.varbinds)) if varbind.name not in left_out
        ]
    except (DecodeError, InvalidInput):
        return None
    return Notification(trap_oid, varbinds, row.uptime, row.agent_address if as_v1 else None, enterprise)


async def _rows(
    database: Database, ids: Sequence[int], first: int, last: int, planned: int
) -> AsyncIterator[StoredNotification]:
    if ids:
        for start in range(0, len(ids), PAGE):
            async with database.read() as connection:
                rows = await read_chosen(connection, ids[start : start + PAGE])
            for row in rows:
                yield row
        return
    left = planned
    while left > 0:
        async with database.read() as connection:
            rows = await read_range(connection, from_id=first, to_id=last, limit=min(PAGE, left))
        if not rows:
            return
        for row in rows:
            yield row
        first = rows[-1].id + 1
        left -= len(rows)


def _check_speed(speed: float, field_name: str) -> None:
    if not 0.0 < speed <= MAX_SPEED:
        raise InvalidInput(f"The speed lies above 0, up to {MAX_SPEED:,g}", field=field_name)
