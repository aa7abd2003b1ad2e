"""The journals of the agents of a simulator worker, whichever device an agent has at the moment.

Owns keeping journal and agent together, the bound of all journals together, and the form that the server gets. What an
entry holds is `engine.journal`.
"""

from __future__ import annotations

import time

from trishul.datatypes.oid import oid_text
from trishul.engine.journal import UNANSWERED, Journal, JournalEntry
from trishul.protocol.message import Version
from trishul.protocol.pdu import PduKind
from trishul.simulation.device import Device
from trishul.snmp.agent import Agent
from trishul.transport.addresses import address_text
from trishul.workers.agent_messages import JournaledRequest

MAX_JOURNALED = 50_000
"""Requests kept of all agents together, some 20 MB of usual ones; who was asked least recently loses his first."""


class RequestJournals:
    """Journals by agent ID."""

    def __init__(self, agent: Agent) -> None:
        """`agent`: at the shared address, whose books those at other addresses share."""
        self._agent = agent
        self._journals: dict[str, Journal] = {}
        self._devices: dict[str, Device] = {}
        self._started_at = time.monotonic()
        self._forgotten_at: dict[str, float] = {}

    def follow(self, agent_id: str, device: Device | None) -> None:
        """The agent answers from this device from now on; None for none at the moment."""
        before = self._devices.pop(agent_id, None)
        if before is not None:
            self._agent.journals.pop(before, None)
        if device is not None:
            self._devices[agent_id] = device
            self._agent.journals[device] = self._journals.setdefault(agent_id, Journal())

    def read(self, agent_id: str, *, forgets: bool = False) -> list[JournaledRequest]:
        """What is kept of an agent, the oldest first; afterwards nothing, if that is meant."""
        journal = self._journals.get(agent_id)
        told = [] if journal is None else [told_request(entry) for entry in journal.read()]
        if forgets:
            self._forgotten_at[agent_id] = time.monotonic()
            if journal is not None:
                journal.forget()
        return told

    def began_at(self, agent_id: str) -> float:
        """Since when a journal is complete, in Unix seconds: this worker's start, or when it was last forgotten."""
        return _told_time(self._forgotten_at.get(agent_id, self._started_at))

    def remove(self, agent_id: str) -> None:
        """The agent is no more."""
        self._journals.pop(agent_id, None)
        self._forgotten_at.pop(agent_id, None)

    def keep_bounds(self) -> None:
        """Empties journals, from the one with the oldest last request on, until all together are within the bound."""
        total = sum(map(len, self._journals.values()))
        if total <= MAX_JOURNALED:
            return
        filled = [journal for journal in self._journals.values() if journal.entries]
        for journal in sorted(filled, key=lambda journal: journal.entries[-1][1]):
            if total <= MAX_JOURNALED:
                break
            total -= len(journal)
            journal.entries.clear()  # numbers go on, so that who reads it sees that something is missing


def told_request(entry: JournalEntry) -> JournaledRequest:
    """The entry as people read it; its time is on the clock of the running loop."""
    kind = PduKind(entry.kind)
    is_bulk = kind is PduKind.GET_BULK
    return JournaledRequest(
        entry.number,
        _told_time(entry.at),
        address_text(entry.source),
        Version(entry.version).label,
        kind.label,
        [oid_text(name) for name in entry.names],
        entry.asked,
        int.from_bytes(entry.first_number, "big", signed=True) if is_bulk else None,
        int.from_bytes(entry.second_number, "big", signed=True) if is_bulk else None,
        None if entry.served == UNANSWERED else entry.served,
        entry.served != UNANSWERED,
    )


def _told_time(at: float) -> float:
    """Unix seconds of a moment of the loop's clock: as long ago as it is, whoever has set the clock since."""
    return round(time.time() - (time.monotonic() - at), 3)
