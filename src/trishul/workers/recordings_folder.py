"""The folder of recordings as agents that nobody made: every file is one, known by its name and not yet read.

Owns which agents the folder makes, a sentence for everything in it that makes none, and noticing that it has changed:
folders tell by their time that files came or went, so looking costs a few system calls. Which files are recordings is
`simulation.recordings`; when they are read is `served_agents`.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Container
from dataclasses import dataclass, field
from pathlib import Path

from trishul.engine.probing import Probing, needs_probing
from trishul.errors import RecordingError
from trishul.simulation.recordings.files import RecordingFile, find_recordings
from trishul.workers.agent_messages import AgentSpec

_UNSETTLED_NS = 50_000_000
"""A folder that changed so short a time ago may change again without another time."""


NAMELESS = "self"
"""What asks for self.snmprec here: without a name the default device is asked."""


@dataclass(frozen=True, slots=True)
class FolderIndex:
    """The agents of a folder by their IDs, what is wrong with it, and when each folder in it had last changed."""

    agents: dict[str, AgentSpec] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    folder_times: dict[str, int] = field(default_factory=dict)

    def has_changed(self) -> bool:
        """True when files may have come or gone since; what is in a file is looked at by who has read it."""
        return any(_changed_at(folder) != changed_at for folder, changed_at in self.folder_times.items())

    def probing(self) -> Probing | None:
        """How agents are found by transport ID, source and contextEngineID; None where only names count."""
        names = {spec.community for spec in self.agents.values()}
        return Probing(names) if needs_probing(names) else None


def index_folder(folder: Path, *, taken: Container[bytes] = ()) -> FolderIndex:
    """Every recording of the folder as an agent; none for a community that is `taken`."""
    times = {parent: _settled(_changed_at(parent)) for parent, _, _ in os.walk(folder, followlinks=False)}
    try:
        found = find_recordings(folder)
    except RecordingError as error:
        return FolderIndex(warnings=[str(error)], folder_times=times)
    warnings = [f"{_place(ignored.path, folder)}: {ignored.reason}" for ignored in found.ignored]
    agents: dict[str, AgentSpec] = {}
    for file in found.files:
        spec = _agent_of(file, folder)
        if spec.community in taken:
            warnings.append(f"{spec.source}: another agent answers to its community and is served instead")
        else:
            agents[spec.id] = spec
    return FolderIndex(agents, warnings, times)


def id_of_recording(place: str) -> str:
    """The ID of the agent that a file makes, by its path in the folder."""
    return "file-" + hashlib.blake2s(place.encode(errors="surrogateescape"), digest_size=8).hexdigest()


def _agent_of(file: RecordingFile, folder: Path) -> AgentSpec:
    place = file.path.relative_to(folder).as_posix()
    community = file.community or NAMELESS
    return AgentSpec(
        id=id_of_recording(place),
        name=_readable(community),
        community=file.community_octets or NAMELESS.encode(),
        recording=str(file.path),
        source=_readable(place),
    )


def _place(path: Path, folder: Path) -> str:
    return _readable(path.relative_to(folder).as_posix())


def _readable(name: str) -> str:
    """A file's name as text that can be sent on, whatever octets it has."""
    return os.fsencode(name).decode(errors="replace")


def _changed_at(folder: str) -> int:
    try:
        return Path(folder).stat().st_mtime_ns
    except OSError:
        return 0


def _settled(changed_at: int) -> int:
    """The time of a folder, or one that it never has while it may still change within it."""
    return -1 if 0 < time.time_ns() - changed_at < _UNSETTLED_NS else changed_at
