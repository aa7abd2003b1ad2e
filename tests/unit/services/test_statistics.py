"""What is added to the counters when they are read (contract §3)."""

from __future__ import annotations

import csv
import json

from trishul.services.statistics import MODULES
from trishul.services.workbench import Workbench


async def test_states_are_added_at_read_time(workbench: Workbench) -> None:
    found = workbench.statistics.read()
    assert tuple(found) == MODULES
    simulator, traps, mibs = found["simulator"], found["traps"], found["mibs"]
    assert (simulator["running"], simulator["pid"], simulator["community"]) == (False, None, "public")
    assert "port" in simulator
    assert (traps["running"], traps["pid"]) == (False, None)
    assert (mibs["loaded_mibs"], mibs["failed_mibs"], mibs["total_mibs"]) == (0, 0, 0)


async def test_reading_does_not_change_the_counters(workbench: Workbench) -> None:
    workbench.statistics.read()["walker"]["walks_executed"] = 99
    assert workbench.statistics.read()["walker"]["walks_executed"] == 0


async def test_an_export_says_when_and_has_every_number_but_no_community(workbench: Workbench) -> None:
    workbench.counters.add("walker", "walks_failed")
    as_json = json.loads(workbench.statistics.export("json", 86_400.0))
    assert as_json["exported_at"] == "1970-01-02T00:00:00+00:00"
    assert as_json["statistics"]["walker"]["walks_failed"] == 1
    assert "community" not in as_json["statistics"]["simulator"]
    rows = list(csv.DictReader(workbench.statistics.export("csv", 86_400.0).decode().splitlines()))
    assert {
        "exported_at": "1970-01-02T00:00:00+00:00",
        "module": "walker",
        "name": "walks_failed",
        "value": "1",
    } in rows
    assert len(rows) == sum(map(len, as_json["statistics"].values()))
