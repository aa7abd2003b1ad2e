"""The server is told what a device holds: in order, below a subtree, certain instances, each with its marks."""

from __future__ import annotations

from trishul.datatypes.oid import Oid
from trishul.datatypes.values import Value
from trishul.protocol.ber import encode_varbind
from trishul.simulation.behaviours import Uptime
from trishul.simulation.device import Device
from trishul.snmp.agent import Agent
from trishul.workers.agent_commands import ObjectsRead, ReadObjects
from trishul.workers.agent_messages import AgentSpec, AgentState, ObjectMark
from trishul.workers.object_reader import ObjectReader, read_objects
from trishul.workers.served_agents import ServedAgents

DESCR, UPTIME, NAME, VENDOR = (
    Oid(text).contents for text in ("1.3.6.1.2.1.1.1.0", "1.3.6.1.2.1.1.3.0", "1.3.6.1.2.1.1.5.0", "1.3.6.1.4.1.9.1.0")
)
SYSTEM = Oid("1.3.6.1.2.1.1").contents


def made() -> Device:
    text = Value.octet_string("edge")
    device = Device.from_contents({DESCR: text, NAME: text, UPTIME: Uptime(0.0), VENDOR: Value.integer(1)})
    device.restore({NAME: encode_varbind(NAME, 4, b"set")})
    return device


def names_of(command: ReadObjects) -> tuple[list[bytes], bool]:
    rows, is_more = read_objects(made(), command, 1.0)
    return [name for name, _, _, _ in rows], is_more


def test_pages_follow_each_other_to_the_end() -> None:
    assert names_of(ReadObjects(1, "a", limit=3)) == ([DESCR, UPTIME, NAME], True)
    assert names_of(ReadObjects(1, "a", after=NAME, limit=3)) == ([VENDOR], False)
    assert names_of(ReadObjects(1, "a", after=VENDOR, limit=3)) == ([], False)


def test_a_subtree_and_certain_instances_can_be_asked_for() -> None:
    assert names_of(ReadObjects(1, "a", below=SYSTEM, limit=9)) == ([DESCR, UPTIME, NAME], False)
    assert names_of(ReadObjects(1, "a", below=SYSTEM, after=UPTIME, limit=9)) == ([NAME], False)
    assert names_of(ReadObjects(1, "a", below=VENDOR, limit=9)) == ([VENDOR], False)
    assert names_of(ReadObjects(1, "a", names=[VENDOR, SYSTEM, DESCR])) == ([VENDOR, DESCR], False)


def test_marks_say_what_moves_and_what_was_set() -> None:
    rows, _ = read_objects(made(), ReadObjects(1, "a", limit=9), 1.0)
    assert [mark for _, _, _, mark in rows] == [0, ObjectMark.MOVING | ObjectMark.COMPUTED, ObjectMark.SET, 0]
    assert rows[1][2] == bytes((100,))


async def test_an_agent_is_loaded_when_it_is_looked_at_and_one_that_is_not_there_is_said() -> None:
    told: list[ObjectsRead] = []
    async with Agent({}) as agent:
        agents = ServedAgents(agent, None, prepare=lambda _: None, tell_set=lambda _, __: None)
        agents.put(AgentSpec("demo", "demo", b"demo"))
        reader = ObjectReader(agents, lambda _: None, told.append, lambda: 1.0)
        for agent_id in ("demo", "nobody"):
            reader.begin(ReadObjects(1, agent_id, limit=1))
            (task,) = reader._waiting
            await task
        reader.close()
        await agents.close()
    assert [(read.state, len(read.rows), read.is_more) for read in told] == [
        (AgentState.LOADED, 1, True),
        (AgentState.FAILED, 0, False),
    ]
