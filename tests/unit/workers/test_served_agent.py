"""What one agent has done, and when its file is another."""

from __future__ import annotations

from pathlib import Path

from trishul.engine.activity import RequestsServed
from trishul.protocol.message import Version
from trishul.protocol.pdu import PduKind
from trishul.simulation.device import Device
from trishul.workers.agent_messages import AgentFigures, AgentSpec, AgentState
from trishul.workers.served_agent import ServedAgent, mark_of


def test_what_was_asked_adds_up() -> None:
    agent = ServedAgent(AgentSpec("a", "a"))
    group = RequestsServed(("::1", 1), Device.from_instances({}), PduKind.GET, Version.V2C, 2, 5, 1, b"", b"")
    agent.note(group, 1.0)
    agent.note(group, 2.0)
    assert agent.figures() == AgentFigures("a", AgentState.COLD, 0, 4, 10, 2, 2.0)


def test_a_file_with_other_contents_has_another_mark(tmp_path: Path) -> None:
    path = tmp_path / "router.snmprec"
    assert mark_of(str(path)) is None
    path.write_text("one")
    before = mark_of(str(path))
    path.write_text("three")
    assert mark_of(str(path)) != before
