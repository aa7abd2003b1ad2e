"""Recordings of large folders under `trishul simulate`: each is read when it is first asked.

Strategy: a request for a device that is not read yet is kept, the recording is read by a process beside this one, and
what was kept is answered when the device is there; everybody else is answered meanwhile. Owns that life on all
addresses of the command; reading is `workers.device_loading`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TypeAlias

from trishul.engine.addresses import Address
from trishul.engine.drops import DropReason
from trishul.engine.local_engine import DEFAULT_CONTEXT, LocalEngine
from trishul.errors import RecordingError
from trishul.simulation.device import Device
from trishul.simulation.recordings.files import context_names
from trishul.simulation.variations.notification_order import NotificationOrder
from trishul.snmp import Agent
from trishul.workers.device_loading import DeviceLoader, LoadedDevice
from trishul.workers.device_wishes import RecordingWish

LAZY_FROM = 100
"""So many recordings of a folder are not read before the first question: more would let users wait for seconds."""
MAX_KEPT_DATAGRAMS = 256
"""Of one device while it is read."""

Kept: TypeAlias = tuple[Agent, bytes, Address]


class LazyRecordings:
    """Recordings by the communities that ask for them; `serve` them on all addresses, `close` at the end."""

    def __init__(
        self,
        recordings: Mapping[Path, Sequence[bytes]],
        prepare: Callable[[Sequence[bytes], Device], None],
        tell: Callable[[Path, LoadedDevice | RecordingError], None],
        library_index: str = "",
    ) -> None:
        """`prepare` is called with each device before it answers, `tell` when it was read or could not be.

        `library_index`: path of the MIB library's index, for recordings with names in them.
        """
        self._library_index = library_index
        self._recordings = recordings
        self._prepare = prepare
        self._tell = tell
        self._by_name = {name: path for path, names in recordings.items() for name in names}
        self._by_context = {context: path for name, path in self._by_name.items() for context in context_names(name)}
        self._loader = DeviceLoader()
        if recordings:
            self._loader.warm_up()
        self._kept: dict[Path, list[Kept]] = {}
        self._failed: dict[Path, str] = {}
        self._loading: set[asyncio.Task[None]] = set()
        self._agents: Sequence[Agent] = ()
        self._engines: Sequence[LocalEngine] = ()

    def serve(
        self,
        agents: Sequence[Agent],
        engines: Sequence[LocalEngine],
        order: Callable[[NotificationOrder], None],
        *,
        has_default: bool,
    ) -> None:
        """Answers for all of them from now on; without another default device, the first is that.

        `order` hears of the notifications that lines of recordings want to be sent.
        """
        if not self._recordings:
            return
        self._agents, self._engines, self._order = agents, engines, order
        if not has_default:
            self._by_context[DEFAULT_CONTEXT] = next(iter(self._recordings))
            for engine in engines:
                del engine.contexts[DEFAULT_CONTEXT]
        for agent in agents:
            agent.wake = partial(self._wake, agent)

    async def close(self) -> None:
        """Gives up what is being read."""
        for task in list(self._loading):
            task.cancel()
        await asyncio.gather(*self._loading, return_exceptions=True)
        await self._loader.close()

    def _wake(self, agent: Agent, engine_id: bytes, name: bytes, data: bytes, source: Address) -> bool:
        """As `engine.agent.Wake`."""
        path = (self._by_context if engine_id else self._by_name).get(name)
        if path is None:
            return False
        kept = self._kept.get(path, [])
        if path in self._failed or len(kept) >= MAX_KEPT_DATAGRAMS:
            self._drop(agent, data, source, self._failed.get(path, "too many requests wait for it"))
            return True
        kept.append((agent, data, source))
        if path not in self._kept:
            self._kept[path] = kept
            task = asyncio.get_running_loop().create_task(self._load(path))
            self._loading.add(task)
            task.add_done_callback(self._loading.discard)
        return True

    async def _load(self, path: Path) -> None:
        try:
            loaded = await self._loader.load(RecordingWish.of(path, self._library_index))
        except RecordingError as error:
            self._failed[path] = error.reason
            self._tell(path, error)
            for agent, data, source in self._kept.pop(path):
                self._drop(agent, data, source, error.reason)
            return
        self._put(path, loaded.device)
        self._tell(path, loaded)
        for agent, data, source in self._kept.pop(path):
            agent.answer_kept(data, source)

    def _put(self, path: Path, device: Device) -> None:
        names = self._recordings[path]
        self._prepare(names, device)
        device.order_notification = self._order
        contexts = [context for context, place in self._by_context.items() if place == path]
        for agent in self._agents:
            agent.devices |= dict.fromkeys(names, device)
        for engine in self._engines:
            engine.contexts.update(dict.fromkeys(contexts, device))

    def _drop(self, agent: Agent, data: bytes, source: Address, reason: str) -> None:
        agent.drops.note(DropReason.DEVICE_NOT_LOADED, source, data, asyncio.get_running_loop().time(), reason)
