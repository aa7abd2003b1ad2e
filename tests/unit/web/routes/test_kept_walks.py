"""`/api/walk/kept`: walks are kept by walking, then listed, looked at in every way, exported, simulated, deleted."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import msgspec
import pytest

from trishul.simulation.demo_switch import demo_switch
from trishul.snmp import Agent

KEPT = "/api/walk/kept"
SYSTEM = "1.3.6.1.2.1.1"


@pytest.fixture
async def body() -> AsyncIterator[dict[str, object]]:
    """What asks the demo switch for its system group."""
    async with Agent({"public": demo_switch()}) as agent:
        host, port = agent.address
        yield {"target": host, "port": port, "oid": SYSTEM}


async def test_a_walk_that_is_kept_is_found_and_looked_at_in_every_way(
    client: httpx.AsyncClient, body: dict[str, object]
) -> None:
    walked = (await client.post("/api/walk/execute", json=body | {"keep": "then", "tags": ["lab"]})).json()
    lines = (await client.post("/api/walk/stream", json=body | {"keep": "now"})).text.splitlines()
    done = msgspec.json.decode(lines[-1])["done"]
    page = (await client.get(KEPT, params={"search": "then", "tag": "lab"})).json()
    assert [walk["id"] for walk in page["walks"]] == [walked["kept"]]
    then, now = f"{KEPT}/{walked['kept']}", f"{KEPT}/{done['kept']}"
    assert (await client.get(then)).json()["rows"] == walked["count"] == done["count"]
    rows = (await client.get(f"{then}/rows", params={"limit": 2, "after": 1})).json()
    assert (rows["rows"], rows["next"]) == (walked["data"][1:3], 3)
    assert (await client.get(f"{then}/tables")).json()["unnamed"] == walked["count"]
    compared = (await client.get(f"{then}/compare", params={"with": done["kept"], "kinds": "added"})).json()
    assert (compared["differences"], compared["added"]) == ([], 0)
    assert (await client.get(f"{now}/lint")).json()["findings"] == []
    assert (await client.get(f"{now}/missing-mibs")).json()["unnamed"] == walked["count"]
    missing = await client.get(f"{then}/table", params={"name": "ifTable"})
    assert (missing.status_code, missing.json()["code"]) == (404, "no_such_table")


async def test_a_kept_walk_is_changed_exported_simulated_and_deleted(
    client: httpx.AsyncClient, body: dict[str, object]
) -> None:
    walked = (await client.post("/api/walk/execute", json=body | {"keep": "then"})).json()
    place = f"{KEPT}/{walked['kept']}"
    assert (await client.patch(place, json={"pinned": True, "name": "x"})).json()["pinned"]
    export = await client.get(f"{place}/export", params={"format": "snmprec", "search": f"{SYSTEM}.5"})
    assert export.text.startswith(f"{SYSTEM}.5.0|4")
    assert f'filename="walk-{walked["kept"]}.snmprec"' in export.headers["content-disposition"]
    made = await client.post(f"{place}/simulate", json={"name": "lab/then"})
    assert (made.status_code, made.json()["rows"]) == (201, walked["count"])
    again = await client.post(f"{place}/simulate", json={"name": "lab/then"})
    assert (again.status_code, again.json()["code"]) == (409, "already_exists")
    assert (await client.delete(place)).status_code == 204
    assert (await client.delete(place)).json()["code"] == "no_such_walk"
    deleted = await client.post(f"{KEPT}/delete", json={"ids": [walked["kept"]]})
    assert deleted.json() == {"status": "deleted", "deleted": 0}


async def test_a_file_is_kept_like_a_walk(client: httpx.AsyncClient) -> None:
    file = ("then.walk", f'.{SYSTEM}.5.0 = STRING: "old"\n'.encode())
    kept = await client.post(f"{KEPT}/import", files={"files": file}, params={"tags": "file"})
    assert kept.status_code == 201
    (walk,) = kept.json()["walks"]
    assert (walk["name"], walk["rows"], walk["tags"], walk["state"]) == ("then", 1, ["file"], "imported")
    refused = await client.post(f"{KEPT}/import", files={"files": ("x.walk", b"\0")})
    assert (refused.status_code, refused.json()["code"]) == (422, "malformed_upload")


async def test_walks_become_metrics_and_tables_where_that_is_wanted(
    client: httpx.AsyncClient, body: dict[str, object]
) -> None:
    walked = (await client.post("/api/walk/execute", json=body | {"view": "metrics"})).json()
    assert (walked["data"], walked["metrics"][0]["instance"]) == ([], f"{SYSTEM}.1.0")
    several = body | {"operation": "get", "oids": [f"{SYSTEM}.5.0", f"{SYSTEM}.3.0"]}
    assert (await client.post("/api/walk/execute", json=several)).json()["count"] == 2
    assert (await client.post("/api/walk/execute", json=body | {"view": "table"})).json()["tables"] == []
    refused = await client.post("/api/walk/execute", json=body | {"keep": " "})
    assert (refused.status_code, refused.json()["field"]) == (422, "keep")
