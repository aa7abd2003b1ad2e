"""`/api/mibs/{name}/…` on an open workbench; the whole of it on a running server is in tests/contract."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest

from tests.contract.mib_texts import files, mib
from tests.unit.web.routes.conftest import RoutesOf, client_of
from trishul.services.workbench import Workbench


@pytest.fixture
async def mibs(mib_workbench: Workbench, routes_of: RoutesOf) -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(routes_of(mib_workbench), "/api/mibs") as opened:
        yield opened


async def test_details_dependents_a_saved_text_and_its_former_one(mibs: httpx.AsyncClient) -> None:
    await mibs.post("/upload", files=files(("ACME-MIB", mib("ACME-MIB"))))
    details = (await mibs.get("/ACME-MIB/details")).json()
    assert (details["kinds"]["scalar"], details["origin"]) == (1, "uploaded")
    assert (await mibs.get("/ACME-MIB/dependents")).json()["dependents"] == []
    changed = mib("ACME-MIB", traps=2).decode()
    saved = await mibs.put("/ACME-MIB/text", json={"text": changed, "based_on": details["sha256"]})
    assert saved.json()["results"][0]["traps"] == 2
    (kept,) = (await mibs.get("/ACME-MIB/revisions")).json()["revisions"]
    assert (await mibs.get(f"/ACME-MIB/revisions/{kept['id']}")).json()["text"] == mib("ACME-MIB").decode()
    changes = (await mibs.get(f"/ACME-MIB/revisions/{kept['id']}/differences")).json()["changes"]
    assert [(each["kind"], each["name"], each["is_legal"]) for each in changes] == [
        ("revision", "ACME-MIB", False),
        ("added", "acmeTrap2", True),
    ]
    restored = await mibs.post(f"/ACME-MIB/revisions/{kept['id']}/restore")
    assert restored.json()["results"][0]["traps"] == 1
