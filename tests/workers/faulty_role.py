"""A worker that fails in the way its configuration asks for: `python -m faulty_role CHANNEL_FD SOCKET_FD…`.

The way travels in `recordings_dir` of the simulator's configuration, so that entry point and messages are the real
ones.
"""

from __future__ import annotations

import os
import socket
import sys
import time

import msgspec

from trishul.errors import RecordingError
from trishul.workers.entry import Outlet, run_worker
from trishul.workers.messages import Command, ConfigureSimulator, Ready, SimulatorCommand, SimulatorStatistics


class FaultyRole:
    """Fails on purpose."""

    def __init__(self, outlet: Outlet, sockets: list[socket.socket]) -> None:
        self._outlet = outlet
        self._is_silent = False

    def configure(self, command: Command) -> Ready:
        assert isinstance(command, ConfigureSimulator)
        fault = command.recordings_dir
        self._is_silent = fault == "silent"
        if fault == "refuses":
            raise RecordingError("demo.snmprec", 3, "no such tag")
        if fault == "dies-at-start":
            sys.exit("the disk is on fire")
        if fault == "hangs":
            time.sleep(60)
        return Ready(warnings=[fault, str(os.environ.get("TRISHUL_ADMIN_PASSWORD"))])

    def handle(self, command: Command) -> None:
        """Any command is a wish to hang without reading the channel ever again."""
        time.sleep(60)

    def tick(self) -> None:
        if not self._is_silent:
            self._outlet.send(SimulatorStatistics(0, 0, {}, 0, None))

    async def finish(self) -> None:
        return


if __name__ == "__main__":
    if os.environ.get("FAULTY_ROLE_DIES_ON_IMPORT"):
        raise ModuleNotFoundError("No module named 'flux_capacitor'")
    run_worker(FaultyRole, msgspec.msgpack.Decoder(SimulatorCommand))
