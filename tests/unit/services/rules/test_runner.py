"""Rules run behind the store, once for each row, also over a restart and an illness of the store."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.notification_rows import IF_INDEX, LINK_DOWN, LINK_UP, a_row, store, stored_row
from tests.unit.services.destinations_desk import DestinationsDesk
from trishul.protocol.ber import encode_varbinds
from trishul.search.severity import Severity
from trishul.services.bus import Bus
from trishul.services.events import NotificationsChanged
from trishul.services.forwarding.forwarded_notifications import ReturningNotifications, forwarded_notification
from trishul.services.forwarding.outbox import OutboxEntry
from trishul.services.mibs.name_source import Numeric
from trishul.services.rules import runner as rule_runner
from trishul.services.rules.rules import TrapRules
from trishul.services.rules.runner import RuleForwarding, RuleRunner
from trishul.services.traps.records import record_of
from trishul.store.database import Database, StoreUnavailable
from trishul.store.notifications import StoredNotification, list_notifications, newest_id

COLD_START = "1.3.6.1.6.3.1.1.5.1"


class Desk:
    """A runner that is asked for its steps."""

    def __init__(self, database: Database, forwarding: RuleForwarding | None = None) -> None:
        self.database = database
        self.bus = Bus()
        self.events = self.bus.subscribe()
        self.rules = TrapRules(database, Numeric(), lambda row: record_of(row, None), lambda _: True)
        self.runner = RuleRunner(database, self.bus, Numeric(), self.rules, lambda: True, forwarding)

    async def open(self) -> Desk:
        await self.rules.open()
        await self.runner.open()
        return self

    async def store(self, *trap_oids: str) -> None:
        async with self.database.write() as connection:
            await store(connection, [a_row(trap_oid=oid) for oid in trap_oids])
            self.runner.wake(await newest_id(connection))

    async def rows(self) -> list[StoredNotification]:
        async with self.database.read() as connection:
            return (await list_notifications(connection, limit=99))[::-1]


async def test_new_rows_are_judged_once_and_old_ones_never(database: Database) -> None:
    async with database.write() as connection:
        await store(connection, [a_row()])
    desk = await Desk(database).open()
    await desk.rules.create({"name": "a", "query": f"trap:{LINK_UP}", "add_tags": ["up"], "mute_until": 1e11})
    await desk.store(LINK_UP, COLD_START)
    assert desk.runner.waiting == 2
    assert [await desk.runner.step() for _ in range(2)] == [2, 0]
    assert (desk.runner.waiting, desk.rules.get(1).matched) == (0, 1)
    assert [(row.severity, row.is_read, row.tags) for row in await desk.rows()] == [
        (None, None, ()), (Severity.NOTICE, True, ("muted", "up")), (None, None, ()),
    ]  # fmt: skip
    assert await anext(desk.events) == NotificationsChanged(1, 0)
    await desk.runner.close()


async def test_a_restart_goes_on_where_the_rules_were(database: Database) -> None:
    first = await Desk(database).open()
    await first.store(COLD_START)
    await first.runner.step()
    await first.runner.close()
    await first.store(COLD_START)
    second = await Desk(database).open()
    await second.rules.create({"name": "a", "add_tags": ["new"]})
    assert second.runner.waiting == 1
    assert await second.runner.step() == 1
    assert [row.tags for row in await second.rows()] == [(), ("new",)]
    await second.runner.close()


async def test_many_rows_are_taken_in_steps(database: Database) -> None:
    desk = await Desk(database).open()
    await desk.store(*[COLD_START] * (rule_runner.ROWS_PER_STEP + 1))
    assert [await desk.runner.step() for _ in range(3)] == [rule_runner.ROWS_PER_STEP, 1, 0]
    await desk.runner.close()


async def test_what_is_open_is_cleared_by_its_end(database: Database) -> None:
    desk = await Desk(database).open()
    pair = {"query": f"trap:{LINK_DOWN}", "cleared_by": f"trap:{LINK_UP}", "same": [IF_INDEX]}
    await desk.rules.create({"name": "a"} | pair)
    await desk.store(LINK_DOWN)
    await desk.runner.step()
    assert [row.tags for row in await desk.rows()] == [("open",)]
    await desk.store(LINK_DOWN, LINK_UP, LINK_DOWN)
    await desk.runner.step()
    assert [row.tags for row in await desk.rows()] == [("cleared",), ("cleared",), (), ("open",)]
    await desk.runner.close()


class Office(DestinationsDesk):
    """Where rules forward to."""

    def __init__(self, database: Database, data_dir: Path) -> None:
        super().__init__(database, data_dir)
        self.returning = ReturningNotifications()

    async def entries(self) -> list[OutboxEntry]:
        return (await self.outbox.page(state=None, destination=None, before=None, limit=99)).data


async def test_what_is_forwarded_is_in_the_outbox_with_what_the_rules_said(database: Database, tmp_path: Path) -> None:
    office = Office(database, tmp_path)
    await office.save()
    desk = await Desk(database, office).open()
    await desk.rules.create({"name": "a", "query": f"trap:{LINK_UP}", "severity": "error", "forward": ["log"]})
    await desk.store(LINK_UP, COLD_START)
    await desk.runner.step()
    (entry,) = await office.entries()
    assert entry.notification is not None
    assert (entry.notification_id, entry.notification.severity) == (1, "error")
    assert len(office.heard) == 1
    again = await Desk(database, office).open()  # as after a kill: nothing was closed
    assert await again.runner.step() == 0
    assert len(await office.entries()) == 1
    await desk.runner.close()
    await again.runner.close()


async def test_nothing_is_forwarded_where_its_transaction_fails(database: Database, tmp_path: Path) -> None:
    office = Office(database, tmp_path)
    await office.save()
    desk = await Desk(database, office).open()
    await desk.rules.create({"name": "a", "add_tags": ["x"], "forward": ["log"]})
    await desk.store(COLD_START)
    with pytest.MonkeyPatch.context() as broken:
        broken.setattr(rule_runner, "save_settings", failing)
        with pytest.raises(StoreUnavailable):
            await desk.runner.step()
    assert (await office.entries(), office.heard, (await desk.rows())[0].tags) == ([], [], ())
    await desk.runner.step()
    assert len(await office.entries()) == 1
    await desk.runner.close()


async def failing(*_: object) -> None:
    raise StoreUnavailable("here", "disk full")


async def test_what_was_forwarded_and_came_back_is_tagged_and_stays(database: Database, tmp_path: Path) -> None:
    office = Office(database, tmp_path)
    await office.save()
    desk = await Desk(database, office).open()
    await desk.rules.create({"name": "a", "forward": ["log"]})
    sent = forwarded_notification(stored_row(1, uptime=9), as_v1=False)
    assert sent is not None
    office.returning.note_sent(sent)
    async with database.write() as connection:
        await store(connection, [a_row(uptime=9), a_row(uptime=9, varbinds=encode_varbinds(list(sent.varbinds)))])
    desk.runner.wake(2)
    await desk.runner.step()
    assert [entry.notification_id for entry in await office.entries()] == [1]
    assert [row.tags for row in await desk.rows()] == [(), ("returned",)]
    await desk.runner.close()
