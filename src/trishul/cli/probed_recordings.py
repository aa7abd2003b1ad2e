"""What `trishul simulate` takes over from snmpsim's addressing beside communities: folders of addresses, and the index.

Owns which number an address has in transport IDs, and what is said about it; the order in which recordings are looked
for is `engine.probing`, the list of them `simulation.recordings_index`.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Sequence

import click

from trishul.cli.addresses import ListenAddress
from trishul.cli.recordings_to_serve import RecordingToServe
from trishul.engine.local_engine import LocalEngine
from trishul.engine.probing import Probing, needs_probing
from trishul.simulation.recordings_index import INDEX, RecordingsIndex
from trishul.snmp import Agent
from trishul.transport.addresses import address_text


class ProbedRecordings:
    """Recordings that are found by more than a community; `serve` them on all addresses."""

    def __init__(self, recordings: Sequence[RecordingToServe], first_number: int) -> None:
        """`first_number`: what the first address of each family has in its transport ID."""
        self._paths = {os.fsencode(each.communities[-1]): each.path for each in recordings if each.communities}
        """By the whole name: a file's short name says nothing of the folders that it lies in."""
        self._has_index = any(os.fsdecode(INDEX) in each.communities for each in recordings)
        self._first_number = first_number

    def serve(self, agents: Sequence[Agent], asked: Sequence[ListenAddress], engines: Iterable[LocalEngine]) -> None:
        """Answers by transport ID, source and contextEngineID from now on, and for the index where there is a file."""
        if needs_probing(self._paths):
            self._probe(agents, asked)
        if self._paths and not self._has_index:
            index = RecordingsIndex.of((os.fsencode(path), name) for name, path in self._paths.items())
            for agent in agents:
                agent.devices.setdefault(INDEX, index)
            for engine in engines:
                engine.contexts.setdefault(INDEX, index)

    def _probe(self, agents: Sequence[Agent], asked: Sequence[ListenAddress]) -> None:
        numbers: Counter[tuple[str, bool]] = Counter()
        for agent, (_, _, transport) in zip(agents, asked, strict=True):
            host = str(agent.address[0])
            family = transport, ":" in host
            agent.probing = Probing(self._paths, self._first_number + numbers[family])
            numbers[family] += 1
            place = ("tcp:" if transport == "tcp" else "") + address_text(agent.address)
            click.echo(f"Transport ID {agent.probing.transport_id(host)} is {place}", err=True)
