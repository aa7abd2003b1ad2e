"""The product's counters (contract §3): counted in memory, saved in one transaction about once a second.

Owns names, values, run seconds and when a change is announced. Does not own what is added at read time (`statistics`).
Values are saved as absolutes: a write that is tried again counts nothing twice, and `kill -9` loses less than a second.
A counter counts where the event happens, once; there is no second place that adds the same fact.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from types import MappingProxyType

import structlog

from trishul.services.background import end_background, run_in_background
from trishul.services.bus import Bus
from trishul.services.events import CountersChanged
from trishul.store.counters import CounterKey, load_counters, save_counters
from trishul.store.database import Database, StoreUnavailable

COUNTER_NAMES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "simulator": {
            "start_count": "Starts of the simulator",
            "stop_count": "Stops of the simulator",
            "restart_count": "Restarts of the simulator, which count as neither",
            "oids_loaded": "Instances that the loaded agents have now",
            "total_oids_simulated": "Instances loaded so far, each time they were",
            "snmp_requests_served": "Requests that the simulator answered",
            "simulator_run_seconds": "Seconds that the simulator ran",
            "last_request_at": "Unix time of the last request, or 0",
        },
        "traps": {
            "receiver_start_count": "Starts of the receiver",
            "receiver_stop_count": "Stops of the receiver",
            "traps_received_total": "Notifications received and stored",
            "traps_sent_total": "Notifications sent",
            "traps_cleared_count": "Times that the list was emptied",
            "receiver_run_seconds": "Seconds that the receiver ran",
        },
        "walker": {
            "walks_executed": "Walks that came to their end",
            "walks_failed": "Walks that failed",
            "oids_returned": "Variable bindings that walks read",
        },
        "mibs": {
            "reload_count": "Reloads of all MIBs",
            "upload_count": "MIB texts uploaded",
            "delete_count": "MIB texts deleted",
        },
    }
)
"""The names of each module, each with its meaning."""

RUN_SECONDS: Mapping[str, CounterKey] = MappingProxyType(
    {"simulator": ("simulator", "simulator_run_seconds"), "traps": ("traps", "receiver_run_seconds")}
)

FLUSH_INTERVAL_S = 0.8  # with the commit itself still under the contract's second
ANNOUNCE_INTERVAL_S = 0.25  # the contract's four `stats` frames a second

_log = structlog.get_logger(__name__)


class Counters:
    """All counters of the process; `open()` loads and keeps saving, `close()` saves for the last time."""

    def __init__(self, database: Database, bus: Bus, clock: Callable[[], float] = time.monotonic) -> None:
        self._database = database
        self._bus = bus
        self._clock = clock
        self._values: dict[CounterKey, float] = {
            (module, name): 0.0 for module, names in COUNTER_NAMES.items() for name in names
        }
        self._running_since: dict[str, float] = {}
        self._unsaved: set[CounterKey] = set()
        self._announced_at = float("-inf")
        self._announcement: asyncio.TimerHandle | None = None
        self._saver: asyncio.Task[None] | None = None
        self.failed_saves = 0

    async def open(self) -> None:
        """Load what was saved and begin to save once a second."""
        async with self._database.read() as connection:
            saved = await load_counters(connection)
        self._values.update((key, value) for key, value in saved.items() if key in self._values)
        self._saver = run_in_background(self._keep_saving(), "counters")

    async def close(self) -> None:
        """Save what is left; a database that refuses is logged, not raised."""
        await end_background(self._saver)
        if self._announcement is not None:
            self._announcement.cancel()
        await self.save()

    def add(self, module: str, name: str, amount: float = 1) -> None:
        """Count `amount` more; an unknown name is a KeyError, because it is a mistake in this program."""
        self._values[module, name] += amount
        self._changed(module, name)

    def put(self, module: str, name: str, value: float) -> None:
        """Set a counter that follows a state, such as `oids_loaded`."""
        if self._values[module, name] != value:
            self._values[module, name] = value
            self._changed(module, name)

    def run_started(self, module: str) -> None:
        """The module's process answers from now on; harmless when it already does."""
        self._running_since.setdefault(module, self._clock())

    def run_ended(self, module: str) -> None:
        """The module's process is gone; its seconds stay."""
        self._add_run_seconds(module)
        self._running_since.pop(module, None)

    def value(self, module: str, name: str) -> float:
        """One counter now, without the seconds of a current run."""
        return self._values[module, name]

    def snapshot(self) -> dict[str, dict[str, int | float]]:
        """All counters now, run seconds including the current run."""
        now = self._clock()
        result: dict[str, dict[str, int | float]] = {}
        for (module, name), value in self._values.items():
            since = self._running_since.get(module) if RUN_SECONDS.get(module) == (module, name) else None
            shown = round(value + (now - since if since is not None else 0.0), 3)
            result.setdefault(module, {})[name] = int(shown) if shown.is_integer() else shown
        return result

    async def reset(self) -> None:
        """Everything back to 0 and saved; a current run counts from now. Raises StoreUnavailable with nothing reset."""
        async with self._database.write() as connection:
            await save_counters(connection, dict.fromkeys(self._values, 0.0))
        now = self._clock()
        for module in self._running_since:
            self._running_since[module] = now
        for module, name in self._values:
            self._values[module, name] = 0.0
            self._changed(module, name)

    async def save(self) -> None:
        """Write every changed value in one transaction; on failure all of them stay due."""
        for module in self._running_since:
            self._add_run_seconds(module)
        due, self._unsaved = self._unsaved, set()
        if not due:
            return
        values = {key: self._values[key] for key in due}
        try:
            async with self._database.write() as connection:
                await save_counters(connection, values)
        except StoreUnavailable as error:
            self._unsaved |= due
            self.failed_saves += 1
            _log.warning("counters were not saved, next try follows", reason=error.reason)
        except asyncio.CancelledError:
            self._unsaved |= due
            raise

    async def _keep_saving(self) -> None:
        while True:
            await asyncio.sleep(FLUSH_INTERVAL_S)
            await self.save()

    def _add_run_seconds(self, module: str) -> None:
        since = self._running_since.get(module)
        if since is None:
            return
        now = self._clock()
        self._running_since[module] = now
        self._values[RUN_SECONDS[module]] += now - since
        self._unsaved.add(RUN_SECONDS[module])

    def _changed(self, module: str, name: str) -> None:
        self._unsaved.add((module, name))
        if self._announcement is None:
            loop = asyncio.get_running_loop()
            due_at = max(loop.time(), self._announced_at + ANNOUNCE_INTERVAL_S)
            self._announcement = loop.call_at(due_at, self._announce, loop)

    def _announce(self, loop: asyncio.AbstractEventLoop) -> None:
        self._announcement = None
        self._announced_at = loop.time()
        self._bus.publish(CountersChanged())
