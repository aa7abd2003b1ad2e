"""Agents as they are told: what was said of them, and what became of them.

Owns the shapes. Communities are in them, so they are for logged-in users only.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from trishul.services.simulator.agent_book import AgentBook
from trishul.services.simulator.agent_documents import AgentAddresses, AgentDocument, AgentSource
from trishul.services.simulator.live_sources import LiveState
from trishul.store.simulated_agents import AgentRow
from trishul.workers.agent_messages import DeviceSummary

DEFAULT_AGENT_ID = "default"


class AgentRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One agent. `origin`: made by people, a recording of the folder, or the built-in default device."""

    id: str
    name: str
    origin: Literal["made", "folder", "built in"]
    enabled: bool
    source: AgentSource
    addresses: AgentAddresses
    engine_id: str
    seed: int
    revision: int | None
    """Of one that people made; it grows with every change."""
    state: str
    """off, cold (read when first asked), loading, loaded, recording (its device is being recorded) or failed."""
    error: str | None
    instances: int
    """0 while it is not loaded."""
    requests: int
    """Since the simulator's start, as the figures that follow."""
    varbinds: int
    errors: int
    last_request_at: float | None
    findings: list[str]
    job: str | None = None
    """ID of the job that records its device, or did, where it is made of a live one."""

    @property
    def search_text(self) -> str:
        """What a search looks at."""
        addresses = self.addresses
        parts = (
            *(self.name, self.source.path, self.source.target, *self.source.modules),
            *(addresses.community, addresses.context, addresses.user, addresses.listen),
        )
        return "\n".join(parts).casefold()


class AgentPage(msgspec.Struct, frozen=True):
    """Some agents, and how many there are."""

    agents: list[AgentRecord]
    total: int


def made_record(
    row: AgentRow, document: AgentDocument, book: AgentBook, error: str | None, live: LiveState | None = None
) -> AgentRecord:
    """Of an agent that people made; `error`: why it is not served, `live`: of one that is made of a live device."""
    figures = book.figures(row.id)
    state = str(figures.state) if row.id in book.agents else "off"
    if live is not None:
        error = error or live.error
    return AgentRecord(
        id=row.id,
        name=document.name,
        origin="made",
        enabled=document.enabled,
        source=document.source,
        addresses=document.addresses,
        engine_id=document.engine_id,
        seed=document.seed,
        revision=row.revision,
        state="failed" if error else "recording" if live is not None and live.is_recording else state,
        error=error or (None if live is not None and live.is_recording else figures.error),
        instances=figures.instances,
        requests=figures.requests,
        varbinds=figures.varbinds,
        errors=figures.errors,
        last_request_at=figures.last_request_at,
        findings=figures.findings,
        job=None if live is None else live.job,
    )


def other_record(device: DeviceSummary, book: AgentBook) -> AgentRecord:
    """Of the default device or a recording of the folder."""
    figures = book.figures(device.id)
    is_default = device.id == DEFAULT_AGENT_ID
    return AgentRecord(
        id=device.id,
        name=device.name,
        origin="built in" if is_default else "folder",
        enabled=True,
        source=AgentSource() if is_default else AgentSource("recording", device.source),
        addresses=AgentAddresses(device.community),
        engine_id="",
        seed=0,
        revision=None,
        state=str(figures.state) if device.id in book.agents else "off",
        error=figures.error,
        instances=figures.instances,
        requests=figures.requests,
        varbinds=figures.varbinds,
        errors=figures.errors,
        last_request_at=figures.last_request_at,
        findings=figures.findings,
    )
