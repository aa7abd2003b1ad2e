"""`/api/traps/export`."""

from __future__ import annotations

import httpx

from tests.unit.notification_rows import a_row, store
from trishul.services.workbench import Workbench


async def test_the_list_is_a_file(client: httpx.AsyncClient, workbench: Workbench) -> None:
    async with workbench.store.write() as connection:
        await store(connection, [a_row(), a_row(version=3)])
    answer = await client.get("/api/traps/export", params={"q": "ver:3", "format": "json"})
    assert [record["id"] for record in answer.json()] == [2]
    assert answer.headers["content-disposition"] == 'attachment; filename="notifications.json"'
    assert (await client.get("/api/traps/export", params={"format": "pcap"})).content[:4] == b"\x4d\x3c\xb2\xa1"
    refused = await client.get("/api/traps/export", params={"q": "ver:4"})
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid_query")
    assert (await client.get("/api/traps/export", params={"format": "xml"})).status_code == 422
