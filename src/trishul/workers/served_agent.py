"""One agent in the worker: how far it is, what waits for it, and what it has done.

Owns the figures and the memory of its file's time; `served_agents` decides what happens to it.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

from trishul.engine.activity import RequestsServed
from trishul.engine.addresses import Address
from trishul.simulation.device import Device
from trishul.simulation.override_layer import OverrideLayer
from trishul.snmp.agent import Agent
from trishul.workers.agent_messages import AgentFigures, AgentSpec, AgentState
from trishul.workers.own_address import OwnAddress

FileMark = tuple[int, int, int] | None
"""What changes with a file's contents: inode, size and time of change; None without a file."""


class ServedAgent:
    """An agent and, once it was asked, its device."""

    def __init__(self, spec: AgentSpec) -> None:
        self.spec = spec
        self.state = AgentState.COLD
        self.device: Device | None = None
        self.layer: OverrideLayer | None = None
        """What users have put over the device."""
        self.own: OwnAddress | None = None
        """Where it answers alone; None: on the shared address."""
        self.error: str | None = None
        self.findings: list[str] = []
        self.kept: list[tuple[Agent, bytes, Address]] = []
        """Datagrams that are answered when the device is there."""
        self.loading: asyncio.Task[None] | None = None
        self.file_mark: FileMark = None
        self._requests = self._varbinds = self._errors = 0
        self._last_request_at: float | None = None

    @property
    def instances(self) -> int:
        """Of the device; 0 while there is none."""
        return 0 if self.device is None else len(self.device)

    def note(self, group: RequestsServed, at: float) -> None:
        """Counts what was asked."""
        self._requests += group.requests
        self._varbinds += group.varbinds
        self._errors += group.errors
        self._last_request_at = at

    def figures(self) -> AgentFigures:
        """As they are told to the server."""
        return AgentFigures(
            self.spec.id, self.state, self.instances, self._requests, self._varbinds, self._errors,
            self._last_request_at, self.error, self.findings,
        )  # fmt: skip


def mark_of(path: str) -> FileMark:
    """The mark of a file now."""
    try:
        found = Path(path).stat()
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns
