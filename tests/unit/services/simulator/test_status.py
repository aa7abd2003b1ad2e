"""A device is shown with what became of it."""

from __future__ import annotations

from trishul.services.simulator.agent_book import AgentBook
from trishul.services.simulator.status import SimulatedDevice, shown_device
from trishul.workers.agent_messages import DeviceSummary


def test_a_device_that_was_not_asked_is_cold() -> None:
    device = DeviceSummary("router", "router", "router.snmprec", 0, "file-1")
    assert shown_device(device, AgentBook()) == SimulatedDevice(
        "router", "router", "router.snmprec", 0, "file-1", "cold"
    )
