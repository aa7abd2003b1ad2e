"""`/api/traps`: searching, help for it, saved searches; every wrong query a problem with its column."""

from __future__ import annotations

import httpx

from tests.unit.notification_rows import LINK_UP, a_row, store
from trishul.services.workbench import Workbench


async def test_stored_notifications_are_found_by_a_query(client: httpx.AsyncClient, workbench: Workbench) -> None:
    async with workbench.store.write() as connection:
        await store(connection, [a_row(), a_row(trap_oid=LINK_UP), a_row()])
    page = (await client.get("/api/traps/", params={"q": "gi0 -trap:1.3.6.1.6.3.1.1.5.4", "limit": 1})).json()
    assert ([record["id"] for record in page["data"]], page["next"], page["is_full"]) == ([3], 3, True)
    assert page["matching"] == {"count": 2, "is_estimate": False}
    rest = (await client.get("/api/traps/", params={"q": "linkdown", "limit": 1, "before": page["next"]})).json()
    assert ([record["id"] for record in rest["data"]], rest["next"], rest["matching"]) == ([1], None, None)


async def test_a_wrong_query_is_a_problem_with_its_column(client: httpx.AsyncClient) -> None:
    answer = await client.get("/api/traps/", params={"q": "a ver:4"})
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (422, "invalid_query")
    assert (problem["column"], problem["length"], problem["expected"]) == (6, 1, ["1", "2c", "3"])


async def test_the_language_explains_itself(client: httpx.AsyncClient) -> None:
    language = (await client.get("/api/traps/search-language")).json()
    assert {field["name"] for field in language["fields"]} >= {"trap", "src", "var"}
    found = (await client.get("/api/traps/complete", params={"q": "ver:3 is:un"})).json()
    assert (found["start"], found["length"]) == (9, 2)
    assert found["proposals"][0] == {"text": "unresolved", "meaning": "no loaded MIB names it"}


async def test_searches_are_saved_and_forgotten(client: httpx.AsyncClient) -> None:
    saved = (await client.post("/api/traps/searches", json={"name": "v3/a", "query": "ver:3"})).json()
    assert (saved["name"], saved["query"]) == ("v3/a", "ver:3")
    refused = await client.post("/api/traps/searches", json={"name": "x", "query": "ver:"})
    assert (refused.status_code, refused.json()["code"], refused.json()["column"]) == (422, "invalid_query", 4)
    assert [each["name"] for each in (await client.get("/api/traps/searches")).json()["data"]] == ["v3/a"]
    assert (await client.delete("/api/traps/searches/v3%2Fa")).json() == {"status": "deleted"}
    assert (await client.delete("/api/traps/searches/v3%2Fa")).status_code == 404
