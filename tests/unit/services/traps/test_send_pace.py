"""The pace of a run: when each notification leaves."""

from __future__ import annotations

from typing import Any

import pytest

from trishul.errors import InvalidInput
from trishul.services.traps.send_pace import Pace


def dues(pace: Pace, count: int) -> list[float]:
    return [round(pace.due_s(number), 3) for number in range(count)]


def test_a_steady_rate_leaves_at_equal_distances() -> None:
    assert dues(Pace(count=4, per_s=10), 4) == [0, 0.1, 0.2, 0.3]


def test_a_burst_leaves_together_at_the_same_rate() -> None:
    assert dues(Pace(count=6, per_s=10, burst=3), 6) == [0, 0, 0, 0.3, 0.3, 0.3]


@pytest.mark.parametrize(("first", "last"), [(0.0, 10.0), (10.0, 2.0), (5.0, 5.0)])
def test_a_ramp_has_sent_the_area_under_its_rate(first: float, last: float) -> None:
    pace = Pace(count=1000, from_per_s=first, per_s=last, ramp_s=4)
    on_ramp = int((first + last) / 2 * 4)
    assert pace.due_s(on_ramp) == pytest.approx(4)
    assert pace.due_s(on_ramp + 10) == pytest.approx(4 + 10 / last)
    times = [pace.due_s(number) for number in range(100)]
    assert times == sorted(times)
    assert times[0] == 0


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"count": 0}, "pace.count"),
        ({"per_s": 0.0}, "pace.per_s"),
        ({"per_s": 10_001.0}, "pace.per_s"),
        ({"from_per_s": -1.0, "ramp_s": 1.0}, "pace.from_per_s"),
        ({"from_per_s": 1.0}, "pace.ramp_s"),
        ({"burst": 0}, "pace.burst"),
        ({"count": 1_000_000, "per_s": 0.5}, "pace.per_s"),
    ],
)
def test_a_pace_out_of_bounds_names_its_field(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        Pace(**changes).check()
    assert refused.value.field == field
