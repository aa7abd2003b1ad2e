"""`/api/simulator/agents/{id}/faults` and the catalogue: given, met by a manager, taken back, and every refusal."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from trishul.engine.faults import FaultKind
from trishul.errors import ErrorResponse
from trishul.services.workbench import Workbench
from trishul.simulation.fault_presets import PRESETS
from trishul.snmp import Manager, Target

SYS_NAME = "1.3.6.1.2.1.1.5.0"
FAULTS = "/api/simulator/agents/default/faults"


async def test_the_catalogue_has_every_kind_and_preset_with_its_words(client: httpx.AsyncClient) -> None:
    found = (await client.get("/api/simulator/faults")).json()
    assert [kind["kind"] for kind in found["kinds"]] == list(FaultKind)
    assert [preset["name"] for preset in found["presets"]] == list(PRESETS)
    for preset in found["presets"]:
        assert (await client.put(FAULTS, json={"faults": preset["faults"]})).status_code == 200, preset["name"]


async def test_a_fault_is_met_counted_kept_over_a_restart_and_taken_back(
    client: httpx.AsyncClient, workbench: Workbench
) -> None:
    row = {"kind": "error_status", "status": "resourceUnavailable", "subtrees": ["1.3.6.1.2.1.1.5"]}
    given = (await client.put(FAULTS, json={"faults": [row]})).json()
    assert (given["agent"], given["applied"], given["hits"]) == ("default", False, [0])
    assert (await client.get("/api/simulator/faults/agents")).json() == {"agents": {"default": 1}}
    started = (await client.post("/api/simulator/start", json={"port": 0, "community": "lab"})).json()
    target = Target("127.0.0.1", started["port"], community="lab")
    async with Manager() as manager:
        with pytest.raises(ErrorResponse, match="resourceUnavailable"):
            await manager.get(target, SYS_NAME)
        await client.post("/api/simulator/restart")
        with pytest.raises(ErrorResponse, match="resourceUnavailable"):
            await manager.get(target, SYS_NAME)
        delay = {"kind": "delay", "delay_s": 0.01}
        by_community = (await client.put("/api/simulator/agents/lab/faults", json={"faults": [delay]})).json()
        assert (by_community["agent"], by_community["applied"]) == ("default", True)
        assert len(await manager.get(target, SYS_NAME)) == 1
        healthy = (await client.delete(FAULTS)).json()
        assert (healthy["faults"], healthy["applied"]) == ([], True)
        assert len(await manager.get(target, SYS_NAME)) == 1
    assert workbench.simulator.faults.for_worker() == []


async def test_a_preset_comes_first_and_is_told_in_rows(client: httpx.AsyncClient) -> None:
    body = {"preset": "cut_request_id", "faults": [{"kind": "loss", "every": 7}], "seed": 4}
    given = (await client.put(FAULTS, json=body)).json()
    assert (given["preset"], given["seed"]) == ("cut_request_id", 4)
    assert [(row["kind"], row["every"]) for row in given["faults"]] == [("cut_request_id", 1), ("loss", 7)]
    assert (await client.get(FAULTS)).json() == given


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"faults": [{"kind": "nonsense"}]}, "faults[0].kind"),
        ({"faults": [{"kind": "loss"}, {"kind": "loss", "probability": 2}]}, "faults[1].probability"),
        ({"faults": [{"kind": "loss", "every": 0}]}, "faults[0].every"),
        ({"faults": [{"kind": "loss", "delay_s": 1}]}, "faults[0].delay_s"),
        ({"faults": [{"kind": "delay", "delay_s": 1e9}]}, "faults[0].delay_s"),
        ({"faults": [{"kind": "loss", "sources": ["here"]}]}, "faults[0].sources"),
        ({"faults": [{"kind": "loss", "subtrees": ["no such name"]}]}, "faults[0].subtrees"),
        ({"faults": [{"kind": "loss", "pdus": ["Trap"]}]}, "faults[0].pdus"),
        ({"faults": [{"kind": "error_status", "status": "fine"}]}, "faults[0].status"),
        ({"faults": [{"kind": "silence", "above_octets": 9}]}, "faults[0].above_varbinds"),
        ({"faults": [{"kind": "other_engine", "engine_id": "zz"}]}, "faults[0].engine_id"),
        ({"faults": [{"kind": "wrong_community", "community": "x" * 256}]}, "faults[0].community"),
        ({"faults": [{"kind": "loss"}] * 65}, "faults"),
        ({"faults": [{"kind": "loss", "unknown": 1}]}, "faults[0]"),
        ({"faults": "many"}, "faults"),
        ({"preset": "nonsense"}, "preset"),
        ({"seed": -1}, "seed"),
    ],
)
async def test_what_cannot_be_meant_is_named_and_changes_nothing(
    client: httpx.AsyncClient, body: dict[str, Any], field: str
) -> None:
    reply = await client.put(FAULTS, json=body)
    assert (reply.status_code, reply.json()["code"], reply.json()["field"]) == (422, "invalid_input", field)
    assert (await client.get(FAULTS)).json()["faults"] == []


async def test_an_agent_that_is_not_there_is_404(client: httpx.AsyncClient) -> None:
    for ask in (client.get, client.delete):
        reply = await ask("/api/simulator/agents/nobody/faults")
        assert (reply.status_code, reply.json()["code"]) == (404, "not_found")
    assert (await client.put("/api/simulator/agents/nobody/faults", json={})).status_code == 404
