"""Values that managers set on simulated devices: in the worker's memory, or kept over restarts when users want it.

The worker tells every SET before it answers; here they are written down in batches, each as soon as the one before is
committed, and given to every later worker. So the end of a worker loses nothing that was answered, except what waited
in it because the server did not read; the end of the server loses the batch that was not committed yet. Owns that
memory and its writing; what a device makes of the values is `simulation.set_values`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Iterable, Sequence

import structlog

from trishul.services.background import end_background, run_in_background
from trishul.store.database import Database, StoreUnavailable
from trishul.store.simulator_values import clear_set_values, drop_set_values, load_set_values, save_set_values
from trishul.workers.messages import SetValue, SetValuesForgotten, ValuesSet

_RETRY_S = 1.0
_FORGET_PATIENCE_S = 2.0

_log = structlog.get_logger(__name__)


class SetValuesKeeper:
    """All set values; `is_kept` says whether they outlive the worker, `on_saved` hears when more of them are stored."""

    def __init__(self, database: Database, is_kept: Callable[[], bool], on_saved: Callable[[], None]) -> None:
        self._database = database
        self._is_kept = is_kept
        self._on_saved = on_saved
        self._values: dict[tuple[str, bytes], bytes | None] = {}
        self._changed: set[tuple[str, bytes]] = set()
        """What the store does not know yet."""
        self._may_be_stored = True
        self._news = asyncio.Event()
        self._forgotten: asyncio.Future[None] | None = None
        self._writing = asyncio.Lock()
        self._tasks: list[asyncio.Task[None]] = []

    async def open(self) -> None:
        """Loads what was kept."""
        async with self._database.read() as connection:
            stored = await load_set_values(connection)
        if self._is_kept():
            self._values = {(device, name): varbind for device, name, varbind in stored}
        self._may_be_stored = bool(stored)
        self._news.set()
        self._tasks = [run_in_background(self._write_always(), "values set on simulated devices")]

    async def close(self) -> None:
        """Writes what is not written yet."""
        await end_background(*self._tasks)
        try:
            await self._write()
        except StoreUnavailable as error:
            _log.warning("set values are not kept", reason=error.reason)

    @property
    def count(self) -> int:
        """How many instances managers have set, created or destroyed."""
        return len(self._values)

    def for_worker(self) -> list[SetValue]:
        """What the next worker is configured with."""
        if not self._is_kept():
            return []
        return [(device, name, varbind) for (device, name), varbind in self._values.items()]

    def missing_in(self, given: Collection[SetValue]) -> list[SetValue]:
        """What was set since a worker was configured with these: its predecessor answered until it was ready."""
        known = set(given)
        return [value for value in self.for_worker() if value not in known]

    def begin_anew(self) -> None:
        """Another worker has started: what was in memory only is gone."""
        if not self._is_kept():
            self._drop(list(self._values))

    def take(self, event: ValuesSet | SetValuesForgotten) -> None:
        """What a worker says about values."""
        if isinstance(event, ValuesSet):
            self.note(event.values)
        else:
            self.note_forgotten()

    def note(self, values: Iterable[SetValue]) -> None:
        """Managers have set these."""
        for device, name, varbind in values:
            self._values[device, name] = varbind
            self._changed.add((device, name))
        self._news.set()

    def override(self, device: str, names: Collection[bytes], hidden: Sequence[bytes] = ()) -> None:
        """Overrides of a device were saved for these instances, and subtrees hidden: that counts from now on."""
        self._drop([(device, name) for name in names if (device, name) in self._values])
        if hidden:
            prefixes = tuple(hidden)
            self._drop([key for key in self._values if key[0] == device and key[1].startswith(prefixes)])

    def forget_device(self, device: str) -> None:
        """A device does not come back."""
        self._drop([key for key in self._values if key[0] == device])

    def settings_changed(self) -> None:
        """Perhaps values are to be kept now, or not any more."""
        self._news.set()

    async def forget(self, ask_worker: Callable[[], bool]) -> int:
        """Forgets all; `ask_worker` tells a running one, whose answer `note_forgotten` brings. Returns how many."""
        forgotten = len(self._values)
        self._forgotten = asyncio.get_running_loop().create_future()
        if ask_worker():
            await asyncio.wait({self._forgotten}, timeout=_FORGET_PATIENCE_S)
        else:
            self.note_forgotten()
        await self._write()
        return forgotten

    def note_forgotten(self) -> None:
        """The worker has taken everything back; what it tells later was set later."""
        self._drop(list(self._values))
        if self._forgotten is not None and not self._forgotten.done():
            self._forgotten.set_result(None)

    def _drop(self, keys: Iterable[tuple[str, bytes]]) -> None:
        for key in keys:
            del self._values[key]
            self._changed.add(key)
        self._news.set()

    async def _write_always(self) -> None:
        while True:
            await self._news.wait()
            self._news.clear()
            try:
                await self._write()
            except StoreUnavailable as error:
                _log.warning("set values are not kept for now", reason=error.reason)
                self._news.set()
                await asyncio.sleep(_RETRY_S)

    async def _write(self) -> None:
        """Brings the store up to date with what is set. Raises StoreUnavailable."""
        async with self._writing:
            if not self._is_kept():
                if self._may_be_stored:
                    async with self._database.write() as connection:
                        await clear_set_values(connection)
                    self._may_be_stored = False
                    self._on_saved()
                self._changed = set(self._values)
                return
            changed, self._changed = self._changed, set()
            if not changed:
                return
            try:
                async with self._database.write() as connection:
                    await drop_set_values(connection, [key for key in changed if key not in self._values])
                    present = [(*key, self._values[key]) for key in changed if key in self._values]
                    await save_set_values(connection, present)
            except BaseException:  # also when cancelled: what is not written waits for the next time
                self._changed |= changed
                raise
            self._may_be_stored = True
            self._on_saved()
