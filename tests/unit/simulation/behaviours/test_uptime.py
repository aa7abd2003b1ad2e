"""sysUpTime ticks in hundredths and wraps after 497 days (RFC 3418)."""

from __future__ import annotations

import pytest

from trishul.datatypes import Value
from trishul.simulation.behaviours import Uptime


@pytest.mark.parametrize(("now", "ticks"), [(10.0, 5), (10.25, 30), (11.0, 105), (0.0, 5)])
def test_it_ticks_in_hundredths_from_its_start(now: float, ticks: int) -> None:
    uptime = Uptime(started_at=10.0, hundredths_before=5)
    assert Value(uptime.tag, uptime.contents_at(now)) == Value.time_ticks(ticks)


def test_it_wraps_at_32_bits() -> None:
    assert Uptime(0.0, 2**32 - 100).hundredths_at(1.5) == 50
