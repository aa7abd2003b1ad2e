"""Recordings out of captured traffic (pcap, pcapng): what agents answered, each under its address and community.

Owns the reading of a capture's file and the names of what is found; whose answers they are and which of them count is
`simulation.recordings.captured`. Reads as much as it is told, so that no capture fills the memory. Runs in a thread.
"""

from __future__ import annotations

import mmap
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from trishul.errors import InvalidInput
from trishul.protocol.capture.frames import BadCapture
from trishul.protocol.capture.messages import CapturedMessage, CaptureReader, is_capture, read_frames
from trishul.services.recordings.names import recording_place
from trishul.simulation.recordings.captured import MAX_INSTANCES, CapturedAgent, read_captured

_MAGIC_OCTETS = 12


class CapturedRecordings(NamedTuple):
    """The agents of a capture with the names that they ask for, and a sentence for everything that was left out."""

    agents: list[tuple[str, CapturedAgent]]
    left_out: list[str]


def is_capture_file(place: Path) -> bool:
    """True for a file that begins as captures do. Raises OSError."""
    with place.open("rb") as file:
        return is_capture(file.read(_MAGIC_OCTETS))


def read_capture(place: Path, max_instances: int = MAX_INSTANCES) -> CapturedRecordings:
    """What agents answered in a capture; one that breaks off gives what came before. Raises OSError."""
    left_out: list[str] = []
    skipped: Counter[str] = Counter()
    with place.open("rb") as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as data:
        try:
            reader = CaptureReader(read_frames(data))
        except BadCapture as error:
            return CapturedRecordings([], [f"it is no capture that can be read: {error}"])

        def messages() -> Iterator[CapturedMessage]:
            try:
                yield from reader
            except BadCapture as error:
                left_out.append(f"it breaks off after {reader.frames} frames: {error}")

        agents = read_captured(messages(), skipped, max_instances)
    left_out += [f"{count:,} {reason}" for reason, count in (skipped + reader.skipped).items()]
    return CapturedRecordings([(_name_of(agent), agent) for agent in agents], left_out)


def _name_of(agent: CapturedAgent) -> str:
    """Address and community; a community that cannot be a file's name stands in hexadecimal."""
    host = agent.agent.host.replace(":", "_")
    try:
        name = f"{host}/{agent.community.decode()}"
        recording_place(name, Path())
    except (InvalidInput, UnicodeDecodeError):
        return f"{host}/hex-{agent.community.hex()}"
    return name
