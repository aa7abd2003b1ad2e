"""What becomes of a storm while it lasts: the ledger by the second, how long pages take, memory by process.

Owns the asking and the lines that tell of it; asks as a browser would, over REST, and costs the server as little.
"""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bench import product
from bench.processes import role_of, rss_octets

_PAGE_EVERY_S = 0.5
_LEDGER_EVERY_S = 1.0
_TOLD_EVERY_S = 10.0


@dataclass(frozen=True, slots=True)
class Account:
    """Numbers of a ledger until a moment; what is stored, and the reasons for which the rest is not."""

    at_s: float
    stored: int
    kernel_drops: int
    limited: int
    other_drops: int
    waiting: int

    def since(self, earlier: Account) -> str:
        """What came in between, by the second."""
        took_s = max(self.at_s - earlier.at_s, 1e-9)
        names = ("stored", "kernel_drops", "limited", "other_drops")
        rates = [f"{name} {(getattr(self, name) - getattr(earlier, name)) / took_s:,.0f}/s" for name in names]
        return ", ".join([*rates, f"waiting {self.waiting:,}"])


@dataclass(slots=True)
class StormLog:
    """What was seen of one storm."""

    workbench: product.Workbench
    say: Callable[[str], None]
    accounts: list[Account] = field(default_factory=list)
    page_ms: list[float] = field(default_factory=list)
    memory: list[Mapping[str, int]] = field(default_factory=list)
    """Octets by process, at the beginning and every ten seconds."""

    async def watch(self) -> None:
        """Until it is cancelled."""
        await asyncio.gather(self._watch_pages(), self._watch_ledger())

    def account(self) -> Account:
        """The numbers of this moment."""
        drops = self.workbench.call("GET", "/api/traps/drops")
        ledger, reasons = drops["ledger"], {each["reason"]: each["count"] for each in drops["data"]}
        limited = reasons.get("rate_limited", 0)
        used = ledger["used"]
        found = Account(
            time.monotonic(),
            used["stored"],
            ledger["kernel_drops"],
            limited,
            ledger["dropped"] - limited,
            used["waiting"],
        )
        self.accounts.append(found)
        return found

    def note_memory(self) -> None:
        """Resident memory of each process of the server."""
        pids = self.workbench.server.cpu_s()
        self.memory.append({role_of(pid): rss_octets(pid) for pid in pids})

    @property
    def grown_octets(self) -> dict[str, int]:
        """How much more memory each process has than it had first."""
        first, last = self.memory[0], self.memory[-1]
        return {role: octets - first[role] for role, octets in last.items() if role in first}

    async def _watch_pages(self) -> None:
        while True:
            started = time.monotonic()
            await asyncio.to_thread(self.workbench.call, "GET", "/api/traps/?limit=50")
            self.page_ms.append((time.monotonic() - started) * 1000)
            await asyncio.sleep(_PAGE_EVERY_S)

    async def _watch_ledger(self) -> None:
        await asyncio.to_thread(self.account)
        self.note_memory()
        told, pages = self.accounts[-1], 0
        while True:
            await asyncio.sleep(_LEDGER_EVERY_S)
            now = await asyncio.to_thread(self.account)
            if now.at_s - told.at_s >= _TOLD_EVERY_S:
                self.note_memory()
                self._tell(now, told, self.page_ms[pages:])
                told, pages = now, len(self.page_ms)

    def _tell(self, now: Account, told: Account, page_ms: list[float]) -> None:
        memory = ", ".join([f"{role} {octets >> 20} MB" for role, octets in self.memory[-1].items()])
        pages = f"{statistics.median(page_ms):.0f} ms, worst {max(page_ms):.0f} ms" if page_ms else "none"
        self.say(f"    {now.at_s - self.accounts[0].at_s:3.0f} s: {now.since(told)}; pages {pages}; {memory}")
