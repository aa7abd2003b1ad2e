"""Agents made of a live device: the job that records it, until its recording is there to answer from.

Owns what such an agent is meanwhile, and what is wrong with it when no recording came of the job. Jobs are
`recordings.recorded_devices`, agents `simulated_agents`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from msgspec.structs import replace

from trishul.services.recordings.recorded_devices import RecordingJob
from trishul.services.simulator.agent_documents import AgentDocument, recording_path


@dataclass(frozen=True, slots=True)
class LiveState:
    """How far the recording of an agent's device is."""

    job: str | None
    """ID of the job, as long as it is remembered."""
    is_recording: bool
    error: str | None
    """Why there is nothing to answer from."""


class LiveSources:
    """The devices that agents are recorded from."""

    def __init__(self, folder: Path) -> None:
        """`find_job` is to be set: it gives the newest job that makes a file of the folder."""
        self._folder = folder
        self.find_job: Callable[[str], RecordingJob | None] = lambda _path: None

    def checked(self, document: AgentDocument) -> AgentDocument:
        """The document with the device's address in it. Raises InvalidInput where nothing is or was recorded."""
        source = document.source
        if source.kind != "live":
            return document
        job = self.find_job(source.path)
        if job is None or job.state != "running":
            recording_path(source.path, self._folder)
        return document if job is None else replace(document, source=replace(source, target=job.target))

    def state_of(self, document: AgentDocument) -> LiveState | None:
        """None for an agent that is made of something else."""
        source = document.source
        if source.kind != "live":
            return None
        job = self.find_job(source.path)
        if job is not None and job.state == "running":
            return LiveState(job.id, is_recording=True, error=None)
        job_id = None if job is None else job.id
        if (self._folder / source.path).is_file():
            return LiveState(job_id, is_recording=False, error=None)
        reason = None if job is None else job.error
        return LiveState(job_id, is_recording=False, error=reason or "Recording its device was broken off")
