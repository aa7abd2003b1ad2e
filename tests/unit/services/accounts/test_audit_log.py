"""The audit log: written behind everybody's back, read in pages, bounded by age and number."""

from __future__ import annotations

import csv
import json

import pytest

from tests.unit.services.conftest import Clock
from trishul.services.accounts import audit_log
from trishul.services.accounts.audit_log import AuditLog
from trishul.store.database import Database


@pytest.fixture
def audit(database: Database, clock: Clock) -> AuditLog:
    return AuditLog(database, 30, clock)


async def actions(audit: AuditLog) -> list[str]:
    return [entry.action for entry in (await audit.page(None, 1000, "")).data]


async def test_what_was_noted_is_read_newest_first_in_pages(audit: AuditLog) -> None:
    for number in range(5):
        audit.note("admin", "192.0.2.1", f"step.{number}", "target")
    first = await audit.page(None, 3, "")
    assert ([entry.action for entry in first.data], first.total) == (["step.4", "step.3", "step.2"], 5)
    rest = await audit.page(first.next, 3, "")
    assert ([entry.action for entry in rest.data], rest.next) == (["step.1", "step.0"], None)


async def test_any_word_is_searched_and_wildcards_are_letters(audit: AuditLog) -> None:
    audit.note("admin", "192.0.2.1", "login", "100%_sure")
    audit.note("eve", "192.0.2.2", "login", outcome="login_refused")
    for text, count in (("EVE", 1), ("192.0.2", 2), ("refused", 1), ("0%_s", 1), ("%", 1), ("_", 2), ("nothing", 0)):
        page = await audit.page(None, 10, text)
        assert (len(page.data), page.total) == (count, count), text


async def test_whatever_was_sent_is_one_short_line(audit: AuditLog) -> None:
    audit.note("a\nb\x00" + "x" * 1000, "\udc80", "act", "t" * 1000)
    entry = (await audit.page(None, 1, "")).data[0]
    assert (entry.username[:4], len(entry.username), len(entry.target)) == ("a bx", 128, 200)


async def test_old_entries_go_and_so_do_the_oldest_of_too_many(
    database: Database, audit: AuditLog, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit_log, "MAX_ROWS", 3)
    audit.note("admin", "", "old")
    await audit.flush()
    clock.now += 31 * 86400
    for number in range(5):
        audit.note("admin", "", f"step.{number}")
    await audit.flush()
    reopened = AuditLog(database, 30, clock)
    await reopened.open()
    assert await actions(reopened) == ["step.4", "step.3", "step.2"]
    await reopened.close()


async def test_closing_writes_what_waits(database: Database, audit: AuditLog, clock: Clock) -> None:
    await audit.open()
    audit.note("admin", "", "last")
    await audit.close()
    assert await actions(AuditLog(database, 30, clock)) == ["last"]


async def test_a_full_queue_loses_by_number_and_not_by_error(audit: AuditLog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit_log, "MAX_WAITING", 2)
    for _ in range(5):
        audit.note("admin", "", "much")
    assert audit.lost == 3
    assert len(await actions(audit)) == 2


async def test_exports_have_every_entry_and_no_formula(audit: AuditLog) -> None:
    for number in range(501):
        audit.note("=cmd()", "192.0.2.1", f"step.{number}")
    rows = json.loads(b"".join([piece async for piece in audit.export("json", "")]))
    assert [row["action"] for row in rows] == [f"step.{number}" for number in reversed(range(501))]
    text = b"".join([piece async for piece in audit.export("csv", "step.500")]).decode()
    table = list(csv.DictReader(text.splitlines()))
    assert [(row["username"], row["action"], row["at"][:4]) for row in table] == [("'=cmd()", "step.500", "1970")]
    assert b"".join([piece async for piece in audit.export("json", "nothing")]) == b"[\n]\n"
