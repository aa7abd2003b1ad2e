"""What is added to the counters when they are read (contract §3)."""

from __future__ import annotations

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
