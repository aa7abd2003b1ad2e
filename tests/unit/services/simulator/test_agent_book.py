"""What a worker tells bit by bit is one picture of its agents."""

from __future__ import annotations

from trishul.services.simulator.agent_book import AgentBook
from trishul.workers.agent_messages import AgentFigures, AgentState, DeviceSummary
from trishul.workers.messages import AgentsFound, Ready

DEMO = DeviceSummary("public", "demo switch", "built in", 7, "default")
ROUTER = DeviceSummary("router", "router", "router.snmprec", 0, "file-1")


def test_agents_come_change_and_go() -> None:
    book = AgentBook()
    book.begin(Ready(0, [DEMO], ["odd.txt: no recording"]))
    assert (book.instances, book.warnings()) == (7, ["odd.txt: no recording"])
    book.take_found(AgentsFound([ROUTER], [], []))
    assert (list(book.agents), book.figures("file-1").state) == (["default", "file-1"], "cold")
    book.take_figures([AgentFigures("file-1", AgentState.LOADED, 5, 3, 3, 0, 1.0, None, ["line 2: odd"])])
    assert (book.instances, book.warnings()) == (12, ["router.snmprec: line 2: odd"])
    book.take_found(AgentsFound([], ["file-1"], []))
    assert (book.instances, book.warnings()) == (7, [])


def test_one_that_cannot_be_read_is_warned_of() -> None:
    book = AgentBook()
    book.begin(Ready(0, [ROUTER], []))
    book.take_figures([AgentFigures("file-1", AgentState.FAILED, 0, 0, 0, 0, None, "It is no recording")])
    assert book.warnings() == ["router.snmprec: It is no recording"]
