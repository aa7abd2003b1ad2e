"""`/api/traps/mark` and `/api/traps/delete`."""

from __future__ import annotations

import httpx

from tests.unit.notification_rows import a_row, store
from trishul.services.workbench import Workbench


async def test_chosen_notifications_are_marked_and_deleted(client: httpx.AsyncClient, workbench: Workbench) -> None:
    async with workbench.store.write() as connection:
        await store(connection, [a_row()] * 3)
    marks = {"ids": [1, 2], "pinned": True, "severity": "warning", "add_tags": ["lab"]}
    assert (await client.post("/api/traps/mark", json=marks)).json() == {"status": "marked", "marked": 2}
    (record,) = (await client.get("/api/traps/", params={"q": "tag:lab", "limit": 1})).json()["data"]
    assert (record["is_pinned"], record["is_read"], record["severity"], record["tags"]) == (
        True,
        False,
        "warning",
        ["lab"],
    )
    gone = await client.post("/api/traps/delete", json={"query": "is:pinned"})
    assert gone.json() == {"status": "deleted", "deleted": 2}
    refused = await client.post("/api/traps/delete", json={"query": "is:x"})
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid_query")
    assert (await client.post("/api/traps/mark", json={"ids": [1], "severity": "grave"})).status_code == 422
