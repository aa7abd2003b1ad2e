"""`/api/mibs/browse` on an open workbench; the whole of it on a running server is in tests/contract."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest

from tests.unit.web.routes.conftest import RoutesOf, client_of
from trishul.services.workbench import Workbench


@pytest.fixture
async def browse(mib_workbench: Workbench, routes_of: RoutesOf) -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(routes_of(mib_workbench), "/api/mibs/browse") as opened:
        yield opened


async def test_modules_trees_nodes_and_search(browse: httpx.AsyncClient) -> None:
    assert (await browse.get("/modules")).json()["total"] > 3
    assert (await browse.get("/tree/module", params={"module": "IF-MIB"})).json()["view"] == "module"
    tree = (await browse.get("/tree/oid", params={"root_oid": "interfaces", "depth": 2})).json()
    assert tree["children"][1]["children"][0]["name"] == "ifEntry"
    assert (await browse.get("/node/IF-MIB::ifDescr")).json()["node"]["name"] == "ifDescr"
    assert (await browse.get("/search", params={"query": "ifDescr"})).json()["results"][0]["name"] == "ifDescr"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/node/nothing", 404),
        ("/tree/oid?depth=6", 422),
        ("/tree/module?module=NO-MIB", 404),
        ("/search", 422),
        ("/search?query=x&limit=0", 422),
        ("/search?query=x&type_filter=odd", 422),
    ],
)
async def test_what_cannot_be_meant_is_said(browse: httpx.AsyncClient, path: str, status: int) -> None:
    assert (await browse.get(path)).status_code == status
