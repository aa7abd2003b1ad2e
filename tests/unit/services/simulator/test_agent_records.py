"""Agents are told with what became of them."""

from __future__ import annotations

from trishul.services.simulator.agent_book import AgentBook
from trishul.services.simulator.agent_documents import read_agent
from trishul.services.simulator.agent_records import made_record, other_record
from trishul.store.simulated_agents import AgentRow
from trishul.workers.agent_messages import AgentFigures, AgentState, DeviceSummary

ROW = AgentRow("1", "router", "{}", 3, 1.0, 1.0)
DOCUMENT = read_agent({"name": "router", "addresses": {"community": "lab"}})


def test_an_agent_that_does_not_run_is_off_and_one_that_cannot_says_why() -> None:
    assert made_record(ROW, DOCUMENT, AgentBook(), None).state == "off"
    failed = made_record(ROW, DOCUMENT, AgentBook(), "The port is in use")
    assert (failed.state, failed.error, failed.revision) == ("failed", "The port is in use", 3)


def test_a_running_agent_has_its_figures() -> None:
    book = AgentBook()
    book.agents["1"] = DeviceSummary("lab", "router", "demo switch", 0, "1")
    book.take_figures([AgentFigures("1", AgentState.LOADED, 5, 4, 3, 2, 1.0)])
    record = made_record(ROW, DOCUMENT, book, None)
    assert (record.state, record.instances, record.requests, record.last_request_at) == ("loaded", 5, 4, 1.0)
    assert "lab" in record.search_text


def test_a_recording_of_the_folder_and_the_default_device_are_told_apart() -> None:
    folder = other_record(DeviceSummary("core/a", "core/a", "core/a.snmprec", 0, "file-1"), AgentBook())
    assert (folder.origin, folder.source.path, folder.revision) == ("folder", "core/a.snmprec", None)
    assert (
        other_record(DeviceSummary("public", "demo switch", "built in", 9, "default"), AgentBook()).origin == "built in"
    )
