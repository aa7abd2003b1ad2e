"""`/api/stats`: read all, read one module, reset."""

from __future__ import annotations

import httpx

from trishul.services.workbench import Workbench


async def test_all_and_one_module_agree(user: httpx.AsyncClient) -> None:
    everything = (await user.get("/api/stats/")).json()
    assert set(everything) == {"simulator", "traps", "walker", "mibs"}
    for module, values in everything.items():
        assert (await user.get(f"/api/stats/{module}")).json().keys() == values.keys()


async def test_an_unknown_module_is_not_found(user: httpx.AsyncClient) -> None:
    reply = await user.get("/api/stats/weather")
    assert (reply.status_code, reply.json()["code"]) == (404, "not_found")


async def test_reset(user: httpx.AsyncClient, workbench: Workbench) -> None:
    workbench.counters.add("walker", "walks_failed")
    assert (await user.delete("/api/stats/")).json() == {"status": "cleared"}
    assert (await user.get("/api/stats/walker")).json()["walks_failed"] == 0


async def test_the_last_fifteen_minutes_are_told(user: httpx.AsyncClient, workbench: Workbench) -> None:
    workbench.rates.measure()
    found = (await user.get("/api/stats/rates")).json()
    assert found["interval_s"] == 5
    assert len(found["times"]) == len(found["requests_per_s"]) == len(found["notifications_per_s"]) >= 1


async def test_an_export_is_a_file(user: httpx.AsyncClient) -> None:
    for file_format, media_type in (("json", "application/json"), ("csv", "text/csv; charset=utf-8")):
        reply = await user.get("/api/stats/export", params={"format": file_format})
        assert reply.headers["content-type"] == media_type
        assert f'filename="statistics.{file_format}"' in reply.headers["content-disposition"]
    assert (await user.get("/api/stats/export", params={"format": "xml"})).status_code == 422
