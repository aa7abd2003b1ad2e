"""Numbers by name and units, always within the ranges of the type."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trishul.simulation.generation.numbers import bounds_of, label_number, successive, within_ranges
from trishul.smi.model import BaseType, TypeInfo

NUMBER = TypeInfo(BaseType.INTEGER)


@pytest.mark.parametrize(
    ("name", "units", "low", "high"),
    [
        ("ifMtu", "", 1500, 1500),
        ("cpuUsage", "percent", 5, 60),
        ("roomTemperature", "degrees Celsius", 24, 42),
        ("roomTemperature", "0.1 degrees Celsius", 240, 420),
        ("psuVoltage", "millivolts", 12_000, 12_000),
        ("fanSpeed", "rpm", 3000, 5600),
        ("roomHumidity", "", 35, 55),
    ],
)
def test_names_and_units_say_what_is_measured(name: str, units: str, low: int, high: int) -> None:
    bounds = bounds_of(name, units, NUMBER)
    assert (bounds.low, bounds.high) == (low, high)


def test_a_hint_with_decimals_is_a_finer_unit() -> None:
    assert bounds_of("roomTemperature", "", TypeInfo(BaseType.INTEGER, "Tenths", display_hint="d-1")).low == 240


@given(st.lists(st.integers(-1000, 1000), min_size=2, max_size=2), st.integers(-50, 2000), st.integers(0, 500))
def test_bounds_are_brought_into_the_ranges(ends: list[int], low: int, span: int) -> None:
    least, most = sorted(ends)
    found = within_ranges(TypeInfo(BaseType.INTEGER, ranges=((least, most),)), low, low + span)
    assert least <= found[0] <= found[1] <= most


def test_labels_mostly_say_that_all_is_well_and_never_that_nothing_is_known() -> None:
    info = TypeInfo(BaseType.INTEGER, labels=(("unknown", 0), ("down", 2), ("up", 1)))
    numbers = [label_number(info, 1, str(row)) for row in range(100)]
    assert 0 not in numbers
    assert numbers.count(1) > 60


def test_successive_numbers_are_legal_and_different() -> None:
    assert successive(TypeInfo(BaseType.INTEGER, ranges=((0, 1), (7, 9))), 4) == [0, 1, 7, 8]
    assert successive(TypeInfo(BaseType.INTEGER, labels=(("b", 2), ("a", 1), ("n", -1))), 4) == [1, 2]
