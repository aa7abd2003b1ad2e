"""`/api/traps/policy`: read, changed in part, refused by field."""

from __future__ import annotations

import httpx


async def test_a_subset_is_changed_and_a_bad_value_changes_nothing(client: httpx.AsyncClient) -> None:
    before = (await client.get("/api/traps/policy")).json()
    assert (before["keep_rows"], before["keep_days"], before["keep_megabytes"]) == (0, 0, 4096)
    changed = (await client.post("/api/traps/policy", json={"keep_rows": 7})).json()
    assert changed == {"status": "saved", "policy": before | {"keep_rows": 7}}
    refused = await client.post("/api/traps/policy", json={"keep_rows": 9, "keep_days": -1})
    assert (refused.status_code, refused.json()["field"]) == (422, "keep_days")
    assert (await client.get("/api/traps/policy")).json()["keep_rows"] == 7
