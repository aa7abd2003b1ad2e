"""What is worth knowing beside a stored notification."""

from __future__ import annotations

import pytest

from tests.unit.services.named_devices import device_names
from trishul.datatypes.values import Value
from trishul.datatypes.varbind import VarBind
from trishul.protocol.ber import encode_varbinds
from trishul.services.mibs.name_source import Numeric
from trishul.services.traps.insight import NoSuchNotification, TrapInsight
from trishul.store.database import Database
from trishul.store.notifications import insert_notifications

RAISED = "1.3.6.1.4.1.99998.0.1"
VARBINDS = [
    VarBind.of("1.3.6.1.2.1.1.3.0", Value.time_ticks(4200)),
    VarBind.of("1.3.6.1.6.3.1.1.4.1.0", Value.object_identifier(RAISED)),
    VarBind.of("1.3.6.1.4.1.99998.1.0", Value.integer(11)),
    VarBind.of("1.3.6.1.4.1.99999.4.1.2.2.98.111.2", Value.integer(1)),
]


def a_row(number: int, uptime: int) -> tuple[object, ...]:
    return (
        number * 60_000_000_000, "127.0.0.1:1162", "192.0.2.1:4000", 1, 0xA7, RAISED, uptime, None, None,
        encode_varbinds(VARBINDS), b"\x30\x00", "[]", *(None,) * 6,
    )  # fmt: skip


@pytest.fixture
async def rows(database: Database) -> Database:
    async with database.write() as connection:
        await insert_notifications(connection, [a_row(1, 900_000), a_row(2, 4_200)])
    return database


async def test_the_mib_explains_notification_objects_and_indexes(rows: Database) -> None:
    found = await TrapInsight(rows, device_names()).explain(2)
    assert (found.name, found.status, found.objects) == ("ALARM-MIB::alarmRaised", "current", ["ALARM-MIB::alarmLevel"])
    assert found.description.startswith("The device is")
    level, right = found.bindings[2:]
    assert (level.name, level.syntax, level.is_listed) == ("ALARM-MIB::alarmLevel", "Integer32 (1..10)", True)
    assert [(each.column, each.value) for each in right.index] == [("userName", "bo"), ("userMode", "write")]
    assert not right.is_listed
    assert found.previous is not None
    assert (found.previous.id, found.previous.before_s) == (1, 60.0)


async def test_without_a_library_the_rest_is_there(rows: Database) -> None:
    found = await TrapInsight(rows, Numeric()).explain(1)
    assert (found.name, found.description, found.previous, len(found.bindings)) == ("", "", None, 4)
    assert (await TrapInsight(rows, Numeric()).lint(1)).findings == []


async def test_the_lint_counts_what_is_wrong_and_sees_the_clock_go_back(rows: Database) -> None:
    lint = await TrapInsight(rows, device_names()).lint(2)
    assert (lint.name, lint.errors, lint.warnings) == ("ALARM-MIB::alarmRaised", 1, 1)
    assert [finding.code for finding in lint.findings] == ["wrong_value", "uptime_back"]


async def test_what_is_not_stored_is_said(rows: Database) -> None:
    insight = TrapInsight(rows, Numeric())
    for asked in (insight.lint(99), insight.explain(99)):
        with pytest.raises(NoSuchNotification):
            await asked
