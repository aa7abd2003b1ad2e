"""`/api/traps/templates`: kept, taken, forgotten."""

from __future__ import annotations

import httpx


async def test_a_template_is_kept_replaced_on_demand_and_forgotten(client: httpx.AsyncClient) -> None:
    body = {"name": "Port/down", "trap": {"oid": "1.3.6.1.6.3.1.1.5.3", "kind": "inform"}}
    assert (await client.post("/api/traps/templates", json=body)).json()["trap"]["kind"] == "inform"
    taken = await client.post("/api/traps/templates", json=body)
    assert (taken.status_code, taken.json()["code"]) == (409, "name_taken")
    assert (await client.post("/api/traps/templates", json=body | {"replace": True})).status_code == 200
    assert [each["name"] for each in (await client.get("/api/traps/templates")).json()["templates"]] == ["Port/down"]
    refused = await client.post("/api/traps/templates", json={"name": "x", "trap": {"community": "hush"}})
    assert refused.status_code == 422
    assert "hush" not in refused.text
    gone = await client.delete("/api/traps/templates/Port%2Fdown")
    assert gone.json() == {"status": "deleted", "name": "Port/down"}
    assert (await client.delete("/api/traps/templates/Port%2Fdown")).json()["code"] == "no_such_template"
