"""Overrides as a whole: all or nothing, and every bad key named."""

from __future__ import annotations

import pytest

from trishul.services.simulator_overrides import OverridesRefused, check_overrides
from trishul.simulation.demo_switch import demo_switch

DEVICE = demo_switch()


def test_good_overrides_become_what_a_worker_takes() -> None:
    found = check_overrides(DEVICE, {"1.3.6.1.2.1.1.5.0": "edge", ".1.3.6.1.2.1.2.1.0": 4})
    assert found == [("1.3.6.1.2.1.1.5.0", 0x04, b"edge"), ("1.3.6.1.2.1.2.1.0", 0x02, b"\x04")]


def test_one_bad_key_refuses_all_and_every_bad_key_is_named() -> None:
    with pytest.raises(OverridesRefused) as refusal:
        check_overrides(DEVICE, {"1.3.6.1.2.1.1.5.0": "edge", "sysName": "x", "1.3.6.1.2.1.2.1.0": "many"})
    assert set(refusal.value.findings) == {"sysName", "1.3.6.1.2.1.2.1.0"}
    assert refusal.value.field == "sysName"
    assert "and 1 more" in str(refusal.value)


def test_too_many_are_refused_as_a_whole() -> None:
    with pytest.raises(OverridesRefused) as refusal:
        check_overrides(DEVICE, {f"1.3.6.1.4.1.32473.1.{number}": 1 for number in range(10_001)})
    assert refusal.value.field == "data"
