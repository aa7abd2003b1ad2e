"""Who sends notifications, and how much: the hosts that sent most since the receiver's process began.

Owns the question to the worker, the shape of the answer, and when another one is due. Counting is the worker's
(`transport.source_gate`).
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from trishul.errors import InvalidInput
from trishul.services.answered_commands import AnsweredCommands, Send
from trishul.workers.receiver_commands import ReadSources, SourcesRead

MAX_SOURCES_SHOWN = 1000
_TOLD_AFTER_THE_LAST = 3
"""Reports of the worker, one a second at least: by then the last whole second was silent."""


class TrapSource(msgspec.Struct, frozen=True, kw_only=True):
    """One host."""

    host: str
    received: int
    """Datagrams, those that were not taken as well."""
    per_second: float
    """In the last whole second."""
    limited: int
    """Not taken: above the budget of a host."""
    refused: int
    """Not taken: too large, or from a network that is not allowed."""


class TrapSources(msgspec.Struct, frozen=True, kw_only=True):
    """The hosts that sent most, most first."""

    data: list[TrapSource]
    hosts: int
    """How many are told apart."""
    others: int
    """Datagrams of hosts that are not told apart any more."""


class SourceBook:
    """Asks the running worker; `on_change` hears that another answer is due."""

    def __init__(self, send: Send, on_change: Callable[[], None]) -> None:
        self._commands = AnsweredCommands(send)
        self._on_change = on_change
        self._datagrams = 0
        self._silent_reports = _TOLD_AFTER_THE_LAST

    def note_datagrams(self, total: int) -> None:
        """A report of the worker: while datagrams come, and until their rate is 0 again, the figures change."""
        self._silent_reports = self._silent_reports + 1 if total == self._datagrams else 0
        self._datagrams = total
        if self._silent_reports < _TOLD_AFTER_THE_LAST:
            self._on_change()

    def take(self, answer: SourcesRead) -> None:
        """The worker has answered."""
        self._commands.take(answer)

    async def read(self, limit: int = 100) -> TrapSources:
        """The hosts that sent most; none while no receiver runs. Raises InvalidInput for a limit outside 1..1000."""
        if not 1 <= limit <= MAX_SOURCES_SHOWN:
            raise InvalidInput(f"1 to {MAX_SOURCES_SHOWN} hosts are shown", field="limit")
        answer = await self._commands.ask(lambda sequence: ReadSources(sequence, limit))
        if not isinstance(answer, SourcesRead):
            return TrapSources(data=[], hosts=0, others=0)
        data = [TrapSource(**msgspec.structs.asdict(source)) for source in answer.sources]
        return TrapSources(data=data, hosts=answer.hosts, others=answer.forgotten)
