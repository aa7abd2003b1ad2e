"""Totals over all worker processes of a role, from reports that each process counts from zero.

A replacement runs beside its predecessor for a moment, so reports of two processes may alternate; each report adds what
is new in it. Owns that arithmetic only.
"""

from __future__ import annotations

from collections.abc import Mapping

_REMEMBERED_PROCESSES = 8


class RunningTotals:
    """Feed every report; `totals` is the sum over all processes."""

    def __init__(self) -> None:
        self.totals: dict[str, int] = {}
        self._last_reports: dict[int, Mapping[str, int]] = {}

    def note(self, pid: int, report: Mapping[str, int]) -> dict[str, int]:
        """Adds what is new in a process's report and returns just that, without zeros."""
        last = self.last(pid)
        news = {name: amount - last.get(name, 0) for name, amount in report.items() if amount != last.get(name, 0)}
        for name, amount in news.items():
            self.totals[name] = self.totals.get(name, 0) + amount
        self._last_reports[pid] = dict(report)
        if len(self._last_reports) > _REMEMBERED_PROCESSES:
            del self._last_reports[next(iter(self._last_reports))]
        return news

    def last(self, pid: int) -> Mapping[str, int]:
        """The last report of a process; empty where there was none."""
        return self._last_reports.get(pid, {})
