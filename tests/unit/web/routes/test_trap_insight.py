"""`/api/traps/{id}/explanation` and `/lint`."""

from __future__ import annotations

import httpx

from tests.unit.store.test_notifications import stored
from trishul.services.workbench import Workbench


async def test_a_stored_notification_is_explained_and_judged(client: httpx.AsyncClient, workbench: Workbench) -> None:
    await stored(workbench.store, 2)
    explained = (await client.get("/api/traps/2/explanation")).json()
    assert (explained["id"], explained["bindings"], explained["previous"]["id"]) == (2, [], 1)
    lint = (await client.get("/api/traps/2/lint")).json()
    assert (lint["errors"], [each["code"] for each in lint["findings"]]) == (2, ["heading_missing"] * 2)


async def test_what_is_not_there_is_404(client: httpx.AsyncClient) -> None:
    for question in ("explanation", "lint"):
        reply = await client.get(f"/api/traps/99/{question}")
        assert (reply.status_code, reply.json()["code"]) == (404, "no_such_notification")
        assert (await client.get(f"/api/traps/{2**63}/{question}")).status_code == 422
