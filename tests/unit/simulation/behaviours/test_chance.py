"""Numbers from a seed are the same every time and stay within their bounds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from trishul.simulation.behaviours.chance import between, fraction, whole


def test_the_same_seed_and_name_give_the_same_number() -> None:
    assert fraction(1, "a") == fraction(1, "a")
    assert len({fraction(seed, name) for seed in (1, 2) for name in "ab"}) == 4


@given(st.integers(), st.text(max_size=10))
def test_numbers_stay_within_their_bounds(seed: int, name: str) -> None:
    assert 0 <= fraction(seed, name) < 1
    assert 2.0 <= between(seed, name, 2.0, 3.0) < 3.0
    assert whole(seed, name, 2, 4) in {2, 3, 4}
