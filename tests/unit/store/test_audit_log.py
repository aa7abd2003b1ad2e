"""Rows of the audit log are read from the newest on and never numbered twice."""

from __future__ import annotations

from trishul.store.audit_log import AuditRow, add_audit_rows, count_audit_rows, load_audit_rows, prune_audit_rows
from trishul.store.database import Database


async def test_rows_are_read_searched_and_pruned(database: Database) -> None:
    rows = [AuditRow(0, float(at), "Ärger", "::1", "act", str(at), "ok") for at in range(5)]
    async with database.write() as connection:
        await add_audit_rows(connection, rows)
        assert [row.id for row in await load_audit_rows(connection, None, 2, "")] == [5, 4]
        assert [row.target for row in await load_audit_rows(connection, 4, 10, "ACT")] == ["2", "1", "0"]
        assert await count_audit_rows(connection, "::1") == 5
        assert await prune_audit_rows(connection, keep_count=3, keep_since=3.0) == 3
        assert await prune_audit_rows(connection, keep_count=0, keep_since=0.0) == 2
        await add_audit_rows(connection, rows[:1])
        assert [row.id for row in await load_audit_rows(connection, None, 2, "")] == [6]
