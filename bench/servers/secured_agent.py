"""Our agent with the bench's SNMPv3 users, one for each security level.

usage: secured_agent.py PORT RECORDING
"""

from __future__ import annotations

import asyncio
import gc
import sys
from pathlib import Path

from bench.secured_requests import USERS
from trishul.simulation.device import Device
from trishul.simulation.recordings.files import read_recording
from trishul.snmp import Agent, LocalEngine

ENGINE_ID = bytes.fromhex("80001f880462656e6368")


async def main() -> None:
    """Serves until it is ended."""
    port, recording = sys.argv[1:]
    device = Device.from_recording(read_recording(Path(recording)))
    now = asyncio.get_running_loop().time()
    engine = LocalEngine(ENGINE_ID, USERS, {b"": device}, boots=1, started_at=now)
    gc.collect()
    gc.freeze()  # as the simulator's worker does
    async with Agent({"public": device}, port=int(port), engines={ENGINE_ID: engine}):
        await asyncio.Event().wait()


asyncio.run(main())
