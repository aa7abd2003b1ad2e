"""The courses of runs: what leaves when, from a form, from the store, from a list."""

from __future__ import annotations

import pytest

from trishul.datatypes.oid import Oid
from trishul.datatypes.values import Value
from trishul.datatypes.varbind import VarBind
from trishul.engine.receiver import trap_v1_bindings
from trishul.errors import InvalidInput
from trishul.protocol.ber import encode_varbinds
from trishul.protocol.pdu import TrapV1Pdu
from trishul.services.traps.courses import Course, Replay, listed, repeated, replayed, stored_notification
from trishul.services.traps.send_pace import Pace
from trishul.services.traps.sending import Notification
from trishul.store.database import Database
from trishul.store.notifications import StoredNotification, insert_notifications

LINK_DOWN = Oid("1.3.6.1.6.3.1.1.5.3")
IF_INDEX = VarBind.of("1.3.6.1.2.1.2.2.1.1.3", Value.integer(3))
V1 = TrapV1Pdu(Oid("1.3.6.1.4.1.9"), "10.1.2.3", 2, 0, 4200, (IF_INDEX,))


def a_row(at_s: float, *, trap_oid: str = str(LINK_DOWN), version: int = 1) -> tuple[object, ...]:
    enterprise = "1.3.6.1.4.1.9" if version == 0 else None
    return (
        int(at_s * 1_000_000_000), "127.0.0.1:1162", "192.0.2.1:4000", version, 0xA7 if version else 0xA4, trap_oid,
        4200, "10.1.2.3", enterprise, encode_varbinds(trap_v1_bindings(V1)), b"\x30\x00", "[]", *(None,) * 6,
    )  # fmt: skip


async def times(course: Course) -> list[float | None]:
    return [round(step.at_s, 3) if step.notification else None async for step in course.steps]


async def test_a_form_is_sent_again_at_its_pace() -> None:
    course = repeated(Notification(LINK_DOWN, [IF_INDEX]), Pace(count=3, per_s=2), "linkDown")
    assert (course.kind, course.planned, course.title) == ("repeat", 3, "linkDown")
    assert await times(course) == [0, 0.5, 1]


async def test_a_list_is_sent_in_the_order_of_its_times_as_fast_as_is_wanted() -> None:
    one = Notification(LINK_DOWN, [])
    assert await times(listed([(4, one), (0, one), (2, one)], speed=2)) == [0, 1, 2]


REPLAYS: list[tuple[Replay, list[float | None]]] = [
    (Replay(ids=(1, 3, 99)), [0, 30]),
    (Replay(ids=(3, 1), speed=10), [0, 3]),
    (Replay(from_id=1, to_id=3), [0, 1, 30]),
    (Replay(from_id=2, longest_gap_s=0.5), [0, 0.5, None]),
]
REFUSED: list[tuple[Replay, str]] = [
    (Replay(), "replay.ids"),
    (Replay(ids=(1,), from_id=1), "replay.ids"),
    (Replay(ids=(99,)), "replay.ids"),
    (Replay(ids=(1,), speed=0), "replay.speed"),
    (Replay(ids=(1,), longest_gap_s=-1), "replay.longest_gap_s"),
]


async def test_stored_ones_leave_as_they_came_and_what_cannot_be_meant_names_its_field(database: Database) -> None:
    async with database.write() as connection:
        await insert_notifications(connection, [a_row(100), a_row(101), a_row(130), a_row(131, trap_oid="0x80")])
    for replay, expected in REPLAYS:
        course = await replayed(database, replay, as_v1=False)
        assert course.planned == len(expected)
        assert await times(course) == expected
    for replay, field in REFUSED:
        with pytest.raises(InvalidInput) as refused:
            await replayed(database, replay, as_v1=False)
        assert refused.value.field == field


def test_a_v1_trap_is_sent_again_as_it_came_and_as_v2_with_what_a_proxy_adds() -> None:
    """RFC 3584 §3.1 (4): address and enterprise are variables of the v2 form."""
    row = StoredNotification(1, *a_row(1, version=0))  # type: ignore[arg-type]
    as_v1, as_v2 = stored_notification(row, as_v1=True), stored_notification(row, as_v1=False)
    assert as_v1 is not None
    assert as_v2 is not None
    assert (list(as_v1.varbinds), as_v1.agent_address, str(as_v1.enterprise)) == (
        [IF_INDEX],
        "10.1.2.3",
        "1.3.6.1.4.1.9",
    )
    assert [str(each.oid) for each in as_v2.varbinds[1:]] == ["1.3.6.1.6.3.18.1.3.0", "1.3.6.1.6.3.1.1.4.3.0"]
    assert stored_notification(row._replace(varbinds=b"\x30\x05"), as_v1=True) is None
