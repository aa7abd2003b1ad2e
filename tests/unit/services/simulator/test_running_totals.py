"""Totals over several processes that each count from zero."""

from __future__ import annotations

from trishul.services.simulator.running_totals import RunningTotals


def test_each_report_adds_what_is_new_in_it() -> None:
    totals = RunningTotals()
    assert totals.note(1, {"malformed": 2}) == {"malformed": 2}
    assert totals.note(1, {"malformed": 5, "too_large": 1}) == {"malformed": 3, "too_large": 1}
    assert totals.note(1, {"malformed": 5, "too_large": 1}) == {}
    assert totals.totals == {"malformed": 5, "too_large": 1}


def test_a_new_process_counts_from_zero_and_adds() -> None:
    totals = RunningTotals()
    totals.note(1, {"malformed": 5})
    totals.note(2, {"malformed": 1})
    assert totals.totals == {"malformed": 6}


def test_reports_of_a_process_and_its_successor_may_alternate() -> None:
    totals = RunningTotals()
    for pid, amount in ((1, 5), (2, 1), (1, 6), (2, 4)):
        totals.note(pid, {"requests": amount})
    assert totals.totals == {"requests": 10}


def test_processes_of_long_ago_are_forgotten() -> None:
    totals = RunningTotals()
    for pid in range(100):
        totals.note(pid, {"requests": 1})
    assert totals.totals == {"requests": 100}
    assert len(totals._last_reports) < 20
