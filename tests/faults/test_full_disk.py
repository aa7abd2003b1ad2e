"""A disk without an octet left: every area says so in words, nothing that was said to be saved is lost, and all goes on
when there is room again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.contract.mib_texts import files, mib
from tests.contract.served import Server
from tests.faults.conftest import drops_of, ledger_at_rest, ledger_of, notify, stored_numbers, until
from tests.faults.small_disk import SmallDisk, small_disk

BODY_OF_A_DEVICE = b"1.3.6.1.2.1.1.5.0|4|small\n"


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallDisk]:
    with small_disk(tmp_path_factory.mktemp("disk")) as disk:
        yield disk


@pytest.fixture(scope="module")
def data_dir(disk: SmallDisk) -> Path:
    return disk.folder / "data"


def test_what_arrives_meanwhile_is_kept_or_refused_by_name_and_stored_when_there_is_room(
    server: Server, client: httpx.Client, disk: SmallDisk, receiver_port: int
) -> None:
    assert notify("snmpinform", receiver_port, 1)
    until(lambda: stored_numbers(client) == [1])
    with disk.full(server):
        for number in (2, 3, 4):
            assert notify("snmptrap", receiver_port, number)
        is_acknowledged = notify("snmpinform", receiver_port, 5, timeout_s=1)
        until(lambda: ledger_of(client)["received"] == 5)
        status = until(lambda: (found := client.get("/api/traps/status").json())["store_error"] and found)
        assert disk.words[0] in status["store_error"]
        assert status["running"]
        assert "notifications cannot be stored, they are kept and tried again" in server.log
        assert stored_numbers(client) == [1], "what is stored can be read"
    ledger = ledger_at_rest(client)
    assert ledger["received"] == ledger["used"]["stored"] + ledger["dropped"] == 5
    stored, drops = stored_numbers(client), drops_of(client)
    assert (stored, drops) in (([1, 2, 3, 4], {"not_safe": 1}), ([1, 2, 3, 4, 5], {}))
    assert 5 in stored or not is_acknowledged
    assert client.get("/api/traps/status").json()["store_error"] is None
    assert "notifications are stored again" in server.log
    assert notify("snmpinform", receiver_port, 6)


def test_each_area_says_in_words_that_it_cannot_save_and_saves_afterwards(
    server: Server, client: httpx.Client, disk: SmallDisk
) -> None:
    agent = client.post("/api/simulator/start").json()
    whole = {"target": "127.0.0.1", "port": agent["port"], "community": agent["community"], "oid": "1.3.6.1.2.1.1"}
    orders = {
        "a setting": lambda: client.post("/api/settings/app", json={"kept_walks_days": 12}),
        "overrides": lambda: client.post("/api/simulator/data", json={"1.3.6.1.2.1.1.5.0": "small"}),
        "a kept walk": lambda: client.post("/api/walk/execute", json=whole | {"keep": "whole"}),
        "a target": lambda: client.post("/api/walk/targets", json={"name": "small", "host": "127.0.0.1"}),
        "a search": lambda: client.post("/api/traps/searches", json={"name": "down", "query": "trap:linkDown"}),
        "a credential": lambda: client.post(
            "/api/credentials", json={"name": "small", "kind": "community", "community": "secret-c0mmunity"}
        ),
        "a recording": lambda: client.post(
            "/api/simulator/recordings", files=files(("small.snmprec", BODY_OF_A_DEVICE))
        ),
        "a MIB": lambda: client.post("/api/mibs/upload", files=files(("ACME-MIB.my", mib("ACME-MIB")))),
    }
    before = client.get("/api/mibs/status").json()["total"]
    with disk.full(server):
        for what, order in orders.items():
            refused = order()
            assert refused.status_code in (409, 503, 507), (what, refused.text)
            assert any(words in refused.json()["detail"] for words in disk.words), (what, refused.text)
            assert str(disk.folder) not in refused.text, "where it lies is not everybody's business"
        assert client.get("/api/traps/", headers={"X-Auth-Token": server.login()}).is_success, "who makes room gets in"
        backup = client.get("/api/settings/backup")
        assert any(words in backup.text for words in disk.words), backup.text
        with client.stream("POST", "/api/walk/stream", json=whole | {"keep": "whole"}) as walk:
            *rows, last = walk.iter_lines()
        assert rows
        assert disk.words[0] in last, "the rows are shown, and that they were not kept"
        assert client.get("/api/health").json()["status"] == "ok"
        assert client.get("/api/walk/kept").json()["walks"] == []
        assert client.get("/api/mibs/status").json()["total"] == before
    for what, order in orders.items():
        assert order().is_success, what
    assert client.get("/api/mibs/status").json()["total"] == before + 1
    assert [walk["name"] for walk in client.get("/api/walk/kept").json()["walks"]] == ["whole"]
    assert "secret-c0mmunity" not in server.log


def test_a_job_says_why_its_walk_was_not_kept_and_runs_again(
    server: Server, client: httpx.Client, disk: SmallDisk
) -> None:
    agent = client.post("/api/simulator/start").json()
    target = {"name": "switch", "host": "127.0.0.1", "port": agent["port"]}
    assert client.post("/api/walk/targets", json=target).is_success
    order = {"name": "nightly", "target": "switch", "oids": ["1.3.6.1.2.1.1"], "schedule": {"cron": "@yearly"}}
    job = "/api/walk/jobs/" + client.post("/api/walk/jobs", json=order).json()["id"]

    def run() -> dict[str, Any]:
        client.post(f"{job}/run").raise_for_status()
        last: dict[str, Any] = until(lambda: (now := client.get(job).json())["state"] != "running" and now)["last_run"]
        return last

    with disk.full(server):
        failed = run()
        assert (failed["state"], failed["code"]) == ("failed", "store_unavailable")
        assert disk.words[0] in failed["reason"]
    done = run()
    assert (done["state"], done["reason"]) == ("done", "")
    assert client.get(f"/api/walk/kept/{done['walk']}").json()["rows"] == done["rows"] > 0


def test_the_log_says_it_in_words_and_not_at_each_try(server: Server) -> None:
    assert "Traceback" not in server.log
    assert len(re.findall("notifications cannot be stored", server.log)) == 1
