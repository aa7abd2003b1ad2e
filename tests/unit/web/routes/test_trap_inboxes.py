"""`/api/traps/inboxes`."""

from __future__ import annotations

import httpx

from tests.unit.notification_rows import LINK_UP, a_row, store
from trishul.services.workbench import Workbench


async def test_an_inbox_is_made_found_expected_from_and_thrown_away(
    client: httpx.AsyncClient, workbench: Workbench
) -> None:
    made = await client.post("/api/traps/inboxes", json={"name": "run42", "community": "hush-hush"})
    assert (made.status_code, made.json()["query"], made.json()["is_open"]) == (201, "inbox:run42", False)
    assert "hush" not in made.text
    async with workbench.store.write() as connection:
        await store(connection, [a_row(), a_row(inbox="run42", trap_oid=LINK_UP)])
    assert [each["count"] for each in (await client.get("/api/traps/inboxes")).json()["data"]] == [1]
    listed = (await client.get("/api/traps/", params={"q": "inbox:run42"})).json()["data"]
    assert [(record["id"], record["inbox"]) for record in listed] == [(2, "run42")]
    wanted = {"match": "trap:1.3.6.1.6.3.1.1.5.3", "inbox": "run42", "within_s": 0}
    missed = (await client.post("/api/traps/expect", json=wanted)).json()
    assert (missed["holds"], missed["seen"], missed["nearest"]["trap"]["id"]) == (False, 1, 2)
    assert (await client.post("/api/traps/expect", json={"match": "ver:2c", "inbox": "run42"})).json()["holds"]
    assert (await client.get("/api/traps/inboxes/run42")).json()["by"] == "community"
    thrown = await client.delete("/api/traps/inboxes/run42")
    assert thrown.json() == {"status": "deleted", "deleted": 1}


async def test_what_is_not_there_or_cannot_be_meant_is_a_problem(client: httpx.AsyncClient) -> None:
    for answer in (
        await client.get("/api/traps/inboxes/none"),
        await client.delete("/api/traps/inboxes/none"),
        await client.post("/api/traps/expect", json={"match": "", "inbox": "none"}),
    ):
        assert (answer.status_code, answer.json()["code"]) == (404, "no_such_inbox")
    refused = await client.post("/api/traps/inboxes", json={"port": 0, "community": "hush-hush"})
    assert (refused.status_code, "hush" in refused.text) == (422, False)
