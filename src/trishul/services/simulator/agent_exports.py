"""What an agent answers just now as a file: a recording that is served again, or the text that snmpwalk prints.

Owns the two forms and the way through an agent of any size, some instances at a time. Values that move stand still in
the file: their moment is that of the reading.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator
from typing import Literal

from trishul.datatypes.netsnmp_text import netsnmp_line
from trishul.datatypes.varbind import VarBind
from trishul.errors import DecodeError, RecordingError
from trishul.services.simulator.agent_objects import ObjectTable
from trishul.simulation.recordings.snmprec import write_snmprec
from trishul.workers.agent_messages import AgentState

MAX_TRIES = 40
"""Each waits a second or so for a device that is still being made."""

ExportFormat = Literal["snmprec", "snmpwalk"]


async def export_agent(objects: ObjectTable, agent_id: str, form: ExportFormat) -> AsyncGenerator[bytes, None]:
    """The file piece by piece. Raises SimulatorNotRunning, RecordingError before the first one."""
    at = b""
    is_more, tries = True, 0
    while is_more:
        read = await objects.read_behind(agent_id, at)
        if read.state != AgentState.LOADED:
            tries += 1
            if read.state != AgentState.LOADING or tries > MAX_TRIES:
                raise RecordingError(agent_id, None, read.error or "it is still being loaded")
            continue
        is_more = read.is_more and bool(read.rows)
        if read.rows:
            at = read.rows[-1][0]
        yield b"".join([_line(VarBind(name, tag, contents), form) for name, tag, contents, _ in read.rows])


def _line(varbind: VarBind, form: ExportFormat) -> bytes:
    """One line, or those of a long string; nothing for a value that is none."""
    if form == "snmpwalk":
        return f"{netsnmp_line(varbind)}\n".encode()
    try:
        return b"".join(write_snmprec((varbind,)))
    except DecodeError:
        return b""
