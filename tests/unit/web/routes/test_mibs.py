"""`/api/mibs` on an open workbench; the whole of it on a running server is in tests/contract."""

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


async def test_upload_status_source_and_delete(mibs: httpx.AsyncClient) -> None:
    reply = await mibs.post("/upload", files=files(("ACME-MIB", mib("ACME-MIB"))))
    assert (reply.status_code, reply.json()["results"][0]["status"]) == (200, "loaded")
    names = {each["name"] for each in (await mibs.get("/status")).json()["mibs"]}
    assert {"ACME-MIB", "IF-MIB"} <= names
    assert (await mibs.get("/list")).json()["mibs"] == ["ACME-MIB"]
    assert "acmeValue" in (await mibs.get("/ACME-MIB/source")).json()["text"]
    assert (await mibs.delete("/ACME-MIB")).json()["status"] == "deleted"


async def test_refusals_name_files_and_reasons(mibs: httpx.AsyncClient) -> None:
    refused = await mibs.post("/upload", files=files(("x.pdf", b"%PDF-")))
    assert (refused.status_code, refused.json()["code"]) == (422, "upload_refused")
    assert refused.json()["errors"][0]["field"] == "x.pdf"
    await mibs.post("/upload", files=files(("ACME-MIB", mib("ACME-MIB"))))
    taken = await mibs.post("/upload", files=files(("ACME-MIB", mib("ACME-MIB"))))
    assert (taken.status_code, taken.json()["files"]) == (409, ["ACME-MIB"])
    replaced = await mibs.post("/upload", files=files(("ACME-MIB", mib("ACME-MIB"))), data={"replace": "1"})
    assert replaced.status_code == 200
    assert (await mibs.delete("/IF-MIB")).json()["code"] == "standard_module"


async def test_a_check_writes_nothing(mibs: httpx.AsyncClient) -> None:
    found = (await mibs.post("/validate-batch", files=files(("ACME-MIB", mib("ACME-MIB"))))).json()
    assert (found["can_upload"], found["files"][0]["mib_name"]) == (True, "ACME-MIB")
    assert (await mibs.get("/list")).json()["mibs"] == []


async def test_lists_names_and_findings(mibs: httpx.AsyncClient) -> None:
    assert (await mibs.get("/traps", params={"module": "IF-MIB"})).json()["total"] == 2
    assert (await mibs.get("/objects", params={"module": "IF-MIB"})).json()["total"] > 20
    assert (await mibs.get("/resolve", params={"oid": "ifDescr.1", "mode": "numeric"})).json()["output"].endswith(".1")
    assert "diagnostics" in (await mibs.get("/diagnostics")).json()
    assert (await mibs.post("/reload")).json()["status"] == "reloaded"
    assert (await mibs.post("/fetch-dependencies", json={"dependencies": ["X-MIB"]})).json()["fetched"] == 0


async def test_before_there_is_a_library_lists_say_so(client: httpx.AsyncClient) -> None:
    status = (await client.get("/api/mibs/status")).json()
    assert (status["loaded"], status["mibs"]) == (0, [])
    assert (await client.get("/api/mibs/resolve", params={"oid": "1.3.6"})).json()["output"] == "1.3.6"
    unready = await client.get("/api/mibs/traps")
    assert (unready.status_code, unready.json()["code"]) == (503, "library_unavailable")
