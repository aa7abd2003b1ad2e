"""The notifications before a notification, by kind and by host."""

from __future__ import annotations

from trishul.store.database import Database
from trishul.store.notification_neighbours import find_previous_of_kind, find_previous_of_source
from trishul.store.notifications import find_notification, insert_notifications

UP, DOWN = "1.3.6.1.6.3.1.1.5.4", "1.3.6.1.6.3.1.1.5.3"


def a_row(number: int, peer: str, trap_oid: str, agent: str | None = None) -> tuple[object, ...]:
    return (
        number * 1_000_000_000, "127.0.0.1:1162", peer, 1, 0xA7, trap_oid, number * 100, agent, None, b"", b"\x30\x00",
        "[]", *(None,) * 6,
    )  # fmt: skip


async def test_the_previous_has_the_same_host_whatever_its_port_and_is_no_other_device_behind_it(
    database: Database,
) -> None:
    rows = [
        a_row(1, "10.0.0.1:4000", DOWN),
        a_row(2, "10.0.0.1:4001", UP),
        a_row(3, "10.0.0.11:4000", DOWN),
        a_row(4, "10.0.0.1:4000", DOWN, agent="10.9.9.9"),
        a_row(5, "10.0.0.1:4002", DOWN),
    ]
    async with database.write() as connection:
        await insert_notifications(connection, rows)
    async with database.read() as connection:
        newest, first = await find_notification(connection, 5), await find_notification(connection, 1)
        assert newest is not None
        assert first is not None
        of_kind = await find_previous_of_kind(connection, newest)
        of_source = await find_previous_of_source(connection, newest)
        assert (of_kind and of_kind.id, of_source and of_source.id) == (1, 2)
        assert of_kind == (1, 1_000_000_000, 100)
        assert await find_previous_of_source(connection, first) is None
