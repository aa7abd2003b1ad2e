"""`/api/meta`, `/api/health`, `/api/ready`."""

from __future__ import annotations

import httpx
import pytest

from trishul.services.database_examination import DatabaseState
from trishul.services.workbench import Workbench
from trishul.store.database import StoreUnavailable


async def test_meta_and_health_are_public(stranger: httpx.AsyncClient) -> None:
    meta = (await stranger.get("/api/meta")).json()
    assert set(meta) == {"name", "version", "author", "description"}
    health = (await stranger.get("/api/health")).json()
    assert health == {"status": "ok", "service": "trishul-snmp", "version": meta["version"]}


async def test_ready_when_the_store_answers(stranger: httpx.AsyncClient) -> None:
    reply = await stranger.get("/api/ready")
    assert (reply.status_code, reply.json()["status"]) == (200, "ready")


async def test_not_ready_while_it_does_not(
    stranger: httpx.AsyncClient, workbench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse() -> None:
        raise StoreUnavailable("trishul.db", "disk I/O error")

    monkeypatch.setattr(workbench.store, "ping", refuse)
    reply = await stranger.get("/api/ready")
    assert (reply.status_code, reply.json()["code"]) == (503, "not_ready")
    assert "disk I/O error" in reply.json()["detail"]
    assert (await stranger.get("/api/health")).status_code == 200


async def test_a_database_that_was_set_aside_is_told(
    stranger: httpx.AsyncClient, workbench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbench.damaged, "names", lambda: ["trishul.db.damaged-20270115-080000"])
    assert (await stranger.get("/api/health")).json()["notices"] == [
        {"code": "database_set_aside", "file": "trishul.db.damaged-20270115-080000"}
    ]


async def test_a_large_database_that_is_damaged_is_told(
    stranger: httpx.AsyncClient, workbench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbench.examination, "state", DatabaseState.DAMAGED)
    health = (await stranger.get("/api/health")).json()
    assert (health["status"], health["database"]) == ("ok", "damaged")
    assert health["notices"] == [{"code": "database_damaged", "file": "trishul.db"}]
