"""An address of its own: another engine, and only what belongs to its agent."""

from __future__ import annotations

from trishul.protocol.security.engine_id import check_engine_id
from trishul.simulation.device import Device
from trishul.snmp.agent import Agent
from trishul.transport.addresses import bind
from trishul.workers.agent_messages import AgentSpec
from trishul.workers.own_address import OwnAddress, engine_id_of

FIRST = bytes.fromhex("80001f8804737769746368")


def test_its_engine_is_the_same_after_every_start_and_no_other() -> None:
    ids = {engine_id_of(FIRST, name) for name in ("a", "b", "a")}
    assert len(ids | {FIRST}) == 3
    for engine_id in ids:
        check_engine_id(engine_id)


async def test_it_answers_for_its_own_agent_alone() -> None:
    shared = Agent({})
    own = OwnAddress(AgentSpec("a", "a", b"lab"), [bind("127.0.0.1", 0)], shared, None, lambda *_: False)
    own.open()
    assert own.answers(b"", b"lab")
    assert not own.answers(b"", b"public")
    assert own.answers(FIRST, b"")
    own.serve(Device.from_instances({}))
    assert list(own.agent.devices) == [b"lab"]
    own.withdraw()
    assert own.agent.devices == {}
    own.agent.datagrams = 3
    own.close()
    assert shared.datagrams == 3
