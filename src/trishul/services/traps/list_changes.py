"""When lists beside the notifications look different: rules, inboxes and what they caught, who sends how much.

Owns the pace: what people do is told at once, what notifications do at most once a second, and always of the last. Does
not own the lists (`rules`, `inboxes`, `sources`); who shows one asks for it.
"""

from __future__ import annotations

import asyncio

from trishul.services.bus import Bus
from trishul.services.events import TrapList, TrapListChanged

TOLD_EVERY_S = 1.0


class ListChanges:
    """Call it from the event loop's thread only."""

    def __init__(self, bus: Bus) -> None:
        self._bus = bus
        self._told_at: dict[TrapList, float] = {}
        self._timers: dict[TrapList, asyncio.TimerHandle] = {}

    def tell(self, what: TrapList) -> None:
        """Somebody changed the list."""
        timer = self._timers.pop(what, None)
        if timer is not None:
            timer.cancel()
        self._told_at[what] = asyncio.get_running_loop().time()
        self._bus.publish(TrapListChanged(what))

    def note(self, what: TrapList) -> None:
        """Notifications changed what the list counts."""
        if what in self._timers:
            return
        loop = asyncio.get_running_loop()
        due_at = self._told_at.get(what, loop.time() - TOLD_EVERY_S) + TOLD_EVERY_S
        if due_at <= loop.time():
            self.tell(what)
        else:
            self._timers[what] = loop.call_at(due_at, self.tell, what)

    def close(self) -> None:
        """Nothing is told any more."""
        for timer in self._timers.values():
            timer.cancel()
        self._timers.clear()
