"""An agent as a file: every instance once, in either form, and a device that is not there yet is waited for."""

from __future__ import annotations

import pytest

from trishul.datatypes import Oid, Value
from trishul.errors import RecordingError
from trishul.services.simulator.agent_exports import export_agent
from trishul.simulation.device import Device
from trishul.simulation.recordings.snmprec import read_snmprec
from trishul.simulation.recordings.snmpwalk_text import read_snmpwalk_text
from trishul.workers.agent_commands import ObjectsRead, ReadObjects
from trishul.workers.agent_messages import AgentState
from trishul.workers.object_reader import read_objects

DEVICE = Device.from_instances(
    {Oid(f"1.3.6.1.4.1.99999.{number}"): Value.octet_string(f"value {number}\n") for number in range(1, 1201)}
)


class Table:
    """Tells a device some instances at a time, after it has said so often that it is not there yet."""

    def __init__(self, *states: AgentState) -> None:
        self.states = list(states)
        self.asked = 0

    async def read_behind(self, agent_id: str, at: bytes) -> ObjectsRead:
        self.asked += 1
        if self.states:
            return ObjectsRead(0, self.states.pop(0), "the reason")
        rows, is_more = read_objects(DEVICE, ReadObjects(0, agent_id, at, b"", 500), 0.0)
        return ObjectsRead(0, AgentState.LOADED, None, rows, len(DEVICE), is_more)


async def exported(table: Table, form: str) -> list[bytes]:
    pieces = [piece async for piece in export_agent(table, "a", form)]  # type: ignore[arg-type]  # a table of one method
    return b"".join(pieces).splitlines(keepends=True)


async def test_every_instance_is_in_the_file_once() -> None:
    table = Table(AgentState.LOADING, AgentState.LOADING)
    assert read_snmprec(await exported(table, "snmprec")).varbinds == DEVICE.varbinds
    assert table.asked == 5
    assert read_snmpwalk_text(await exported(Table(), "snmpwalk")).varbinds == DEVICE.varbinds


async def test_a_device_that_cannot_be_made_is_an_error() -> None:
    with pytest.raises(RecordingError, match="the reason"):
        await exported(Table(AgentState.FAILED), "snmprec")
