"""The bus: services announce what happened, whoever is subscribed hears it in order.

Owns delivery inside this process and its bound. Does not own what happened (`events`) nor how it reaches a browser
(`web.live`). Publishing never waits: a subscriber that does not keep up loses its oldest events and is told how many.
"""

from __future__ import annotations

import asyncio
from collections import deque
from types import TracebackType
from typing import Self

from trishul.services.events import Event

DEFAULT_QUEUE_SIZE = 1000


class Subscription:
    """One listener's queue; iterate it, and read `take_missed()` to learn what was lost since the last look."""

    def __init__(self, bus: Bus, queue_size: int) -> None:
        self._bus = bus
        self._events: deque[Event] = deque()
        self._queue_size = queue_size
        self._wakeup = asyncio.Event()
        self._closed = False
        self.missed = 0

    def __len__(self) -> int:
        return len(self._events)

    def take_missed(self) -> int:
        """How many events were dropped since the last call."""
        missed, self.missed = self.missed, 0
        return missed

    def close(self) -> None:
        """End the iteration after what is already queued."""
        self._closed = True
        self._wakeup.set()
        self._bus.forget(self)

    def offer(self, event: Event) -> None:
        """Queue one event; the oldest gives way when the queue is full."""
        if len(self._events) >= self._queue_size:
            self._events.popleft()
            self.missed += 1
        self._events.append(event)
        self._wakeup.set()

    def __aiter__(self) -> Subscription:
        return self

    async def __anext__(self) -> Event:
        while not self._events:
            if self._closed:
                raise StopAsyncIteration
            self._wakeup.clear()
            await self._wakeup.wait()
        return self._events.popleft()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class Bus:
    """Publish from the event loop's thread only; there is no lock."""

    def __init__(self) -> None:
        self._subscriptions: list[Subscription] = []

    def publish(self, event: Event) -> None:
        """Hand the event to every subscriber at once; never waits, never fails."""
        for subscription in self._subscriptions:
            subscription.offer(event)

    def subscribe(self, queue_size: int = DEFAULT_QUEUE_SIZE) -> Subscription:
        """A new listener that hears everything published from now on."""
        subscription = Subscription(self, queue_size)
        self._subscriptions.append(subscription)
        return subscription

    def forget(self, subscription: Subscription) -> None:
        """Stop delivering to this subscription; harmless when it is already gone."""
        if subscription in self._subscriptions:
            self._subscriptions.remove(subscription)
