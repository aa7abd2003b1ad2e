"""Lists of conditions: which outcome counts."""

from __future__ import annotations

from trishul.simulation.variations.conditions import Conditions


def test_equality_comes_before_less_and_less_before_more() -> None:
    conditions: Conditions[str] = Conditions({5: "equal"}, (10, "below"), (3, "above"))
    outcomes = [conditions.outcome(value, "none") for value in (5, 4, 12)]
    assert outcomes == ["equal", "below", "above"]
    nothing: Conditions[str] = Conditions()
    assert nothing.outcome(5, "none") == "none"
