"""What a worker tells the server of its drops: counts and last ones with each report, kept datagrams when asked.

Owns that translation: monotonic to wall time, addresses to text. Counting and masking are `engine.drops`.
"""

from __future__ import annotations

import time

from trishul.engine.drops import REASONS, DroppedDatagram, DropReason, Drops
from trishul.transport.addresses import address_text
from trishul.workers.drop_facts import KeptDrop, LastDrop
from trishul.workers.entry import Outlet
from trishul.workers.messages import Command, DroppedRead, ForgetDropped, ReadDropped


class DropReports:
    """Speaks for the drops of one engine."""

    def __init__(self, drops: Drops, outlet: Outlet) -> None:
        self._drops = drops
        self._outlet = outlet
        self._told: dict[DropReason, int] = {}

    def counts(self) -> dict[str, int]:
        """How often each reason occurred."""
        return {str(reason): count for reason, count in self._drops.items()}

    def news(self) -> list[LastDrop]:
        """The last drop of each reason that occurred since the last call."""
        changed = [reason for reason, count in self._drops.items() if count != self._told.get(reason)]
        self._told = dict(self._drops)
        lasts = ((reason, self._drops.find_last(reason)) for reason in changed)
        return [
            LastDrop(
                reason, address_text(last.source), _wall_time(last.at), last.detail, self._drops.kept_count(reason)
            )
            for reason, last in lasts
            if last is not None
        ]

    def handle(self, command: Command) -> None:
        """Tells or forgets what is kept, where the command is about that."""
        if isinstance(command, ReadDropped):
            self._outlet.send(DroppedRead(command.token, self._kept(REASONS[command.reason])))
        elif isinstance(command, ForgetDropped):
            self._drops.forget_kept(REASONS[command.reason] if command.reason else None)
            self._outlet.send(DroppedRead(command.token, []))

    def hand_over(self) -> None:
        """Tells everything that is kept, because this process ends."""
        self._outlet.send(DroppedRead(0, [kept for reason in self._drops for kept in self._kept(reason)]))

    def _kept(self, reason: DropReason) -> list[KeptDrop]:
        return [_told(reason, datagram) for datagram in self._drops.kept(reason)]


def _told(reason: DropReason, kept: DroppedDatagram) -> KeptDrop:
    octets, size, source, at, detail, fault_at = kept
    return KeptDrop(reason, address_text(source), _wall_time(at), detail, octets, size, fault_at)


def _wall_time(at: float) -> float:
    return round(time.time() - (time.monotonic() - at), 3)
