"""Rules are kept in their order, and tried out without changing anything."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.unit.notification_rows import LINK_UP, a_row, store
from tests.unit.services.named_devices import ALARM_MIB, LibraryThatChanges
from trishul.errors import InvalidInput, LimitReached
from trishul.services.mibs.name_source import NameSource, Numeric
from trishul.services.rules import rules as trap_rules
from trishul.services.rules.rules import NoSuchRule, RuleExists, TrapRules
from trishul.services.traps.records import record_of
from trishul.store.database import Database
from trishul.store.notifications import list_notifications


async def opened(database: Database, names: NameSource | None = None) -> TrapRules:
    rules = TrapRules(database, names or Numeric(), lambda row: record_of(row, None))
    await rules.open()
    return rules


async def test_rules_are_made_changed_ordered_deleted_and_come_back(database: Database) -> None:
    rules = await opened(database)
    for name in "abc":
        await rules.create({"name": name})
    await rules.order([3, 1, 2])
    changed = await rules.update(1, {"enabled": False, "severity": "error"})
    assert (changed.name, changed.enabled, changed.severity) == ("a", False, "error")
    await rules.delete(2)
    rules.note_matches(Counter({3: 2, 2: 1}), 5.0)
    assert [(rule.name, rule.matched) for rule in rules.all().rules] == [("c", 2), ("a", 0)]
    assert [rule.id for rule in rules.runnable()] == [3]
    again = await opened(database)
    assert [(rule.name, rule.enabled) for rule in again.all().rules] == [("c", True), ("a", False)]


async def test_what_cannot_be_is_refused(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trap_rules, "MAX_RULES", 2)
    rules = await opened(database)
    await rules.create({"name": "a"})
    with pytest.raises(RuleExists):
        await rules.create({"name": "a"})
    await rules.create({"name": "b"})
    with pytest.raises(LimitReached):
        await rules.create({"name": "c"})
    with pytest.raises(RuleExists):
        await rules.update(2, {"name": "a"})
    for ids in ([1], [1, 1], [1, 3]):
        with pytest.raises(InvalidInput):
            await rules.order(ids)
    with pytest.raises(NoSuchRule):
        await rules.delete(9)


async def test_a_rule_whose_mib_went_away_rests_and_says_why(database: Database) -> None:
    names = LibraryThatChanges(ALARM_MIB)
    rules = await opened(database, names)
    await rules.create({"name": "a", "query": "trap:alarmRaised"})
    assert (rules.get(1).error, len(rules.runnable())) == ("", 1)
    names.load()
    assert "alarmRaised" in rules.get(1).error
    assert rules.runnable() == []


async def test_a_preview_tells_and_changes_nothing(database: Database) -> None:
    async with database.write() as connection:
        await store(connection, [a_row(), a_row(trap_oid=LINK_UP), a_row()])
    rules = await opened(database)
    found = await rules.preview({"query": f"-trap:{LINK_UP}", "severity": "error", "enabled": False})
    assert (found.looked_at, found.matching, found.changing) == (3, 2, 2)
    assert [(record.id, record.severity) for record in found.data] == [(3, "error"), (1, "error")]
    assert (await rules.preview({})).changing == 0
    async with database.read() as connection:
        assert {row.severity for row in await list_notifications(connection, limit=9)} == {None}


async def test_a_rule_forwards_to_destinations_that_are_there(database: Database) -> None:
    async with database.write() as connection:
        await store(connection, [a_row()])
    rules = TrapRules(database, Numeric(), lambda row: record_of(row, None), lambda name: name == "log")
    for forward in (["gone"], ["log", "log"], ["log"] * 11):
        with pytest.raises(InvalidInput) as error:
            await rules.create({"name": "a", "forward": forward})
        assert error.value.field == "forward"
    await rules.create({"name": "a", "forward": ["log"], "enabled": False})
    assert (rules.forwarding_to("log"), rules.forwarding_to("gone")) == (["a"], [])
    found = await rules.preview({"forward": ["log"]})
    assert (found.changing, found.forwarding) == (0, 1)


async def test_every_change_and_every_look_at_notifications_is_told(database: Database) -> None:
    told: list[str] = []
    rules = TrapRules(
        database,
        Numeric(),
        lambda row: record_of(row, None),
        on_change=lambda: told.append("change"),
        on_match=lambda: told.append("match"),
    )
    await rules.open()
    rules.note_matches(Counter(), 1.0)
    assert told == []
    made = await rules.create({"name": "links"})
    await rules.update(made.id, {"enabled": False})
    await rules.order([made.id])
    rules.note_matches(Counter(), 1.0)
    await rules.delete(made.id)
    assert told == ["change", "change", "change", "match", "change"]
