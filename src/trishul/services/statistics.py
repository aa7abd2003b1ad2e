"""All numbers of contract §3 in one read: the saved counters and what is added at read time.

Owns the shape of `GET /api/stats/` and of the `stats` frame. Does not own the counters nor the states it quotes.
"""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from typing import Literal, TypeAlias

import msgspec

from trishul.services.counters import COUNTER_NAMES, Counters
from trishul.services.mibs.mibs import Mibs
from trishul.services.simulator.simulator import SimulatorService
from trishul.services.traps.traps import TrapService

MODULES = tuple(COUNTER_NAMES)

StatisticsFormat = Literal["json", "csv"]
STATISTICS_MEDIA_TYPES: dict[StatisticsFormat, str] = {"json": "application/json", "csv": "text/csv; charset=utf-8"}

ModuleStatistics: TypeAlias = dict[str, int | float | str | bool | None]
AllStatistics: TypeAlias = dict[str, ModuleStatistics]


class Statistics:
    """Reads; counts nothing itself."""

    def __init__(self, counters: Counters, simulator: SimulatorService, traps: TrapService, mibs: Mibs) -> None:
        self._counters = counters
        self._simulator = simulator
        self._traps = traps
        self._mibs = mibs

    def read(self) -> AllStatistics:
        """Every module's numbers now."""
        result: AllStatistics = {module: {**values} for module, values in self._counters.snapshot().items()}
        simulator, traps, mibs = self._simulator.status(), self._traps.status(), self._mibs.status()
        result["simulator"].update(
            running=simulator.running, pid=simulator.pid, port=simulator.port, community=simulator.community
        )
        result["traps"].update(running=traps.running, pid=traps.pid)
        result["mibs"].update(loaded_mibs=mibs.loaded, failed_mibs=mibs.failed, total_mibs=mibs.total)
        return result

    def export(self, file_format: StatisticsFormat, now_s: float) -> bytes:
        """All numbers as a file for other people: it says when, and leaves out the community."""
        modules = self.read()
        modules["simulator"].pop("community")
        at = datetime.fromtimestamp(now_s, UTC).isoformat(timespec="seconds")
        if file_format == "json":
            return msgspec.json.format(msgspec.json.encode({"exported_at": at, "statistics": modules}), indent=2)
        text = io.StringIO()
        rows = csv.writer(text)
        rows.writerow(("exported_at", "module", "name", "value"))
        for module, values in modules.items():
            rows.writerows((at, module, name, "" if value is None else value) for name, value in values.items())
        return text.getvalue().encode()
