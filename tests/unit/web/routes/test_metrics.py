"""`/metrics` in Prometheus' text format."""

from __future__ import annotations

import httpx
from prometheus_client.parser import text_string_to_metric_families
from starlette.types import ASGIApp

from trishul.engine.drops import DropReason, Role
from trishul.services.workbench import Workbench
from trishul.web.metric_families import METRICS


async def test_every_counter_and_the_sockets_are_there(stranger: httpx.AsyncClient, workbench: Workbench) -> None:
    workbench.counters.add("walker", "oids_returned", 5)
    text = (await stranger.get("/metrics")).text
    samples = {
        sample.name: sample.value for family in text_string_to_metric_families(text) for sample in family.samples
    }
    assert samples["trishul_walker_oids_returned_total"] == 5
    assert samples["trishul_simulator_oids_loaded"] == 0
    assert samples["trishul_websocket_clients"] == 0
    assert samples["trishul_asyncio_tasks"] >= 1
    assert samples["trishul_notifications_waiting"] == 0
    for module, names in workbench.counters.snapshot().items():
        for name in names:
            stem = f"trishul_{module}_{name}".removesuffix("_total")
            assert stem in samples or f"{stem}_total" in samples


async def test_nothing_secret_is_in_it(stranger: httpx.AsyncClient, token: str) -> None:
    text = (await stranger.get("/metrics")).text
    assert token not in text
    assert "public" not in text


async def test_other_hosts_need_a_token(app: ASGIApp, token: str) -> None:
    transport = httpx.ASGITransport(app, client=("192.0.2.9", 5000))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as scraper:
        assert (await scraper.get("/metrics")).status_code == 401
        headers = {"Authorization": f"Bearer {token}"}
        assert (await scraper.get("/metrics", headers=headers)).status_code == 200


async def test_so_does_a_proxy_on_this_host(stranger: httpx.AsyncClient) -> None:
    for name in ("Forwarded", "X-Forwarded-For", "Via"):
        assert (await stranger.get("/metrics", headers={name: "192.0.2.9"})).status_code == 401


async def test_every_drop_reason_of_both_services_is_there_from_the_start(stranger: httpx.AsyncClient) -> None:
    families = {family.name: family for family in text_string_to_metric_families((await stranger.get("/metrics")).text)}
    for service, role in (("simulator", Role.AGENT), ("traps", Role.RECEIVER)):
        for name in ("trishul_datagrams_dropped", "trishul_datagrams_dropped_last_seconds"):
            samples = [each for each in families[name].samples if each.labels["service"] == service]
            assert [each.labels["reason"] for each in samples] == DropReason.of(role)
            assert {each.value for each in samples} == {0}


async def test_all_that_the_table_lists_is_there_and_nothing_else(stranger: httpx.AsyncClient) -> None:
    text = (await stranger.get("/metrics")).text
    names = {sample.name for family in text_string_to_metric_families(text) for sample in family.samples}
    assert names == {each.exposed_name for each in METRICS.values()}
